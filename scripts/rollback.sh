#!/bin/sh
# Goes back to the last good release of the running stack, or to the one that --to names.
cd "$(dirname "$0")/.." || exit 1
exec npm run --silent rollback -- "$@"
