import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { allTables } from '../../src/transfer/kept-tables.ts';
import type { Exit } from './child-process.ts';
import { readDatabase } from './read-database.ts';
import { newInstallation, runLatchkey } from './server-process.ts';
import { secretKey } from './app.ts';
import type { DatabaseKind } from './databases.ts';

/** The name of a file that is not there yet, in a folder that goes with the test. */
export async function newFile(name = 'backup.gz'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-backup-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, name);
}

/** An installation whose SECRET_KEY is given, also with SQLite: a backup of one can be restored into another. */
export function installationWithKey(kind: DatabaseKind): Promise<Environment> {
  return newInstallation(kind, { SECRET_KEY: secretKey });
}

/** @returns the file. */
export async function backUp(installation: Environment, ...flags: string[]): Promise<string> {
  const file = await newFile();
  await succeed(runLatchkey(installation, ['backup', file, ...flags]));
  return file;
}

/** @returns what it prints. */
export async function restore(installation: Environment, file: string, ...flags: string[]): Promise<string> {
  return succeed(runLatchkey(installation, ['restore', file, ...flags]));
}

async function succeed(command: Promise<Exit>): Promise<string> {
  const { code, stdout, stderr } = await command;
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout;
}

/** Every row of every table, as text, in an order of its own. A number may be one or its text, as the drivers have it. */
export async function readEverything(installation: Environment): Promise<Record<string, string[]>> {
  const everything: Record<string, string[]> = {};
  for (const table of allTables) {
    const rows = await readDatabase(installation, `select * from ${table}`);
    everything[table] = rows.map(asText).sort();
  }
  return everything;
}

function asText(row: Readonly<Record<string, unknown>>): string {
  const values = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'number' ? String(value) : value,
  ]);
  return JSON.stringify(Object.fromEntries(values.sort()));
}
