/** Takes what a person gave as Grafana's address. Throws an Error that says what is wrong with it. */
export function grafanaUrl(given: string): string {
  const url = URL.parse(given);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new Error(`--url ${given} is no address; give one like https://grafana.example.org.`);
  if (url.username !== '' || url.password !== '')
    throw new Error('--url must not hold a user or a password; put a token into the --token-file.');
  if (url.search !== '' || url.hash !== '')
    throw new Error(
      `--url ${given}: leave out what follows the path; give one like https://grafana.example.org.`,
    );
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
