import { ConfigError, loadConfig, type Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { createAccountAdmin, createAccountService } from '../features/accounts/index.ts';
import { createPruner, createSessionAdministration } from '../features/sessions/index.ts';
import { createSettings } from '../features/settings/index.ts';
import { Problem } from '../http/problems.ts';
import { systemClock } from '../lib/clock.ts';
import { createLogger } from '../lib/logging.ts';
import { createPasswordHasher } from '../lib/password-hashing.ts';
import { openAndMigrate, type Surroundings } from '../open-service.ts';
import { keepFilesPrivate } from '../private-files.ts';
import { explainStartFailure } from '../start-failure.ts';

/** A message for the operator; the command has failed. */
export class CommandError extends Error {}

let config: Config | undefined;

/** What a command works with: the services of the server, on its database. */
export async function withServices<T>(
  work: (services: ReturnType<typeof createServices>) => Promise<T>,
): Promise<T> {
  keepFilesPrivate();
  config = loadConfig(process.env);
  const surroundings: Surroundings = {
    config,
    logger: createLogger('silent'),
    clock: systemClock,
    hasher: createPasswordHasher(),
  };
  const { database, migrated } = await openAndMigrate(surroundings);
  try {
    return await work(createServices(surroundings, database, migrated));
  } finally {
    await database.close();
  }
}

function createServices(surroundings: Surroundings, database: Database, migrated: readonly string[]) {
  const { clock, hasher } = surroundings;
  const settings = createSettings(surroundings.config.settings);
  const deps = { database, clock, hasher, settings };
  const accounts = createAccountService(deps);
  return {
    surroundings,
    database,
    migrated,
    accountAdmin: createAccountAdmin(deps, accounts),
    administration: createSessionAdministration({ ...deps, accounts }),
    pruner: createPruner(deps),
  };
}

/** Runs a command; what goes wrong becomes a message and exit code 1, without a stack. */
export async function runReported(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}

function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof CommandError) return error.message;
  if (error instanceof Problem) {
    const fields = Object.entries(error.extras.errors ?? {}).map(
      ([field, messages]) => `${field}: ${messages.join(' ')}`,
    );
    return fields.join('\n') || error.message;
  }
  return explainStartFailure(error, config);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Shows how far a long command has come, where somebody watches. */
export function showProgress(done: number, of: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} ${of} …\x1b[K`);
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
