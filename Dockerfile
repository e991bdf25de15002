# The example clinic with Clinicore built from this checkout, on Debian (`docker build .`) or on Alpine
# (`docker build --build-arg SYSTEM=alpine .`). A service of your own needs no Rust: `npm ci` brings the prebuilt binary.
ARG SYSTEM=slim

FROM node:22-bookworm-slim AS node-slim
FROM node:22-alpine AS node-alpine
RUN apk add --no-cache libgcc
FROM rust:1-slim-bookworm AS rust-slim
FROM rust:1-alpine AS rust-alpine
# A C compiler for zstd, and what Node is linked against.
RUN apk add --no-cache build-base libstdc++

FROM node-${SYSTEM} AS node

FROM rust-${SYSTEM} AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
WORKDIR /clinicore
COPY . .
RUN npm ci --no-audit --no-fund
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/clinicore/target \
    npm run build:native && npm run build:js && npm run build --workspace examples/clinic
RUN npm prune --omit=dev --no-audit --no-fund

FROM node
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 CLINIC_DATA=/data CLINIC_KEYS=/keys
WORKDIR /clinicore
COPY --from=build /clinicore/package.json ./
COPY --from=build /clinicore/node_modules node_modules
COPY --from=build /clinicore/dist dist
COPY --from=build /clinicore/native native
COPY --from=build /clinicore/crates/pdf/fonts crates/pdf/fonts
COPY --from=build /clinicore/packs packs
# The studies of the demo data.
COPY --from=build /clinicore/__test__/golden/dicom/ophthalmic __test__/golden/dicom/ophthalmic
COPY --from=build /clinicore/examples/clinic examples/clinic
RUN mkdir /data /keys && chown node:node /data /keys && node dist/cli.js doctor
USER node
VOLUME ["/data", "/keys"]
EXPOSE 3000
HEALTHCHECK --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "examples/clinic/dist/server.js"]
