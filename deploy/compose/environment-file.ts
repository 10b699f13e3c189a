/** The variables of a release, for a container: those that are about this machine's files and addresses stay here. */

/** Fixed by the image, or in the credentials. */
const notPassed: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'CATALOG_FILE',
  'PANELS_FILE',
  'RUNBOOKS_DIR',
  'HOST',
]);

/** In single quotes, within which Compose replaces nothing. Throws on a value that these cannot hold. */
export function renderEnvironmentFile(variables: Readonly<Record<string, string>>): string {
  const passed = Object.entries({ ...variables, HOST: '0.0.0.0' }).filter(
    ([name]) => name === 'HOST' || !notPassed.has(name),
  );
  return passed
    .map(([name, value]) => {
      if (/['\n\r]/.test(value))
        throw new Error(
          `${name} holds a quote or a line break, which a container's environment file cannot; set it without.`,
        );
      return `${name}='${value}'\n`;
    })
    .join('');
}
