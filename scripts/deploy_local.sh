#!/bin/sh
# Builds a release of this checkout and deploys it; brings up the stack of containers first where that is the target.
set -eu
cd "$(dirname "$0")/.."
if [ "${1:-}" = "--help" ]; then
  echo "Usage: $0 [options of npm run deploy], such as $0 --tag v1.4.0 --gate-seconds 60
To containers where Docker answers, else to the processes of npm run demo; DEPLOY_TARGET=compose|native decides.
All options: npm run deploy -- --help"
  exit 0
fi
. scripts/choose-target.sh
if [ "$DEPLOY_TARGET" = compose ]; then
  npm run --silent deploy:stack -- up
fi
exec npm run --silent deploy -- "$@"
