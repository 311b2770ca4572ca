import { resolve } from 'node:path';
import { readPort, readPublicUrl, readTrustProxy, readWorkers } from './config-network.ts';
import { readMetrics, type MetricsConfig } from './config-observability.ts';
import { readTracing, type TracingConfig } from './config-tracing.ts';
import type { VariableName } from './config-variables.ts';
import { readDatabase } from './database-url.ts';
import type { DatabaseLocation } from './db/database.ts';
import { isLoopback, parseSender, parseSmtpUrl, type Post } from './features/mail/index.ts';
import { settingDefaults, type SettingValues } from './features/settings/index.ts';
import { jwtAlgorithms, type JwtAlgorithm } from './features/tokens/index.ts';
import { withSecretFiles } from './secret-files.ts';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Boot configuration: what a process is told once, when it starts. Live settings are another thing. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** How many processes share the port. */
  readonly workers: number;
  /** How long a server that is to stop serves on, and says that it is not ready. */
  readonly shutdownDelaySeconds: number;
  /** Without a trailing slash; the issuer of access tokens and the origin of the cookie mode. */
  readonly publicUrl: string;
  readonly dataDir: string;
  readonly database: DatabaseLocation;
  readonly secretKey: string | undefined;
  readonly secretKeyFallbacks: readonly string[];
  readonly jwtAlgorithm: JwtAlgorithm;
  readonly jwtSigningKey: string | undefined;
  readonly tokenAudience: string | undefined;
  readonly firstAdmin: { readonly email: string; readonly password: string } | undefined;
  /** The mail server and whom mails are from; undefined: mails are kept, not sent. */
  readonly post: Post | undefined;
  /** Whether the server listens where this machine alone can reach it. */
  readonly isLoopback: boolean;
  /** How many proxies stand before the server, or their addresses; false: none. */
  readonly trustProxy: number | string[] | false;
  /** Where the metrics are answered; undefined: nowhere. */
  readonly metrics: MetricsConfig | undefined;
  /** undefined: nobody is told of traces. */
  readonly tracing: TracingConfig | undefined;
  readonly logLevel: (typeof logLevels)[number];
  readonly production: boolean;
  readonly settings: SettingValues;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** All that is wrong with the environment, one line for each variable. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const minimumSecretKeyBytes = 16;
const minimumSigningKeyBytes = 32;

/**
 * Reads the boot configuration, and the files that hold its secrets.
 *
 * @throws ConfigError naming every variable that cannot be used, all at once. Values of secrets are not repeated.
 */
export function loadConfig(given: Environment): Config {
  const problems: string[] = [];
  const environment = withSecretFiles(given, problems);
  // An empty variable is what many tools set for "not given".
  const read = (name: VariableName): string | undefined => environment[name] || undefined;
  const oneOf = <T extends string>(name: VariableName, allowed: readonly T[], fallback: T): T => {
    const given = read(name);
    const found = allowed.find((value) => value === given);
    if (given !== undefined && found === undefined)
      problems.push(`${name} must be one of ${allowed.join(', ')}.`);
    return found ?? fallback;
  };

  const production = read('NODE_ENV') === 'production';
  const host = read('HOST') ?? 'localhost';
  const port = readPort(read('PORT'), problems);
  const dataDir = resolve(read('DATA_DIR') ?? './data');
  const database = readDatabase(read('DATABASE_URL'), read('DATABASE_SSLMODE'), dataDir, problems);
  const secretKey = read('SECRET_KEY');
  const secretKeyFallbacks = (read('SECRET_KEY_FALLBACKS') ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter(Boolean);
  checkSecretKeys(secretKey, secretKeyFallbacks, database, problems);
  const jwtAlgorithm = oneOf('JWT_ALGORITHM', jwtAlgorithms, 'HS256');
  const jwtSigningKey = read('JWT_SIGNING_KEY');
  checkSigningKey(jwtSigningKey, jwtAlgorithm, [secretKey, ...secretKeyFallbacks], problems);

  const config: Config = {
    host,
    port,
    workers: readWorkers(read('WORKERS'), database, problems),
    shutdownDelaySeconds: readShutdownDelay(read('SHUTDOWN_DELAY'), problems),
    publicUrl: readPublicUrl(read('PUBLIC_URL'), host, port, problems),
    dataDir,
    database,
    secretKey,
    secretKeyFallbacks,
    jwtAlgorithm,
    jwtSigningKey,
    tokenAudience: read('TOKEN_AUDIENCE'),
    firstAdmin: readFirstAdmin(read('ADMIN_EMAIL'), read('ADMIN_PASSWORD'), problems),
    post: readPost(read('SMTP_URL'), read('MAIL_FROM'), problems),
    isLoopback: isLoopback(host),
    trustProxy: readTrustProxy(read('TRUST_PROXY'), problems),
    metrics: readMetrics(read, port, problems),
    tracing: readTracing(read, problems),
    logLevel: oneOf('LOG_LEVEL', logLevels, 'info'),
    production,
    settings: settingDefaults(environment, production, problems),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config);
}

const longestShutdownDelaySeconds = 300;

function readShutdownDelay(text: string | undefined, problems: string[]): number {
  if (text === undefined) return 0;
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : Infinity;
  if (seconds <= longestShutdownDelaySeconds) return seconds;
  problems.push(`SHUTDOWN_DELAY must be a number of seconds from 0 to ${longestShutdownDelaySeconds}.`);
  return 0;
}

function checkSecretKeys(
  secretKey: string | undefined,
  fallbacks: readonly string[],
  database: DatabaseLocation,
  problems: string[],
): void {
  const tooShort = (key: string): boolean => Buffer.byteLength(key) < minimumSecretKeyBytes;
  const advice = `must have at least ${minimumSecretKeyBytes} characters; make one with: openssl rand -base64 32`;
  if (secretKey === undefined && database.dialect === 'postgres') {
    problems.push(
      `SECRET_KEY is required with PostgreSQL, the same on every node. Make one with: openssl rand -base64 32`,
    );
  }
  if (secretKey !== undefined && tooShort(secretKey)) problems.push(`SECRET_KEY ${advice}.`);
  if (fallbacks.some(tooShort)) problems.push(`SECRET_KEY_FALLBACKS: each key ${advice}.`);
}

function checkSigningKey(
  signingKey: string | undefined,
  algorithm: JwtAlgorithm,
  secretKeys: readonly (string | undefined)[],
  problems: string[],
): void {
  if (signingKey === undefined) return;
  if (algorithm !== 'HS256') {
    problems.push(
      `JWT_SIGNING_KEY is the shared secret of HS256; leave it out with JWT_ALGORITHM=${algorithm}.`,
    );
  } else if (Buffer.byteLength(signingKey) < minimumSigningKeyBytes) {
    problems.push(
      `JWT_SIGNING_KEY must have at least ${minimumSigningKeyBytes} bytes; make one with: openssl rand -base64 48`,
    );
  } else if (secretKeys.includes(signingKey)) {
    problems.push(
      'JWT_SIGNING_KEY must not be equal to SECRET_KEY: other services hold the one, only Latchkey the other.',
    );
  }
}

function readFirstAdmin(
  email: string | undefined,
  password: string | undefined,
  problems: string[],
): Config['firstAdmin'] {
  if (email !== undefined && password !== undefined) return { email, password };
  if (email !== undefined) problems.push('ADMIN_PASSWORD is missing: it goes with ADMIN_EMAIL.');
  if (password !== undefined) problems.push('ADMIN_EMAIL is missing: it goes with ADMIN_PASSWORD.');
  return undefined;
}

function readPost(url: string | undefined, from: string | undefined, problems: string[]): Config['post'] {
  const sender = from === undefined ? undefined : parseSender(from);
  if (from !== undefined && !sender)
    problems.push('MAIL_FROM must be an address, or a name and an address: Latchkey <auth@example.com>.');
  if (url === undefined) return undefined;
  const server = parseSmtpUrl(url);
  if (!server) {
    problems.push(
      'SMTP_URL must be smtp://USER:PASSWORD@HOST:PORT, or smtps:// for TLS from the start (special characters in the password percent-encoded).',
    );
  }
  if (from === undefined) problems.push('MAIL_FROM is missing: it goes with SMTP_URL.');
  return server && sender ? { server, from: sender } : undefined;
}
