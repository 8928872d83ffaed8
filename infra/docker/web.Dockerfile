# One of our web apps: docker build -f infra/docker/web.Dockerfile --build-arg APP=site .
# Both Dockerfiles begin alike, so that the packages are installed once for all images.
FROM node:24-bookworm-slim AS workspace
WORKDIR /gatefold
COPY . .
RUN npm ci --no-audit --no-fund
RUN npm run generate --workspaces --if-present

FROM workspace AS built
RUN npm run build --workspace=@gatefold/site --workspace=@gatefold/finance
RUN npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
WORKDIR /gatefold
RUN mkdir -p /var/lib/gatefold/keys && chown -R node:node /var/lib/gatefold
COPY --from=built /gatefold/node_modules node_modules
COPY --from=built /gatefold/package.json package.json
COPY --from=built /gatefold/packages packages
COPY --from=built /gatefold/infra infra
ARG APP
COPY --from=built /gatefold/apps/${APP} apps/${APP}
ENV NODE_ENV=production HOST=0.0.0.0 ENTRY=src/server/main.ts
WORKDIR /gatefold/apps/${APP}
USER node
CMD ["node", "../../infra/docker/entry.mjs"]
