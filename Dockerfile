# The app in production: pages, API and workers in one Node process. Says what it needs in server/env.ts; listens on 3000.
FROM node:22-bookworm-slim AS base
WORKDIR /app
ENV NPM_CONFIG_UPDATE_NOTIFIER=false NPM_CONFIG_FUND=false NPM_CONFIG_AUDIT=false

# `npm install --no-save` installs what the lockfile says, and no script of any package runs (.npmrc). Why not `npm ci`:
# docs/decisions/0010.
FROM base AS build
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm install --no-save
COPY . .
# The demo wallet is not built in: that takes VILOKANAM_DEMO_WALLET=1.
RUN node scripts/generate.mjs && node scripts/build.mjs

FROM base AS dependencies
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm install --no-save --omit=dev

FROM base
# FFmpeg draws the pictures of videos, and makes anew what browsers cannot play.
RUN apt-get update && apt-get install --yes --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/build build
COPY prisma/schema.prisma prisma/
COPY prisma/migrations prisma/migrations
COPY contracts/artifacts/purse.contract contracts/artifacts/
COPY package.json ./
RUN mkdir -p /var/lib/vilokanam && chown node:node /var/lib/vilokanam
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "build/main.js"]
