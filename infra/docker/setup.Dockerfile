# Runs once before the services: makes keys, migrates every database, prints the paper.
FROM node:24-bookworm-slim AS workspace
WORKDIR /gatefold
COPY . .
RUN npm ci --no-audit --no-fund
RUN npm run generate --workspaces --if-present
RUN mkdir -p /var/lib/gatefold/keys && chown -R node:node /var/lib/gatefold
USER node
CMD ["node", "infra/docker/setup.ts"]
