import type { Kysely } from 'kysely';

/** A database of another system, which is read and never written to. */
export interface Source {
  readonly dialect: 'sqlite' | 'postgres';
  /** Nothing is known of its tables: rows are what a query says. */
  readonly kysely: Kysely<unknown>;
  close(): Promise<void>;
}
