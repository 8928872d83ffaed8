# One of our services: docker build -f infra/docker/service.Dockerfile --build-arg APP=billing .
# Both Dockerfiles begin alike, so that the packages are installed once for all images.
FROM node:24-bookworm-slim AS workspace
WORKDIR /gatefold
COPY . .
RUN npm ci --no-audit --no-fund
RUN npm run generate --workspaces --if-present

FROM workspace AS production
RUN npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
WORKDIR /gatefold
RUN mkdir -p /var/lib/gatefold/keys /var/lib/gatefold/simulator /var/lib/gatefold/compiled && chown -R node:node /var/lib/gatefold
COPY --from=production /gatefold/node_modules node_modules
COPY --from=production /gatefold/package.json package.json
COPY --from=production /gatefold/packages packages
COPY --from=production /gatefold/infra infra
ARG APP
COPY --from=production /gatefold/apps/${APP} apps/${APP}
ARG MEMORY="--max-semi-space-size=8"
ENV NODE_ENV=production HOST=0.0.0.0 NODE_OPTIONS="--disable-warning=TimeoutNegativeWarning" NODE_COMPILE_CACHE=/var/lib/gatefold/compiled MALLOC_ARENA_MAX=2 MEMORY="${MEMORY}" ENTRY=apps/${APP}/src/main.ts
USER node
# Without its environment a service loads all its scripts and ends, or is ended: they stay compiled in the image.
RUN timeout 10 node $MEMORY infra/docker/entry.mjs 2>/dev/null; test -n "$(find $NODE_COMPILE_CACHE -type f)"
# Not all of V8's switches may stand in NODE_OPTIONS.
CMD ["sh", "-c", "exec node $MEMORY infra/docker/entry.mjs"]
