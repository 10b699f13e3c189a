#!/bin/sh
# Asks a service whether it is ready: health-check.sh [URL]. Without one: HEALTH_URL, the proxy's front, else port 8080.
set -eu
if [ "${1:-}" = "--help" ]; then
  echo "Usage: $0 [URL], such as $0 http://127.0.0.1:8080; exit code 0 when its /health/ready answers 200."
  exit 0
fi
url="${1:-${HEALTH_URL:-http://${HAPROXY_FRONT:-127.0.0.1:${PORT:-8080}}}}"
PATH="$(dirname "$0")/../node_modules/.bin:$PATH"
exec node -e '
  const url = `${process.argv[1].replace(/\/$/, "")}/health/ready`;
  fetch(url, { signal: AbortSignal.timeout(5000) }).then(
    async (response) => {
      console.log(`${url} answers ${response.status}: ${(await response.text()).slice(0, 300)}`);
      process.exitCode = response.status === 200 ? 0 : 1;
    },
    (error) => {
      console.log(`${url} does not answer: ${error.cause?.message ?? error.message}. Is the service running?`);
      process.exitCode = 1;
    },
  );
' "$url"
