#!/bin/sh
# Builds a release of this checkout and deploys it to the running stack; all options go through (--help lists them).
cd "$(dirname "$0")/.." || exit 1
exec npm run --silent deploy -- "$@"
