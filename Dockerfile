# The desk, and nothing else of this repository. The database is migrated by the same image, as a step of its own:
#   docker run ... node service/migrate.ts
# Behind a private registry: docker build --secret id=npmrc,src=FILE --secret id=ca_bundle,src=FILE .

# The Node that package.json installs for development.
ARG NODE_VERSION=24.21.0
# "@sha256:..." holds the base image still; empty takes what the tag means today.
ARG NODE_DIGEST=

FROM node:${NODE_VERSION}-trixie-slim${NODE_DIGEST} AS base
WORKDIR /app

FROM base AS dependencies
COPY package.json package-lock.json ./
# Without the optional ones: they are a Node for development machines, 120 MB.
RUN --mount=type=secret,id=npmrc \
    --mount=type=secret,id=ca_bundle,target=/run/secrets/ca.pem \
    --mount=type=cache,target=/var/cache/npm \
    export NPM_CONFIG_CACHE=/var/cache/npm NPM_CONFIG_USERCONFIG=/run/secrets/npmrc; \
    if [ -s /run/secrets/ca.pem ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca.pem; fi; \
    npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

# Alone in a stage, so that whoever has these packages already can hand them in and needs neither npm nor a registry:
# docker build --build-context packages=DIR, where DIR holds node_modules (deploy/compose does).
FROM scratch AS packages
COPY --from=dependencies /app/node_modules /node_modules

FROM base
ENV NODE_ENV=production HOST=0.0.0.0
COPY --from=packages /node_modules node_modules
COPY package.json ./
COPY alerts/generated/catalog.json alerts/generated/catalog.json
COPY dashboards-as-code/generated/incident-panels.json dashboards-as-code/generated/incident-panels.json
COPY service service
USER node
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Secrets come in the environment or, better, in a file mounted there: it shows in no "docker inspect".
CMD ["node", "--env-file-if-exists=/run/secrets/desk.env", "--import", "./service/telemetry/start.ts", "service/main.ts"]
