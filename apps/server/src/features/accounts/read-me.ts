import { forDialect, type Database } from '../../db/database.ts';
import { createBatcher } from '../../lib/batching.ts';

export interface MeRow {
  readonly id: number;
  readonly username: string;
  readonly email: string;
  readonly isActive: 0 | 1;
}

type ReadRows = (ids: readonly number[]) => Promise<readonly MeRow[]> | readonly MeRow[];

/** What is asked in one turn shares one question: on either database a statement costs more than its rows. */
export function prepareReadMe(database: Database): (id: number) => Promise<MeRow | undefined> {
  const read = forDialect<ReadRows>(database, {
    sqlite: ({ file }) => {
      const statement = file.prepareRead(
        `select json_group_array(json_object('id', id, 'username', username, 'email', email, 'isActive', is_active)) as rows
         from accounts where id in (select value from json_each(?))`,
      );
      // One row with one column, which holds rows with the fields of MeRow.
      return (ids) => JSON.parse((statement.get(JSON.stringify(ids)) as { rows: string }).rows) as MeRow[];
    },
    postgres: ({ quickPool }) => {
      const text =
        'select id, username, email, is_active as "isActive" from accounts where id = any($1::bigint[])';
      return async (ids) => (await quickPool.query<MeRow>({ name: 'read-me', text, values: [ids] })).rows;
    },
  });
  return createBatcher<number, MeRow | undefined>({
    name: 'me',
    maximumSize: 256,
    maximumWaiting: 4_000,
    concurrency: 2,
    run: async (batch) => {
      const rows = await read([...new Set(batch.map(({ input }) => input))]);
      const found = new Map(rows.map((row) => [row.id, row]));
      for (const { input, resolve } of batch) resolve(found.get(input));
    },
  });
}
