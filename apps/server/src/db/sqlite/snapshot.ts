import SqliteConnection from 'libsql';
import { groupColumns, pageRows, quoted, type Snapshot, type Value } from '../snapshot.ts';

/** How long opening waits for another process, in milliseconds. */
const openingPatienceMs = 3_000;

/** SQLite: what a transaction has read once stays so, while others write into the log beside the file. */
export async function openSqliteSnapshot(path: string): Promise<Snapshot> {
  const connection = new SqliteConnection(path);
  connection.exec(`pragma busy_timeout = ${openingPatienceMs}`);
  // Rows are arrays since `raw`; the driver's types do not say so.
  const query = (sql: string): Promise<Value[][]> =>
    Promise.resolve(connection.prepare(sql).raw().all() as Value[][]);
  try {
    connection.exec('begin');
    // The transaction sees the database as it is at its first read.
    const columns = groupColumns(
      await query(`select m.name, c.name from sqlite_master as m join pragma_table_info(m.name) as c
        where m.type = 'table' and m.name not like 'sqlite!_%' escape '!' order by m.name, c.cid`),
    );
    return {
      columns,
      query,
      *pages(table, of) {
        const statement = connection
          .prepare(`select ${of.map(quoted).join(', ')} from ${quoted(table)}`)
          .raw();
        let page: Value[][] = [];
        for (const row of statement.iterate() as Iterable<Value[]>) {
          page.push(row);
          if (page.length < pageRows) continue;
          yield page;
          page = [];
        }
        if (page.length > 0) yield page;
      },
      async lastIds() {
        const rows = columns.size === 0 ? [] : await query('select name, seq from sqlite_sequence');
        return new Map(rows.map(([table, last]) => [String(table), Number(last)]));
      },
      close() {
        connection.close();
        return Promise.resolve();
      },
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}
