import type { TableMetadata } from 'kysely';
import type { ForeignDatabase } from '../../db/foreign.ts';
import { ImportError } from './errors.ts';

/** What is read of each user, by the field of Django's own `auth_user`. */
export const fields = ['id', 'email', 'password', 'username', 'active', 'superuser', 'joined'] as const;
export type Field = (typeof fields)[number];

interface Expected {
  /** The columns it is looked for in, unless one is named. */
  readonly names: readonly string[];
  /** Whether there is no import without it. */
  readonly isNeeded: boolean;
}

const expected: Readonly<Record<Field, Expected>> = {
  id: { names: ['id'], isNeeded: true },
  email: { names: ['email'], isNeeded: true },
  password: { names: ['password'], isNeeded: true },
  username: { names: ['username'], isNeeded: false },
  active: { names: ['is_active'], isNeeded: false },
  superuser: { names: ['is_superuser'], isNeeded: false },
  joined: { names: ['date_joined', 'created_at'], isNeeded: false },
};

/** Where users are read from. */
export interface SourceTable {
  readonly schema: string | undefined;
  readonly name: string;
  /** As it was named, for messages. */
  readonly title: string;
  readonly columns: Readonly<Partial<Record<Field, Column>>> &
    Readonly<Record<'id' | 'email' | 'password', Column>>;
}

export interface Column {
  readonly name: string;
  readonly type: string;
}

/**
 * Finds the table or view, and its columns.
 *
 * @param title the table's name, with its schema before it where it is needed.
 * @param named columns that are called otherwise than Django calls them.
 * @throws ImportError that lists what there is instead.
 */
export async function findSourceTable(
  { kysely, dialect }: ForeignDatabase,
  title: string,
  named: Readonly<Partial<Record<Field, string>>>,
): Promise<SourceTable> {
  const tables = (await kysely.introspection.getTables()).filter(({ name }) => !name.startsWith('sqlite_'));
  const table = pickTable(tables, title);
  const columns: Partial<Record<Field, Column>> = {};
  for (const field of fields) {
    const column = pickColumn(table, field, named[field]);
    if (column) columns[field] = column;
  }
  const { id, email, password } = columns;
  // pickColumn has thrown where one of them is not there.
  if (!id || !email || !password) throw new ImportError(`${title} has no users.`);
  requireInteger(title, id, dialect);
  const { schema, name } = table;
  return { schema, name, title, columns: { ...columns, id, email, password } };
}

function pickTable(tables: readonly TableMetadata[], title: string): TableMetadata {
  const found = tables.filter(({ schema, name }) => name === title || `${schema ?? ''}.${name}` === title);
  const table = found.find(({ schema }) => schema === 'public') ?? found[0];
  if (table && (found.length === 1 || table.schema === 'public')) return table;
  if (table)
    throw new ImportError(
      `There are several tables of the name ${title}. Name the schema as well: ${found.map(titleOf).join(', ')}`,
    );
  const withPasswords = tables.filter(({ columns }) => columns.some(({ name }) => name === 'password'));
  const all = tables.map(titleOf).sort();
  throw new ImportError(
    [
      `The database has no table ${title}.`,
      all.length === 0 ? 'It has no tables at all: is it the right one?' : `There are: ${all.join(', ')}.`,
      ...(withPasswords.length > 0
        ? [`With a column "password": --table ${withPasswords.map(titleOf).sort().join(', or --table ')}`]
        : []),
    ].join(' '),
  );
}

function titleOf({ schema, name }: TableMetadata): string {
  return schema === undefined || schema === 'public' ? name : `${schema}.${name}`;
}

function pickColumn(
  { columns, name: table }: TableMetadata,
  field: Field,
  named?: string,
): Column | undefined {
  const { names, isNeeded } = expected[field];
  for (const wanted of named === undefined ? names : [named]) {
    const column = columns.find(({ name }) => name === wanted);
    if (column) return { name: column.name, type: column.dataType.toLowerCase() };
  }
  if (named === undefined && !isNeeded) return undefined;
  throw new ImportError(
    `${table} has no column ${named ?? names[0] ?? field}. Name the right one: --${field}-column NAME. ` +
      `There are: ${columns.map(({ name }) => name).join(', ')}.`,
  );
}

/** A view of SQLite's may not know the types of its columns; then the values tell. */
function requireInteger(table: string, { name, type }: Column, dialect: ForeignDatabase['dialect']): void {
  if (/int|serial/.test(type) || (dialect === 'sqlite' && type === '')) return;
  throw new ImportError(
    `The column ${name} of ${table} holds ${type}. The ids of Latchkey's accounts are whole numbers, ` +
      'and an import keeps the ids.',
  );
}
