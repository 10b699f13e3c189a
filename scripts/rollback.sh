#!/bin/sh
# Goes back to the last good release of the stack that runs, or to the one that --to names.
set -eu
cd "$(dirname "$0")/.."
if [ "${1:-}" = "--help" ]; then
  echo "Usage: $0 [options of npm run rollback], such as $0 --reason 'errors since 14:02'
Among the containers where Docker answers, else among the processes of npm run demo; DEPLOY_TARGET=compose|native decides.
All options: npm run rollback -- --help"
  exit 0
fi
. scripts/choose-target.sh
exec npm run --silent rollback -- "$@"
