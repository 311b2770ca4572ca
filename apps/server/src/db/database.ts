import type { Kysely, Transaction } from 'kysely';
import type { Pool } from 'pg';
import type { HistogramReading } from '../lib/histogram.ts';
import type { SqliteFile } from './sqlite/statements.ts';
import type { Tables } from './tables.ts';

/** What queries take first: the database, or the transaction they are part of. */
export type Db = Kysely<Tables>;
export type Trx = Transaction<Tables>;

export type DatabaseLocation =
  | { readonly dialect: 'sqlite'; readonly file: string }
  | { readonly dialect: 'postgres'; readonly url: string };

/** How busy a group of connections is. */
export interface ConnectionLoad {
  /** `main` and `quick` of PostgreSQL; `writer`, the one connection that writes into SQLite's file. */
  readonly pool: 'main' | 'quick' | 'writer';
  readonly inUse: number;
  readonly idle: number;
  /** How many there can be. */
  readonly most: number;
  /** How much waits for one of them. */
  readonly waiting: number;
  /** How often one was refused, because too much waits or nothing answers. */
  readonly refused: number;
  /** How long it took to get one, in seconds. */
  readonly waits: HistogramReading;
}

export interface Opened {
  readonly kysely: Db;
  /** Waits for what is running, then closes every connection. */
  close(): Promise<void>;
}

/** Opened for a server. */
interface Served extends Opened {
  load(): readonly ConnectionLoad[];
}

export interface SqliteDatabase extends Served {
  readonly dialect: 'sqlite';
  readonly file: SqliteFile;
}

export interface PostgresDatabase extends Served {
  readonly dialect: 'postgres';
  /**
   * Connections for what whoever is signed in does all the time, `me` and refreshing: single statements, which wait
   * neither behind a storm of logins nor, when they commit, for the disk.
   */
  readonly quickPool: Pool;
  /** Calls back whenever the channel was notified, or might have been; the function that it returns stops that. */
  listen(channel: string, onTold: () => void): () => Promise<void>;
}

export type Database = SqliteDatabase | PostgresDatabase;

/** The one of two functions that is written for the dialect of this database. */
export function forDialect<T>(
  database: Database,
  choices: { sqlite: (database: SqliteDatabase) => T; postgres: (database: PostgresDatabase) => T },
): T {
  return database.dialect === 'sqlite' ? choices.sqlite(database) : choices.postgres(database);
}
