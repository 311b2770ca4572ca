import type { DatabaseLocation } from './database.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Opens a snapshot on a connection of its own, which may take as long as the database is large.
 *
 * @throws the driver's error where the database cannot be reached or opened.
 */
export async function openSnapshot(location: DatabaseLocation): Promise<Snapshot> {
  if (location.dialect === 'sqlite') {
    const { openSqliteSnapshot } = await import('./sqlite/snapshot.ts');
    return openSqliteSnapshot(location.file);
  }
  const { openPostgresSnapshot } = await import('./postgres/snapshot.ts');
  return openPostgresSnapshot(location.url);
}
