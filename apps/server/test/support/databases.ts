import { randomBytes } from 'node:crypto';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, inject } from 'vitest';
import { makeDataFolder } from './data-folder.ts';
import { databaseUrl, query } from './postgres-admin.ts';

export type DatabaseKind = 'SQLite' | 'PostgreSQL';

/** A fresh database of one test. */
export interface TestDatabase {
  readonly kind: DatabaseKind;
  /** For DATABASE_URL. */
  readonly url: string;
  /** For DATA_DIR: a folder of its own. */
  readonly dataDir: string;
  remove(): Promise<void>;
}

/** Runs the same tests on SQLite and on a real PostgreSQL. */
export function onEveryDatabase(name: string, tests: (kind: DatabaseKind) => void): void {
  describe.each<DatabaseKind>(['SQLite', 'PostgreSQL'])(`${name}, on %s`, tests);
}

/**
 * A copy of the migrated database that the global setup has made.
 *
 * @param empty without tables, as a new installation finds it.
 */
export async function createDatabase(kind: DatabaseKind, { empty = false } = {}): Promise<TestDatabase> {
  const dataDir = await makeDataFolder('latchkey-test-');
  const removeFolder = (): Promise<void> => rm(dataDir, { recursive: true, force: true });
  if (kind === 'SQLite') {
    const file = join(dataDir, 'test.db');
    if (!empty) await copyFile(inject('sqliteTemplate'), file);
    return { kind, url: `sqlite:${file}`, dataDir, remove: removeFolder };
  }

  const serverUrl = inject('postgresUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await query(serverUrl, `create database ${name}${empty ? '' : ' template latchkey_template'}`);
  return {
    kind,
    url: databaseUrl(serverUrl, name),
    dataDir,
    remove: async () => {
      await query(serverUrl, `drop database if exists ${name} with (force)`);
      await removeFolder();
    },
  };
}
