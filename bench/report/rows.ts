/** What is promised: a figure, how much it has to be at least (or at most), and what it should become. */
export interface Row {
  readonly title: string;
  readonly unit: 'ratio' | 'times' | 'ms' | 'MB' | 'per second';
  readonly least?: number;
  readonly aim?: number;
  /** Whether small is good: then `least` is the most that is allowed. */
  readonly smallIsGood?: true;
}

/** In the order of the table. */
export const rows = {
  me: { title: '`GET /api/me/` to bare Fastify’s GET', unit: 'ratio', least: 0.4, aim: 0.6 },
  'me-many': { title: '… with 2,000 access tokens in turn', unit: 'ratio' },
  'me-postgres': { title: '… on PostgreSQL, with one', unit: 'ratio' },
  'refresh-sqlite': {
    title: 'refresh on SQLite, durable, to bare Fastify’s POST, 64 connections',
    unit: 'ratio',
    least: 0.28,
    aim: 0.5,
  },
  'refresh-sqlite-many': { title: '… of all sessions in turn', unit: 'ratio' },
  'refresh-postgres': {
    title: 'refresh on PostgreSQL to bare Fastify’s POST, 128 connections',
    unit: 'ratio',
    least: 0.18,
    aim: 0.3,
  },
  'refresh-postgres-many': { title: '… of all sessions in turn', unit: 'ratio' },
  'refresh-django': {
    title: 'refresh to the Django reference, both on PostgreSQL',
    unit: 'times',
    least: 15,
    aim: 30,
  },
  'me-django': { title: '`me` to the Django reference', unit: 'times', least: 14, aim: 25 },
  'me-better-auth': { title: '`me` to better-auth’s session read', unit: 'times', least: 18, aim: 30 },
  login: { title: 'logins to the bare hash', unit: 'ratio', least: 0.9, aim: 0.97 },
  'login-better-auth': { title: 'logins to better-auth’s', unit: 'times' },
  start: { title: 'start to ready, SQLite with data', unit: 'ms', least: 1_000, aim: 400, smallIsGood: true },
  'memory-idle': { title: 'resident memory, idle', unit: 'MB', least: 120, aim: 80, smallIsGood: true },
  'memory-load': {
    title: 'resident memory, under refreshes',
    unit: 'MB',
    least: 250,
    aim: 150,
    smallIsGood: true,
  },
  lone: { title: 'a lone refresh on SQLite, median', unit: 'ms', least: 2, smallIsGood: true },
  'lone-postgres': { title: 'a lone refresh on PostgreSQL, median', unit: 'ms', smallIsGood: true },
  'workers-1': { title: 'refreshes per second and worker, `WORKERS=1`', unit: 'per second' },
  'workers-2': { title: 'refreshes per second and worker, `WORKERS=2`', unit: 'per second' },
} as const satisfies Record<string, Row>;

export type RowId = keyof typeof rows;

/** What was found for a row. */
export interface Finding {
  readonly row: RowId;
  /** Of each round; the row's figure is their median. */
  readonly values: readonly number[];
  /** What it was made of: medians, by contender. */
  readonly from?: Readonly<Record<string, number>>;
}

/** A row that this machine cannot fill, and why. */
export interface Missing {
  readonly row: RowId;
  readonly absent: string;
}
