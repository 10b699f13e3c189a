#!/bin/sh
# Asks a service, over its proxy, whether it is ready and how its parts are; see --help.
set -eu
PATH="$(cd "$(dirname "$0")/.." && pwd)/node_modules/.bin:$PATH"
exec node "$(dirname "$0")/health-check.ts" "$@"
