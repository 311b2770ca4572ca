import type { DatabaseLocation } from './database.ts';
import type { ForeignDatabase } from './foreign.ts';

/** @throws the driver's error where it cannot be opened, at the latest when it is first read. */
export async function openForeign(location: DatabaseLocation): Promise<ForeignDatabase> {
  if (location.dialect === 'sqlite') {
    const { openForeignSqlite } = await import('./sqlite/open-foreign.ts');
    return openForeignSqlite(location.file);
  }
  const { openForeignPostgres } = await import('./postgres/open-foreign.ts');
  return openForeignPostgres(location.url);
}
