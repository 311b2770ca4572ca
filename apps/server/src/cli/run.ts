import { ConfigError, loadConfig, type Config, type Environment } from '../config.ts';
import { Problem } from '../http/problems.ts';
import { systemClock } from '../lib/clock.ts';
import { createLogger } from '../lib/logging.ts';
import { createPasswordHasher } from '../lib/password-hashing.ts';
import { openAndMigrate, openSettings, type Surroundings } from '../open-service.ts';
import { printable } from '../lib/printable.ts';
import { keepFilesPrivate } from '../private-files.ts';
import { createServices, type Services } from '../services.ts';
import { explainStartFailure } from '../start-failure.ts';
import { BackupError } from '../transfer/format.ts';

/** A message for the operator; the command has failed. */
export class CommandError extends Error {}

let config: Config | undefined;

/** What a command works with: the services of the server, on its database. */
export interface CommandServices extends Services {
  readonly surroundings: Surroundings;
  readonly migrated: readonly string[];
}

/** What the command was told; from here on what it writes is for this user alone. */
export function readEnvironment(): Environment {
  keepFilesPrivate();
  return process.env;
}

/** The configuration, for commands that open the database in their own way. */
export function readConfig(): Config {
  config = loadConfig(readEnvironment());
  return config;
}

export async function withServices<T>(work: (services: CommandServices) => Promise<T>): Promise<T> {
  const surroundings: Surroundings = {
    config: readConfig(),
    logger: createLogger('silent'),
    clock: systemClock,
    hasher: createPasswordHasher(),
  };
  const { database, migrated } = await openAndMigrate(surroundings);
  try {
    const settings = await openSettings(surroundings, database);
    const services = createServices({ ...surroundings, database, settings, keyRing: undefined });
    return await work({ ...services, surroundings, migrated });
  } finally {
    await database.close();
  }
}

/** Runs a command; what goes wrong becomes a message and exit code 1, without a stack. */
export async function runReported(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    tell(explain(error));
    process.exitCode = 1;
  }
}

function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof CommandError || error instanceof BackupError)
    return error.message;
  if (error instanceof Problem) {
    const fields = Object.entries(error.extras.errors ?? {}).map(
      ([field, messages]) => `${field}: ${messages.join(' ')}`,
    );
    return fields.join('\n') || error.message;
  }
  return explainStartFailure(error, config);
}

/** Shows text to the operator. It may hold what strangers have chosen. */
export function print(text: string): void {
  clearProgress();
  process.stdout.write(`${printable(text)}\n`);
}

/** The same beside a standard output that carries something else. */
export function tell(text: string): void {
  clearProgress();
  process.stderr.write(`${printable(text)}\n`);
}

let showsProgress = false;

/** Shows how far a long command has come, where somebody watches; whatever is said next takes its place. */
export function showProgress(done: number, of: string): void {
  if (!process.stderr.isTTY) return;
  showsProgress = true;
  process.stderr.write(`\r${done} ${of} …\x1b[K`);
}

function clearProgress(): void {
  if (showsProgress) process.stderr.write('\r\x1b[K');
  showsProgress = false;
}

const barWidth = 24;

/** Shows how far a long command has come of what it has to do, where somebody watches. */
export function showBar(done: number, total: number, what: string): void {
  if (!process.stderr.isTTY) return;
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const full = Math.round(share * barWidth);
  const bar = `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`;
  process.stderr.write(`\r${bar} ${Math.floor(share * 100)} %  ${done} of ${total} ${what}\x1b[K`);
  // What is printed next begins a line of its own.
  if (done >= total) process.stderr.write('\r\x1b[K');
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
