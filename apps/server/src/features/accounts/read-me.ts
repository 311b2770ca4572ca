import { forDialect, type Database } from '../../db/database.ts';

export interface MeRow {
  readonly id: number;
  readonly username: string;
  readonly email: string;
  readonly isActive: 0 | 1;
}

/** Reads what `me` shows, in one prepared statement: after refreshing, the most frequent request of all. */
type ReadMe = (id: number) => Promise<MeRow | undefined> | MeRow | undefined;

export function prepareReadMe(database: Database): ReadMe {
  return forDialect<ReadMe>(database, {
    sqlite: ({ file }) => {
      const statement = file.prepareRead(
        'select id, username, email, is_active as "isActive" from accounts where id = ?',
      );
      // The columns are those of MeRow.
      return (id: number) => statement.get(id) as MeRow | undefined;
    },
    postgres: ({ quickPool }) => {
      const text = 'select id, username, email, is_active as "isActive" from accounts where id = $1';
      return async (id: number) => {
        const { rows } = await quickPool.query<MeRow>({ name: 'read-me', text, values: [id] });
        return rows[0];
      };
    },
  });
}
