import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { pino } from 'pino';
import type { DatabaseLocation } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';
import { databaseUrl, query } from './postgres-admin.ts';
import { startPostgres } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    /** The file of a migrated database that nobody opens. */
    sqliteTemplate: string;
  }
}

/** One PostgreSQL for all tests. Every test copies a database that is migrated already, of either kind. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-template-'));
  const sqliteTemplate = join(folder, 'template.db');
  const server = await startPostgres();
  await query(server.url, 'create database latchkey_template');
  await makeTemplate({ dialect: 'sqlite', file: sqliteTemplate });
  await makeTemplate({ dialect: 'postgres', url: databaseUrl(server.url, 'latchkey_template') });
  project.provide('sqliteTemplate', sqliteTemplate);
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function makeTemplate(location: DatabaseLocation): Promise<void> {
  const database = await openDatabase(location, pino({ level: 'silent' }));
  await migrate(database);
  // Closing the last connection writes all of SQLite's log into the one file.
  await database.close();
}
