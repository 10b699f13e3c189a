# Read by the scripts, not run. Where they deploy to: what DEPLOY_TARGET says; else to the processes of the demo that runs
# from this checkout; else to containers, where Docker answers; else, without Docker, to processes.
if [ -z "${DEPLOY_TARGET:-}" ]; then
  DEPLOY_TARGET=native
  if [ ! -f "${STACK_ENV_FILE:-.tocsin/stack.env}" ] && docker version >/dev/null 2>&1; then
    DEPLOY_TARGET=compose
  fi
fi
export DEPLOY_TARGET
