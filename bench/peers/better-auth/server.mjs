// node server.mjs PORT FILE: better-auth on SQLite as its documentation sets it up, with a commit that waits for the disk.
import { createServer } from 'node:http';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { SqliteDialect } from 'kysely';
import Database from 'libsql';

const [port, file] = process.argv.slice(2);
const database = new Database(file);
database.exec('pragma journal_mode = wal');
database.exec('pragma synchronous = full');

const options = {
  baseURL: `http://127.0.0.1:${port}`,
  secret: 'a secret of the benchmark that is long enough',
  database: { dialect: new SqliteDialect({ database }), type: 'sqlite' },
  emailAndPassword: { enabled: true },
  telemetry: { enabled: false },
  // It would refuse the load as an attack; without it better-auth has less to do.
  rateLimit: { enabled: false },
};
const { runMigrations } = await getMigrations(options);
await runMigrations();
createServer(toNodeHandler(betterAuth(options))).listen(Number(port), '127.0.0.1', () =>
  console.log('ready'),
);
