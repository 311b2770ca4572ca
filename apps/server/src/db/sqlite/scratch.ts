import SqliteConnection from 'libsql';
import { cacheStatements, type StatementCache } from './statements.ts';

const cacheKiB = 16_384;

/**
 * Tables for the time of one command. What does not fit into a few megabytes of memory lies in a file without a name,
 * which is gone with the process, however that ends.
 *
 * @param statements that make the tables; `temp` is their schema.
 */
export function openScratch(statements: readonly string[]): StatementCache {
  const connection = new SqliteConnection(':memory:');
  connection.exec('pragma temp_store = file');
  for (const statement of statements) connection.exec(statement);
  connection.exec(`pragma temp.cache_size = -${cacheKiB}`);
  return cacheStatements(connection);
}
