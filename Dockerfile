# The image of Latchkey: docker build -t latchkey . (docs/deployment.md). What is built here is the package that
# `npm pack -w apps/server` makes anywhere else, installed in an empty folder. A test takes these very steps.
ARG NODE_IMAGE=node:24.21.0-trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
RUN mkdir /package && npm pack -w apps/server --pack-destination /package

FROM ${NODE_IMAGE} AS install
WORKDIR /app
COPY --from=build /package /package
RUN --mount=type=cache,target=/root/.npm npm install --omit=dev --no-audit --no-fund /package/latchkey-*.tgz

FROM ${NODE_IMAGE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
# A volume begins with the owner and the mode of this folder. Nothing else is written to.
RUN install -d -o 1000 -g 1000 -m 0700 /data && ln -s /app/node_modules/.bin/latchkey /usr/local/bin/latchkey
COPY --from=install /app /app
WORKDIR /app
USER 1000:1000
VOLUME /data
EXPOSE 8000
# Finishes the requests that are on their way, for at most 10 seconds.
STOPSIGNAL SIGTERM
# Whether the process lives, not whether its database does: replacing a node does not bring that back.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["latchkey"]
CMD ["serve"]
