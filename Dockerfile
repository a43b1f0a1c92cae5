# Kontor in a container: docker build --tag kontor . See docs/operations.md, Containers.

FROM node:22-bookworm-slim AS node

FROM rust:1.95-slim-bookworm AS build
# The browser's files are packed by Node.js programs.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
WORKDIR /kontor
COPY . .
RUN .ci/install run && cargo build --locked --release --package server && cargo xtask site --release

FROM debian:bookworm-slim
# Gateway, mail server and VAT register prove who they are by the authorities of these.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /var/lib/kontor --shell /usr/sbin/nologin kontor \
    && install --directory --owner kontor --group kontor --mode 0750 /var/lib/kontor
COPY --from=build /kontor/target/release/kontor /usr/local/bin/kontor
COPY --from=build /kontor/target/site /usr/share/kontor/site
COPY Leptos.toml catalogue.toml /etc/kontor/
# The configuration is read from here. What a container has to have of its own comes as variables.
WORKDIR /etc/kontor
ENV KONTOR_DEMO=false \
    KONTOR_DATABASE_URL=sqlite:/var/lib/kontor/kontor.sqlite \
    KONTOR_GATEWAY_STORE=/var/lib/kontor/gateway.journal \
    KONTOR_LOG_FORMAT=json \
    LEPTOS_SITE_ADDR=0.0.0.0:3000 \
    LEPTOS_SITE_ROOT=/usr/share/kontor/site
USER kontor
VOLUME /var/lib/kontor
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["kontor", "healthcheck"]
ENTRYPOINT ["kontor"]
CMD ["serve"]
