import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { loadConfig, type Environment } from '../../src/config.ts';
import type { ConnectionLimits } from '../../src/http/connection-limits.ts';
import type { Site } from '../../src/http/site.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { PasswordHasher } from '../../src/lib/password-hashing.ts';
import { openService, type Service } from '../../src/open-service.ts';
import { cheapHasher } from './cheap-hasher.ts';
import { createClient, type Client } from './client.ts';
import { createDatabase, type DatabaseKind, type TestDatabase } from './databases.ts';
import type { AtTheEnd } from './share.ts';

export const publicUrl = 'http://localhost:8000';
export const secretKey = 'a secret key for the tests alone, 1';

/** A clock that runs like the real one, some way off, for the process and the database alike. */
export interface TestClock extends Clock {
  advance(seconds: number): void;
}

export function createTestClock(): TestClock {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    fromDatabase: (milliseconds) => milliseconds + offset,
    advance: (seconds) => {
      offset += seconds * 1_000;
    },
  };
}

export interface TestApp extends Client {
  readonly database: TestDatabase;
  readonly service: Service;
  readonly clock: TestClock;
  /** Starts another node, or the same again after a stop, on this database. */
  another(options?: Pick<StartOptions, 'environment' | 'hasher' | 'clock'>): Promise<TestApp>;
  stop(): Promise<void>;
}

/** For an app that several tests share: its access tokens outlast them on the slowest machine. */
export const longLived: Environment = { ACCESS_TOKEN_LIFETIME: '1h' };

export interface StartOptions {
  readonly environment?: Environment;
  readonly database?: TestDatabase;
  readonly clock?: TestClock;
  /** A cheap one unless given. */
  readonly hasher?: PasswordHasher;
  readonly sites?: readonly Site[];
  readonly connectionLimits?: ConnectionLimits;
  /** Takes what ends the app and its database: the test, unless another is given (share.ts). */
  readonly atTheEnd?: AtTheEnd;
}

/** Starts the real service on a real port; it ends with the test, or with what it is shared by. */
export async function startApp(kind: DatabaseKind, options: StartOptions = {}): Promise<TestApp> {
  const { atTheEnd = onTestFinished } = options;
  const database = options.database ?? (await createDatabase(kind));
  if (!options.database) atTheEnd(() => database.remove());
  const clock = options.clock ?? createTestClock();
  const environment: Environment = {
    DATABASE_URL: database.url,
    DATA_DIR: database.dataDir,
    SECRET_KEY: secretKey,
    PUBLIC_URL: publicUrl,
    ...options.environment,
  };
  const service = await openService({
    config: loadConfig(environment),
    logger: pino({ level: 'silent' }),
    clock,
    hasher: options.hasher ?? cheapHasher,
    ...(options.sites && { sites: options.sites }),
    ...(options.connectionLimits && { connectionLimits: options.connectionLimits }),
  });
  await service.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = service.app.server.address() as AddressInfo;

  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= service.close());
  atTheEnd(stop);
  return {
    ...createClient(`http://127.0.0.1:${port}`),
    database,
    service,
    clock,
    stop,
    another: (more = {}) =>
      startApp(kind, {
        ...options,
        clock,
        ...more,
        database,
        environment: { ...environment, ...more.environment },
      }),
  };
}
