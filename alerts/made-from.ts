/** The first line of every generated YAML file. */
export function madeFrom(source: string): string {
  return `# Made from ${source} by "npm run alerts"; do not edit.\n`;
}
