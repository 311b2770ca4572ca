import { forDialect, type Database } from '../../db/database.ts';

// By a millisecond: what stays the same SQLite does not write.
const sqliteCheck = 'update nodes set seen_at = seen_at + 1 where id = ?';

// A row that somebody holds is being written already: by a heartbeat that waits for a standby, for one.
const postgresCheck = `update nodes set seen_at = seen_at
  where id in (select id from nodes where id = $1 for no key update skip locked)`;

/**
 * Whether the database can be written to, which a full disk and a standby cannot: it writes this node's row.
 *
 * @returns a function that throws the database's error where that does not work.
 */
export function createWriteCheck(database: Database, nodeId: string): () => Promise<void> {
  return forDialect(database, {
    sqlite:
      ({ file }) =>
      () =>
        file.write((prepare) => void prepare(sqliteCheck).run(nodeId)),
    // On a connection that does not wait for the disk, nor for a standby that is away.
    postgres:
      ({ quickPool }) =>
      async () => {
        await quickPool.query({ name: 'write-check', text: postgresCheck, values: [nodeId] });
      },
  });
}
