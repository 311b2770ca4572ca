import type { Logger } from 'pino';
import type { Database, DatabaseLocation, Opened } from './database.ts';

/**
 * Opens the database; the location alone picks the dialect. The driver of the other one is not even loaded.
 *
 * @throws the driver's error where the database cannot be reached or opened.
 */
export async function openDatabase(location: DatabaseLocation, logger: Logger): Promise<Database> {
  if (location.dialect === 'sqlite') {
    const { openSqlite } = await import('./sqlite/open.ts');
    return openSqlite(location.file);
  }
  const { openPostgres } = await import('./postgres/open.ts');
  return openPostgres(location.url, logger);
}

/** Opens the database for one long piece of work and nothing beside it. */
export async function openAlone(location: DatabaseLocation): Promise<Opened> {
  if (location.dialect === 'sqlite') {
    const { openSqlite } = await import('./sqlite/open.ts');
    return openSqlite(location.file);
  }
  const { openPostgresAlone } = await import('./postgres/open.ts');
  return openPostgresAlone(location.url);
}
