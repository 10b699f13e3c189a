export async function runPush(_args: string[]): Promise<number> {
  return 1;
}
