import type { TestProject } from 'vitest/node';
import { pino } from 'pino';
import { migrate } from '../../src/db/migrate.ts';
import { openPostgres } from '../../src/db/postgres/open.ts';
import { databaseUrl, query } from './postgres-admin.ts';
import { startPostgres } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One PostgreSQL for all tests. Every test copies a database that is migrated already. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  await query(server.url, 'create database latchkey_template');
  const template = openPostgres(databaseUrl(server.url, 'latchkey_template'), pino({ level: 'silent' }));
  await migrate(template);
  await template.close();
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}
