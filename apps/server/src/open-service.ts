import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { buildApp } from './app.ts';
import { ConfigError, type Config } from './config.ts';
import { migrate } from './db/migrate.ts';
import type { Database } from './db/database.ts';
import { openDatabase } from './db/open.ts';
import { readDatabaseTime } from './db/time.ts';
import type { FirstAdmin } from './features/administration/index.ts';
import { openFormerTokens, type FormerTokens } from './features/former-tokens/index.ts';
import {
  identifyKeys,
  joinNodes,
  readOrMakeSecretKey,
  type GivenKeys,
  type Node,
} from './features/installation/index.ts';
import { countLiveWithKeys } from './features/sessions/index.ts';
import { noteLifetime, openLiveSettings, type LiveSettings } from './features/settings/index.ts';
import {
  createKeyAdministration,
  openSigningKeys,
  provideSigningKey,
  type KeyAdministration,
  type LiveSigningKeys,
} from './features/tokens/index.ts';
import { Problem } from './http/problems.ts';
import type { ConnectionLimits } from './http/connection-limits.ts';
import type { Site } from './http/site.ts';
import type { Clock } from './lib/clock.ts';
import { fromServer } from './lib/origin.ts';
import type { PasswordHasher } from './lib/password-hashing.ts';
import { openMetrics, type OpenedMetrics } from './metrics/open-metrics.ts';
import { createServices, type Services } from './services.ts';
import { explorerFolder, referenceFolder, sites } from './sites.ts';

/** What a process brings along. */
export interface Surroundings {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  /** In place of the sites that are built beside the server. */
  readonly sites?: readonly Site[];
  readonly connectionLimits?: ConnectionLimits;
}

/** A database with its tables, as the command line and the server use it. */
export interface OpenedDatabase {
  readonly database: Database;
  readonly migrated: readonly string[];
}

/** @throws Error where the database cannot be opened or was made by a newer version. */
export async function openAndMigrate({ config, logger }: Surroundings): Promise<OpenedDatabase> {
  if (config.database.dialect === 'sqlite') {
    await mkdir(config.dataDir, { recursive: true });
    await mkdir(dirname(config.database.file), { recursive: true });
  }
  const database = await openDatabase(config.database, logger);
  try {
    return { database, migrated: await migrate(database) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The secret keys of this process, as the database knows them. */
export async function openKeys({ config, clock }: Surroundings, database: Database): Promise<GivenKeys> {
  const primary = config.secretKey ?? (await readOrMakeSecretKey(database.kysely, config.dataDir));
  return identifyKeys(database.kysely, [primary, ...config.secretKeyFallbacks], clock.now());
}

/** The settings as the database has them, over the defaults of this process. */
export function openSettings({ config, logger }: Surroundings, database: Database): Promise<LiveSettings> {
  return openLiveSettings(database.kysely, config.settings, (name) =>
    logger.warn({ setting: name }, 'the stored value cannot be used; the default holds'),
  );
}

/** The running service, not listening yet. */
export interface Service {
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly node: Node;
  readonly services: Services;
  readonly signingKeys: LiveSigningKeys;
  readonly keyAdministration: KeyAdministration;
  readonly formerTokens: FormerTokens;
  /** undefined: nobody is to see them. */
  readonly metrics: OpenedMetrics | undefined;
  /** Where there has never been an admin: what makes its holder the first one. For the terminal alone. */
  readonly setupLink: string | undefined;
  /** Finishes the requests that are on their way, leaves the other nodes and closes the database. */
  close(): Promise<void>;
}

/**
 * Everything between the configuration and a port.
 *
 * @throws Error, with a message for the operator, where it must not start: a database of a newer version, a wrong or
 *   missing secret key, an admin that cannot be made.
 */
export async function openService(surroundings: Surroundings): Promise<Service> {
  const { config, clock } = surroundings;
  const { database } = await openAndMigrate(surroundings);
  try {
    const { keys, missingIds } = await openKeys(surroundings, database);
    const settings = await openSettings(surroundings, database);
    await refuseMissingKeys(database, clock, missingIds);
    const node = await joinNodes(database.kysely, keys, clock, settings.version);
    const services = createServices({ ...surroundings, database, settings, keyRing: node.keyRing });
    const keyDeps = { database, clock, keyRing: node.keyRing };
    const wanted = { algorithm: config.jwtAlgorithm, secret: config.jwtSigningKey };
    const isAlone = async (): Promise<boolean> =>
      (await node.list(await readDatabaseTime(database.kysely, clock))).length <= 1;
    await provideSigningKey(keyDeps, wanted, isAlone);
    const signingKeys = await openSigningKeys(keyDeps);
    const formerTokens = await openFormerTokens(keyDeps);
    const keyAdministration = createKeyAdministration({
      ...keyDeps,
      settings,
      onChange: () => signingKeys.refresh(),
    });
    await noteLifetime(services);
    await services.standIns.look();
    const { firstAdmin } = services;
    if (config.firstAdmin) await makeFirstAdmin(firstAdmin, config.firstAdmin, surroundings.logger);
    const metrics = await openMetrics(config);
    const parts = { node, services, signingKeys, keyAdministration, formerTokens, metrics };
    const app = await buildApp({ sites, explorerFolder, referenceFolder, ...surroundings, ...parts });
    return {
      app,
      database,
      ...parts,
      setupLink: await firstAdmin.makeLink(fromServer),
      close: async () => {
        await app.close();
        await services.activity.flush().catch(() => undefined);
        await node.leave().catch(() => undefined);
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** A key that live sessions name is not dropped by leaving it out: they would all be lost. */
async function refuseMissingKeys(
  { kysely }: Database,
  clock: Clock,
  missingIds: readonly number[],
): Promise<void> {
  if (missingIds.length === 0) return;
  const sessions = await countLiveWithKeys(kysely, missingIds, await readDatabaseTime(kysely, clock));
  if (sessions === 0) return;
  throw new Error(
    `${sessions} live sessions need a SECRET_KEY that is not given. Add it to SECRET_KEY_FALLBACKS, ` +
      'or end these sessions with: latchkey secret-keys retire --end-sessions',
  );
}

/** An address that somebody has registered already is no reason not to start: anybody could keep the server down. */
async function makeFirstAdmin(
  firstAdmin: FirstAdmin,
  given: NonNullable<Config['firstAdmin']>,
  logger: Logger,
): Promise<void> {
  try {
    if ((await firstAdmin.createUnattended(given, fromServer)) !== 'address taken') return;
    const advice = 'if the account is yours: latchkey admin promote EMAIL';
    logger.warn(`ADMIN_EMAIL has an account that is no admin, and is not made one; ${advice}`);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { email, password } = error.extras.errors ?? {};
    const faults = [
      email && `ADMIN_EMAIL: ${email.join(' ')}`,
      password && `ADMIN_PASSWORD: ${password.join(' ')}`,
    ];
    throw new ConfigError(faults.filter((fault) => fault !== undefined));
  }
}
