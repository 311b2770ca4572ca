import type { DatabaseLocation } from './database.ts';
import type { ForeignDatabase } from './foreign.ts';

/**
 * Opens a database of somebody else's, in which nothing can be changed.
 *
 * @param isOneMoment whether all that is read is of one moment, whatever is written meanwhile. PostgreSQL always reads so;
 *   in SQLite it keeps others from writing, so it is for what is read in a short time.
 * @throws the driver's error where it cannot be reached or opened.
 */
export async function openForeign(
  location: DatabaseLocation,
  { isOneMoment }: { isOneMoment: boolean },
): Promise<ForeignDatabase> {
  if (location.dialect === 'sqlite') {
    const { openForeignSqlite } = await import('./sqlite/open-foreign.ts');
    return openForeignSqlite(location.file, isOneMoment);
  }
  const { openForeignPostgres } = await import('./postgres/open-foreign.ts');
  return openForeignPostgres(location.url);
}
