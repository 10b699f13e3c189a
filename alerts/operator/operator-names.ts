/** What Alertmanager's file says of a receiver, in the names and shapes of the operator's AlertmanagerConfig. */

/**
 * `send_resolved` becomes `sendResolved`, `slack_configs` `slackConfigs`; a `..._file` the key of that name in the Secret;
 * a map of texts (`details`, `headers`) a list of keys and values. Lists and everything else stay as they are.
 */
export function inOperatorNames(config: object, secretName: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]: [string, unknown]) => {
      if (name.endsWith('_file')) {
        const secret = { name: secretName, key: String(value).replace(/^.*\//, '') };
        return [camelCase(name.slice(0, -'_file'.length)), secret];
      }
      return [camelCase(name), keyValueFields.has(name) ? keyValues(value) : renamed(value, secretName)];
    }),
  );
}

const keyValueFields: ReadonlySet<string> = new Set(['details', 'headers']);

function renamed(value: unknown, secretName: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => renamed(item, secretName));
  return typeof value === 'object' && value !== null ? inOperatorNames(value, secretName) : value;
}

function keyValues(map: unknown): object[] {
  return Object.entries(map ?? {}).map(([key, value]) => ({ key, value }));
}

/** As Kubernetes writes names: `require_tls` is `requireTLS`, `api_url` is `apiURL`. */
function camelCase(name: string): string {
  return name.replaceAll(/_([a-z]+)/g, (_match, word: string) =>
    word === 'url' || word === 'tls' ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1),
  );
}
