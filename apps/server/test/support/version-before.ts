import { sql, type Kysely } from 'kysely';
import type { Database } from '../../src/db/database.ts';
import type { Tables } from '../../src/db/tables.ts';

type Db = Kysely<Tables>;

/** What a version of Latchkey does with a database, in general: it knows tables and columns, and each statement works. */
export interface VersionBefore {
  /**
   * What has become of its rows and statements, in words; nothing where it can go on beside a newer version.
   *
   * @param given up columns, as `table.column`, that it need not find any more.
   */
  findBreaches(givenUp?: readonly string[]): Promise<string[]>;
}

interface Column {
  readonly name: string;
  readonly dataType: string;
}

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** The row that was there before the change, and one that comes and goes. */
const [lasting, passing] = [1, 2];

/**
 * Fills every table as it is now with a row, and tries which statements work: to insert a row with all columns, to change
 * it, to read it and to delete it.
 */
export async function actAsVersionBefore({ kysely }: Database): Promise<VersionBefore> {
  const tables = await readTables(kysely);
  const ordered = await insertAll(kysely, tables, lasting);
  const rows = await readRows(kysely, ordered);
  const worked = await tryStatements(kysely, ordered);
  return {
    async findBreaches(givenUp = []) {
      const left = ordered.map(({ name, columns }) => ({
        name,
        columns: columns.filter((column) => !givenUp.includes(`${name}.${column.name}`)),
      }));
      const breaches = await tryStatements(kysely, left);
      const there = await readRows(kysely, left);
      return [
        ...[...breaches].flatMap(([what, error]) =>
          error !== undefined && worked.get(what) === undefined ? [`${what}: ${error}`] : [],
        ),
        ...left.flatMap(({ name, columns }) => {
          const before = pick(rows.get(name), columns);
          const after = pick(there.get(name), columns);
          return before === after ? [] : [`rows of ${name}: ${after} instead of ${before}`];
        }),
      ];
    },
  };
}

async function readTables(db: Db): Promise<Table[]> {
  const tables = await db.introspection.getTables();
  return tables.filter(({ name }) => !name.startsWith('latchkey_migration'));
}

/** Inserts a row into every table, whichever has to be first. @returns the tables in an order in which that works. */
async function insertAll(db: Db, tables: readonly Table[], n: number): Promise<Table[]> {
  const ordered: Table[] = [];
  let waiting = [...tables];
  while (waiting.length > 0) {
    const failed: [Table, string][] = [];
    for (const table of waiting) {
      const error = await attempt(insert(db, table, n));
      if (error === undefined) ordered.push(table);
      else failed.push([table, error]);
    }
    if (failed.length === waiting.length)
      throw new Error(failed.map(([{ name }, error]) => `${name} takes no row: ${error}`).join('\n'));
    waiting = failed.map(([table]) => table);
  }
  return ordered;
}

/** @returns for each statement the error that it failed with, or undefined. */
async function tryStatements(db: Db, tables: readonly Table[]): Promise<Map<string, string | undefined>> {
  const outcomes = new Map<string, string | undefined>();
  const note = async (what: string, { name }: Table, done: Promise<unknown>): Promise<void> =>
    void outcomes.set(`${what} ${name}`, await attempt(done));
  for (const table of tables) await note('insert into', table, insert(db, table, passing));
  for (const table of tables) {
    const from = sql`${sql.table(table.name)} where ${isRow(table, passing)}`;
    const same = table.columns.map(({ name }) => sql`${sql.ref(name)} = ${sql.ref(name)}`);
    const change = sql`update ${sql.table(table.name)} set ${sql.join(same)} where ${isRow(table, passing)}`;
    await note('update', table, change.execute(db));
    await note('select from', table, sql`select ${namesOf(table)} from ${from}`.execute(db));
  }
  for (const table of [...tables].reverse()) {
    const statement = sql`delete from ${sql.table(table.name)} where ${isRow(table, passing)}`;
    await note('delete from', table, statement.execute(db));
  }
  return outcomes;
}

async function readRows(
  db: Db,
  tables: readonly Table[],
): Promise<Map<string, Record<string, unknown> | undefined>> {
  const rows = new Map<string, Record<string, unknown> | undefined>();
  for (const table of tables) {
    // By its key, so that it is found with other values as well.
    const where = sql`${sql.table(table.name)} where ${isRow(withKeyAlone(table), lasting)}`;
    const read = sql<Record<string, unknown>>`select * from ${where}`.execute(db);
    rows.set(table.name, await read.then((found) => found.rows[0]).catch(() => undefined));
  }
  return rows;
}

function insert(db: Db, table: Table, n: number): Promise<unknown> {
  const values = table.columns.map((column) => valueOf(table, column, n));
  return sql`insert into ${sql.table(table.name)} (${namesOf(table)}) values (${sql.join(values)})`.execute(
    db,
  );
}

const namesOf = ({ columns }: Table) => sql.join(columns.map(({ name }) => sql.ref(name)));

const isRow = (table: Table, n: number) =>
  sql.join(
    table.columns.map((column) => sql`${sql.ref(column.name)} = ${valueOf(table, column, n)}`),
    sql` and `,
  );

const withKeyAlone = ({ name, columns }: Table): Table => ({ name, columns: columns.slice(0, 1) });

/** Names and numbers tell the rows apart; a number is that of the row too where it refers to another one. */
function valueOf({ name: table }: Table, { name, dataType }: Column, n: number): string | number {
  if (/int/i.test(dataType)) return n;
  return `${table}.${name} ${n}`;
}

function pick(row: Record<string, unknown> | undefined, columns: readonly Column[]): string {
  return JSON.stringify(row && columns.map(({ name }) => [name, row[name]]));
}

async function attempt(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => String(error),
  );
}
