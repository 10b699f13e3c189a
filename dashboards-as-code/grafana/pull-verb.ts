export async function runPull(_args: string[]): Promise<number> {
  return 1;
}
