# The example clinic with Clinicore built from this checkout, on Debian (`docker build --target slim .`, the default) or on
# Alpine (`docker build --target alpine .`). A service of your own needs no Rust: `npm ci` brings the prebuilt binary.

FROM rust:1-slim-bookworm AS slim-build
COPY --from=node:22-bookworm-slim /usr/local/bin/node /usr/local/bin/
COPY --from=node:22-bookworm-slim /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
WORKDIR /clinicore
COPY . .
RUN npm ci --no-audit --no-fund
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/clinicore/target \
    npm run build:native && npm run build:js && npm run build --workspace examples/clinic
RUN npm prune --omit=dev --no-audit --no-fund

FROM rust:1-alpine AS alpine-build
# A C compiler for zstd, and what Node is linked against.
RUN apk add --no-cache build-base libstdc++
COPY --from=node:22-alpine /usr/local/bin/node /usr/local/bin/
COPY --from=node:22-alpine /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
WORKDIR /clinicore
COPY . .
RUN npm ci --no-audit --no-fund

RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/clinicore/target \
    npm run build:native && npm run build:js && npm run build --workspace examples/clinic
RUN npm prune --omit=dev --no-audit --no-fund

FROM node:22-alpine AS alpine
RUN apk add --no-cache libgcc
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 CLINIC_DATA=/data CLINIC_KEYS=/keys
WORKDIR /clinicore
COPY --from=alpine-build /clinicore/package.json ./
COPY --from=alpine-build /clinicore/node_modules node_modules
COPY --from=alpine-build /clinicore/dist dist
COPY --from=alpine-build /clinicore/native native
COPY --from=alpine-build /clinicore/crates/pdf/fonts crates/pdf/fonts
COPY --from=alpine-build /clinicore/packs packs
COPY --from=alpine-build /clinicore/__test__/golden/dicom/ophthalmic __test__/golden/dicom/ophthalmic
COPY --from=alpine-build /clinicore/examples/clinic examples/clinic
RUN mkdir /data /keys && chown node:node /data /keys && node dist/cli.js doctor
USER node
VOLUME ["/data", "/keys"]
EXPOSE 3000
HEALTHCHECK --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "examples/clinic/dist/server.js"]

FROM node:22-bookworm-slim AS slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 CLINIC_DATA=/data CLINIC_KEYS=/keys
WORKDIR /clinicore
COPY --from=slim-build /clinicore/package.json ./
COPY --from=slim-build /clinicore/node_modules node_modules
COPY --from=slim-build /clinicore/dist dist
COPY --from=slim-build /clinicore/native native
COPY --from=slim-build /clinicore/crates/pdf/fonts crates/pdf/fonts
COPY --from=slim-build /clinicore/packs packs
COPY --from=slim-build /clinicore/__test__/golden/dicom/ophthalmic __test__/golden/dicom/ophthalmic
COPY --from=slim-build /clinicore/examples/clinic examples/clinic
RUN mkdir /data /keys && chown node:node /data /keys && node dist/cli.js doctor
USER node
VOLUME ["/data", "/keys"]
EXPOSE 3000
HEALTHCHECK --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "examples/clinic/dist/server.js"]
