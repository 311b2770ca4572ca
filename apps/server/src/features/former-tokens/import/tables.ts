import type { ForeignDatabase } from '../../../db/foreign.ts';
import { selectTables } from './source-queries.ts';

/** Something that the operator gave does not fit the database. Its message says what to give instead. */
export class ImportError extends Error {}

/** Looks up the columns of the tables of a source. */
export interface SourceTables {
  has(table: string, column?: string): boolean;
  /** @throws ImportError where the table or one of the columns is missing. */
  require(table: string, columns: readonly string[]): void;
}

export async function readTables(source: ForeignDatabase): Promise<SourceTables> {
  const tables = await selectTables(source);
  const columnsOf = (table: string): ReadonlySet<string> | undefined => tables.get(table);
  return {
    has: (table, column) =>
      column === undefined ? tables.has(table) : (columnsOf(table)?.has(column) ?? false),
    require(table, columns) {
      const there = columnsOf(table);
      if (!there) {
        const fitting = [...tables].filter(([, names]) => columns.every((column) => names.has(column)));
        const advice =
          fitting.length === 0
            ? `no table has the columns ${columns.join(', ')}`
            : `the columns ${columns.join(', ')} are in: ${fitting.map(([name]) => name).join(', ')}`;
        throw new ImportError(`There is no table ${table} in that database; ${advice}.`);
      }
      const missing = columns.filter((column) => !there.has(column));
      if (missing.length > 0) {
        throw new ImportError(
          `The table ${table} has no column ${missing.join(', ')}. It has: ${[...there].join(', ')}.`,
        );
      }
    },
  };
}
