import pg from 'pg';
import { groupColumns, pageRows, quoted, type Snapshot, type Value } from '../snapshot.ts';
import { connectTimeoutMs, numberTypes } from './pool.ts';
import { withoutLimits } from './open.ts';

/** PostgreSQL: a transaction that only reads, all of it as of its beginning, through a cursor. */
export async function openPostgresSnapshot(url: string): Promise<Snapshot> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    application_name: 'latchkey snapshot',
    types: numberTypes(),
  });
  // A connection that is lost fails the statement; its event alone would end the process.
  client.on('error', () => undefined);
  const query = async (text: string): Promise<Value[][]> =>
    (await client.query<Value[]>({ text, rowMode: 'array' })).rows;
  try {
    await client.connect();
    await client.query(withoutLimits);
    await client.query('begin isolation level repeatable read read only');
    const columns = groupColumns(
      await query(`select table_name::text, column_name::text from information_schema.columns
        where table_schema = current_schema() order by table_name, ordinal_position`),
    );
    return {
      columns,
      query,
      async *pages(table, of) {
        const select = `select ${of.map(quoted).join(', ')} from ${quoted(table)}`;
        await client.query(`declare latchkey_rows no scroll cursor for ${select}`);
        for (;;) {
          const page = await query(`fetch ${pageRows} from latchkey_rows`);
          if (page.length > 0) yield page;
          if (page.length < pageRows) break;
        }
        await client.query('close latchkey_rows');
      },
      async lastIds() {
        // A sequence is no part of the snapshot: it may be ahead of the rows, and never behind them.
        const rows = await query(`select table_name::text,
            coalesce(pg_sequence_last_value(pg_get_serial_sequence(quote_ident(table_name), column_name)::regclass), 0)
          from information_schema.columns where table_schema = current_schema() and is_identity = 'YES'`);
        return new Map(rows.map(([table, last]) => [String(table), Number(last)]));
      },
      close: () => client.end(),
    };
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}
