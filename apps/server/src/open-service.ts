import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { buildApp } from './app.ts';
import { ConfigError, type Config } from './config.ts';
import { migrate } from './db/migrate.ts';
import type { Database } from './db/database.ts';
import { openDatabase } from './db/open.ts';
import { createAccountAdmin, createAccountService, type AccountAdmin } from './features/accounts/index.ts';
import {
  identifyKeys,
  joinNodes,
  readOrMakeSecretKey,
  type GivenKeys,
  type Node,
} from './features/installation/index.ts';
import {
  createPruner,
  createSessionAdministration,
  type Pruner,
  type SessionAdministration,
} from './features/sessions/index.ts';
import { createSettings, type Settings } from './features/settings/index.ts';
import { loadSigningKeys } from './features/tokens/index.ts';
import { Problem } from './http/problems.ts';
import type { Site } from './http/site.ts';
import type { Clock } from './lib/clock.ts';
import type { PasswordHasher } from './lib/password-hashing.ts';
import { sites } from './sites.ts';

/** What a process brings along. */
export interface Surroundings {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  /** In place of the sites that are built beside the server. */
  readonly sites?: readonly Site[];
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

/** The running service, not listening yet. */
export interface Service {
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly node: Node;
  readonly settings: Settings;
  readonly pruner: Pruner;
  readonly administration: SessionAdministration;
  readonly accountAdmin: AccountAdmin;
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
  const { config, clock, hasher } = surroundings;
  const { database } = await openAndMigrate(surroundings);
  try {
    const { keys, missingIds } = await openKeys(surroundings, database);
    const settings = createSettings(config.settings);
    const accountDeps = { database, clock, hasher, settings };
    const accounts = createAccountService(accountDeps);
    const administration = createSessionAdministration({ ...accountDeps, accounts });
    await refuseMissingKeys(administration, missingIds);

    const node = await joinNodes(database.kysely, keys, clock);
    const wanted = { algorithm: config.jwtAlgorithm, secret: config.jwtSigningKey };
    const signingKeys = await loadSigningKeys(database.kysely, node.keyRing, wanted, clock.now());
    const accountAdmin = createAccountAdmin(accountDeps, accounts);
    if (config.firstAdmin) await makeFirstAdmin(accountAdmin, config.firstAdmin, surroundings.logger);
    const app = await buildApp({ sites, ...surroundings, database, node, settings, signingKeys });
    return {
      app,
      database,
      node,
      settings,
      administration,
      accountAdmin,
      pruner: createPruner({ database, clock, settings }),
      close: async () => {
        await app.close();
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
  administration: SessionAdministration,
  missingIds: readonly number[],
): Promise<void> {
  const sessions = await administration.countSessionsOfKeys(missingIds);
  if (sessions === 0) return;
  throw new Error(
    `${sessions} live sessions need a SECRET_KEY that is not given. Add it to SECRET_KEY_FALLBACKS, ` +
      'or end these sessions with: latchkey keys retire --end-sessions',
  );
}

/** An address that somebody has registered already is no reason not to start: anybody could keep the server down. */
async function makeFirstAdmin(
  accountAdmin: AccountAdmin,
  given: NonNullable<Config['firstAdmin']>,
  logger: Logger,
): Promise<void> {
  try {
    if ((await accountAdmin.createFirstAdmin(given)) !== 'address taken') return;
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
