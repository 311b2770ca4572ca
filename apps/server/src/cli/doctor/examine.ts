import { statfs } from 'node:fs/promises';
import { ConfigError, loadConfig, type Config, type Environment } from '../../config.ts';
import type { Database } from '../../db/database.ts';
import { openLiveSettings, type Settings } from '../../features/settings/index.ts';
import { systemClock, type Clock } from '../../lib/clock.ts';
import { explainStartFailure } from '../../start-failure.ts';
import { checks } from './checks/index.ts';
import { problem, type Check, type Examination, type Installation } from './finding.ts';
import { openExamined } from './open-database.ts';

interface Machine {
  readonly clock: Clock;
  readonly freeBytes: (folder: string) => Promise<number>;
}

const thisMachine: Machine = {
  clock: systemClock,
  freeBytes: async (folder) => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
};

/** Examines the installation that this environment describes. It changes nothing, and runs beside a running server. */
export async function examine(environment: Environment, machine = thisMachine): Promise<Examination[]> {
  const config = readConfig(environment);
  if (config instanceof ConfigError) return [misconfigured(config)];
  const { examination, database } = await openExamined(config);
  try {
    const settings = await readSettings(config, database);
    const installation: Installation = { config, database, settings, ...machine };
    const examinations = [{ name: 'configuration', well: 'can be used', findings: [] }, examination];
    // One after the other: what they ask of the database is nothing to hurry for.
    for (const check of checks) examinations.push(await run(check, installation));
    return examinations;
  } finally {
    await database?.close();
  }
}

function readConfig(environment: Environment): Config | ConfigError {
  try {
    return loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

function misconfigured({ problems }: ConfigError): Examination {
  const advice =
    'Correct it, and call this again: the rest was not looked at. docs/configuration.md has all variables.';
  const findings = problems.map((text) => problem('configuration_invalid', text, advice));
  return { name: 'configuration', well: '', findings };
}

async function readSettings({ settings }: Config, database: Database | undefined): Promise<Settings> {
  return database ? openLiveSettings(database.kysely, settings) : { get: (name) => settings[name] };
}

/** A check that fails is a finding too: the others go on. */
async function run(check: Check, installation: Installation): Promise<Examination> {
  try {
    return { name: check.name, ...(await check.examine(installation)) };
  } catch (error) {
    const text = `This could not be examined: ${explainStartFailure(error, installation.config)}`;
    const finding = problem('not_examined', text, 'Mend what is said above, and call this again.');
    return { name: check.name, well: '', findings: [finding] };
  }
}
