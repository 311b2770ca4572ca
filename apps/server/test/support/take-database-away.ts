import SqliteConnection from 'libsql';
import type { TestApp } from './app.ts';
import { databaseUrl, query } from './postgres-admin.ts';

/** Keeps the service from using its database, and gives back what lets it again. */
export async function takeDatabaseAway(app: TestApp): Promise<() => Promise<void>> {
  if (app.database.kind === 'SQLite') {
    const blocker = new SqliteConnection(app.database.url.slice('sqlite:'.length));
    blocker.exec('begin exclusive');
    return () => Promise.resolve(blocker.exec('rollback')).then(() => undefined);
  }
  const server = databaseUrl(app.database.url, 'postgres');
  const name = new URL(app.database.url).pathname.slice(1);
  await query(server, `alter database ${name} rename to ${name}_away`).catch(async () => {
    await query(server, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    await query(server, `alter database ${name} rename to ${name}_away`);
  });
  return () => query(server, `alter database ${name}_away rename to ${name}`).then(() => undefined);
}
