import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteConnection from 'libsql';
import { databaseUrl, query } from '../../apps/server/test/support/postgres-admin.ts';
import type { Stage } from '../measure/stage.ts';

export type DatabaseKind = 'SQLite' | 'PostgreSQL';

/** A database of its own, and statements that go past the server. */
export interface BenchDatabase {
  readonly kind: DatabaseKind;
  /** For DATABASE_URL. */
  readonly url: string;
  /** For DATA_DIR. */
  readonly folder: string;
  run(sql: string): Promise<void>;
  query<R extends Record<string, unknown>>(sql: string): Promise<R[]>;
  /** Writes everything to the disk and lets the planner look at it, so that no measurement pays for what went before. */
  settle(): Promise<void>;
}

export async function createDatabase(stage: Stage, kind: DatabaseKind): Promise<BenchDatabase> {
  const name = `bench_${randomBytes(6).toString('hex')}`;
  const folder = join(stage.folder, name);
  mkdirSync(folder);
  if (kind === 'SQLite') {
    const file = join(folder, 'latchkey.db');
    const all = <R>(sql: string): R[] => {
      const connection = new SqliteConnection(file);
      connection.exec('pragma busy_timeout = 5000');
      try {
        const statement = connection.prepare(sql);
        if (statement.reader) return statement.all() as R[];
        statement.run();
        return [];
      } finally {
        connection.close();
      }
    };
    return {
      kind,
      folder,
      url: `sqlite:${file}`,
      query: (sql) => Promise.resolve(all(sql)),
      run: (sql) => Promise.resolve(void all(sql)),
      settle: () => Promise.resolve(void all('pragma wal_checkpoint(truncate)')),
    };
  }
  const server = await stage.postgres();
  await query(server, `create database ${name}`);
  const url = databaseUrl(server, name);
  const run = async (sql: string): Promise<void> => {
    await query(url, sql);
  };
  return {
    kind,
    folder,
    url,
    run,
    query: (sql) => query(url, sql),
    async settle() {
      await run('vacuum analyze');
      await run('checkpoint');
    },
  };
}
