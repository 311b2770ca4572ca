import type { Kysely } from 'kysely';

/** A database of somebody else's, whose tables are not known before it is opened. */
export type ForeignTables = Record<string, Record<string, unknown>>;

/** Nothing can be written through it. */
export interface ForeignDatabase {
  readonly dialect: 'sqlite' | 'postgres';
  readonly kysely: Kysely<ForeignTables>;
  close(): Promise<void>;
}
