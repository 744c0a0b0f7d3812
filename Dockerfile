# Debian, not Alpine: the Temporal SDK's native part is built against glibc.
FROM node:22.22.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without scripts: `prepare` builds, and there is nothing to build from yet.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22.22.0-bookworm-slim
ENV NODE_ENV=production
# The SDK's native part verifies TLS with the system's certificates, which the slim image does not have.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/contract/schema ./contract/schema
USER node
ENTRYPOINT ["node", "dist/cli/main.js"]
CMD ["worker"]
