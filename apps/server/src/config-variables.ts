interface Variable {
  /** What holds where it is not given, as Markdown. */
  readonly default: string;
  readonly what: string;
}

/** Every variable of the boot configuration, as the documentation lists them. */
export const variables = {
  HOST: { default: '`localhost`', what: 'the address to listen on; `0.0.0.0` for all of them' },
  PORT: { default: '`8000`', what: 'the port to listen on' },
  WORKERS: {
    default: '`1`',
    what: 'how many processes share the port and the cores, with PostgreSQL; `auto`: one for each core. Each holds up to 15 connections to the database',
  },
  SHUTDOWN_DELAY: {
    default: '`0`',
    what: 'for how many seconds a server that gets SIGTERM serves on and says at `/health/ready` that it is not ready, and then for how many it serves connections that are kept open: longer than the load balancer needs to notice. See [operations.md](operations.md#several-nodes)',
  },
  PUBLIC_URL: {
    default: '`http://HOST:PORT`',
    what: 'the address that clients see, without a path: the issuer (`iss`) of access tokens and the origin that may use the refresh cookie',
  },
  DATABASE_URL: {
    default: '`sqlite:` in `DATA_DIR`',
    what: '`sqlite:FILE`, or `postgres://USER:PASSWORD@HOST:PORT/DATABASE`',
  },
  DATABASE_SSLMODE: {
    default: 'what `DATABASE_URL` says; else no TLS',
    what: '`verify-full`: TLS to PostgreSQL, with a certificate that is verified; `no-verify`: TLS with any certificate; `disable`. It goes before the `sslmode` of `DATABASE_URL`, where `require` is as strict as `verify-full` here',
  },
  DATA_DIR: {
    default: '`./data`',
    what: 'where the SQLite file and the secret key made at the first start are kept',
  },
  SECRET_KEY: {
    default: 'SQLite: made, in `DATA_DIR/secret-key`',
    what: 'at least 16 characters; the same on every node. Refresh tokens are derived from it, stored keys are sealed under it',
  },
  SECRET_KEY_FALLBACKS: {
    default: 'none',
    what: 'former or future keys, separated by commas (so a key should hold none)',
  },
  JWT_ALGORITHM: { default: '`HS256`', what: '`HS256`, `ES256`, `EdDSA` (Ed25519) or `RS256`' },
  JWT_SIGNING_KEY: {
    default: 'made, stored sealed',
    what: 'the shared secret of HS256, at least 32 bytes, used as its UTF-8 bytes; not equal to `SECRET_KEY`',
  },
  TOKEN_AUDIENCE: { default: 'none', what: 'the `aud` of access tokens' },
  ADMIN_EMAIL: {
    default: 'none',
    what: 'with `ADMIN_PASSWORD`: makes the first admin unattended. It acts only while there has never been one, and never promotes an existing account',
  },
  ADMIN_PASSWORD: { default: 'none', what: 'the password of that admin' },
  SMTP_URL: {
    default: 'none',
    what: 'the mail server: `smtp://USER:PASSWORD@HOST:PORT` (STARTTLS where it is offered, and always before a password is sent to another machine) or `smtps://…`. Without it mails are kept, not sent; see [email.md](email.md)',
  },
  MAIL_FROM: {
    default: 'none',
    what: 'whom mails are from: an address, or `Name <address>`. It goes with `SMTP_URL`',
  },
  TRUST_PROXY: {
    default: 'none',
    what: 'how many proxies stand before the server, or their addresses (`10.0.0.0/8`), separated by commas. A number is safe only where nobody can reach the server past the proxies',
  },
  METRICS_TOKEN: {
    default: 'none',
    what: 'at least 16 characters: `/metrics` answers whoever sends it as a bearer token; see [monitoring.md](monitoring.md)',
  },
  METRICS_PORT: {
    default: 'none',
    what: 'a port of their own for the metrics, which then are not at `PORT`. Without `METRICS_TOKEN` whoever reaches it may read them',
  },
  METRICS_HOST: { default: '`127.0.0.1`', what: 'the address to listen on at `METRICS_PORT`' },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    default: 'none',
    what: 'a collector that takes OTLP over HTTP, like `http://localhost:4318`: switches traces on; see [monitoring.md](monitoring.md#traces)',
  },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: {
    default: '`…_ENDPOINT` and `/v1/traces`',
    what: 'the whole address for traces, in place of that',
  },
  OTEL_EXPORTER_OTLP_PROTOCOL: { default: '`http/protobuf`', what: '`http/protobuf` or `http/json`' },
  OTEL_EXPORTER_OTLP_HEADERS: {
    default: 'none',
    what: 'what the collector wants to see, as `name=value`, separated by commas',
  },
  OTEL_SERVICE_NAME: { default: '`latchkey`', what: 'the name of the service in traces' },
  OTEL_RESOURCE_ATTRIBUTES: {
    default: 'none',
    what: 'what else to say of it, as `name=value`, separated by commas',
  },
  OTEL_TRACES_SAMPLER: {
    default: '`parentbased_always_on`',
    what: '`always_on`, `always_off`, `traceidratio`, or one of these after `parentbased_`: as whoever calls has decided',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    default: '`1`',
    what: 'the part of the traces that `traceidratio` tells, from 0 to 1',
  },
  OTEL_PROPAGATORS: {
    default: '`tracecontext`',
    what: '`tracecontext`: a request may say by `traceparent` which trace it is part of; `none`: none may',
  },
  OTEL_SDK_DISABLED: { default: '`false`', what: '`true` switches traces off' },
  LOG_LEVEL: { default: '`info`', what: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`' },
  NODE_ENV: { default: 'none', what: '`production` switches on the settings whose default says so' },
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;

/** Those that may be in a file instead, which the variable of that name and `_FILE` names. */
export const secretVariables = [
  'DATABASE_URL',
  'SECRET_KEY',
  'SECRET_KEY_FALLBACKS',
  'JWT_SIGNING_KEY',
  'ADMIN_PASSWORD',
  'SMTP_URL',
] as const satisfies readonly VariableName[];
