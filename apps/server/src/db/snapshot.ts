export type Value = string | number | null;

/** The whole database as it was at one moment, for whoever reads all of it; those who write wait for nothing. */
export interface Snapshot {
  /** The tables and their columns, in the order in which the database has them. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
  /** A small table, or what a query finds, at once. */
  query(sql: string): Promise<Value[][]>;
  /** Every row of a table, a few hundred at a time. */
  pages(table: string, columns: readonly string[]): Iterable<Value[][]> | AsyncIterable<Value[][]>;
  /** For each table that numbers its rows the last number it gave, also where that row is gone. */
  lastIds(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

/** How many rows a page has. */
export const pageRows = 500;

/** Rows of (table, column), by table. */
export function groupColumns(rows: readonly Value[][]): ReadonlyMap<string, readonly string[]> {
  const columns = new Map<string, string[]>();
  for (const [table, column] of rows) {
    const known = columns.get(String(table)) ?? [];
    columns.set(String(table), [...known, String(column)]);
  }
  return columns;
}

/** A name for SQL; those of our tables and columns hold no quotes. */
export const quoted = (name: string): string => `"${name}"`;
