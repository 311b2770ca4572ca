import { expect, onTestFinished, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { countStatements } from '../support/count-statements.ts';
import { createDatabase, onEveryDatabase } from '../support/databases.ts';
import { createSource, importFrom } from '../support/django-source.ts';
import { tellApart, tolerance } from '../support/tell-apart.ts';

/** Longer than the tests' own hashes take, and long beside all else that a login does. */
const slowHash = `pbkdf2_sha256$60000$salt$${Buffer.alloc(32).toString('base64')}`;
const people = 6;
const pairs = 60;

/** So many attempts are let in that limits refuse none, and each is counted all the same. */
const roomy = {
  LOGIN_FAILURES_PER_ACCOUNT: '10000',
  LOGIN_FAILURES_PER_ADDRESS: '10000',
  ATTEMPT_WINDOW: '1m',
};

onEveryDatabase('while accounts have hashes that came from elsewhere', (kind) => {
  async function prepare() {
    const database = await createDatabase(kind);
    onTestFinished(() => database.remove());
    const source = await createSource(kind);
    const rows = Array.from(
      { length: people },
      (_, i) => `(${i + 1}, 'known-${i}@example.com', '${slowHash}')`,
    );
    await source.run(`create table auth_user (id bigint primary key, email text, password text);
      insert into auth_user values ${rows.join(', ')}`);
    await importFrom(source, database);
    return database;
  }

  const guesses = (app: Awaited<ReturnType<typeof startApp>>) => (name: string) => (round: number) =>
    app.post('/api/login/', { email: `${name}-${round % people}@example.com`, password: 'a wrong guess' });

  test('nobody learns from the time that a login takes which addresses have accounts', async () => {
    const app = await startApp(kind, { database: await prepare(), environment: roomy });
    const guess = guesses(app);
    const { share, medianMs } = await tellApart(guess('unknown'), guess('known'), pairs);
    expect(Math.abs(share - 0.5), `${medianMs} ms`).toBeLessThan(tolerance(pairs));
  }, 60_000);

  test('and the comparison finds a server that knows nothing of these hashes', async () => {
    const database = await prepare();
    const app = await startApp(kind, { database, environment: roomy });
    await app.service.database.kysely
      .deleteFrom('installation')
      .where('fact', '=', 'former_passwords')
      .execute();
    await app.service.services.standIns.look();
    const guess = guesses(app);
    const { share } = await tellApart(guess('unknown'), guess('known'), pairs);
    expect(0.5 - share).toBeGreaterThan(tolerance(pairs));
  }, 60_000);

  test('they are counted anew after a while, once for all nodes, and a login costs no more statements', async () => {
    const database = await prepare();
    const { seen } = countStatements(kind);
    const app = await startApp(kind, { database, environment: roomy });
    const other = await app.another();
    const { standIns } = app.service.services;
    expect(standIns.of('unknown@example.com')).toMatch(/^pbkdf2_sha256\$60000\$/);
    await app.service.database.kysely.updateTable('accounts').set({ password_hash: '!' }).execute();
    await standIns.count();
    expect(standIns.of('unknown@example.com')).toMatch(/^pbkdf2/);
    app.clock.advance(601);
    await Promise.all([standIns.count(), other.service.services.standIns.count()]);
    await Promise.all([standIns.look(), other.service.services.standIns.look()]);
    expect(standIns.of('unknown@example.com')).toBeUndefined();
    expect(other.service.services.standIns.of('unknown@example.com')).toBeUndefined();

    const before = seen.length;
    await guesses(app)('unknown')(0);
    expect(seen.slice(before).filter((sql) => /installation/.test(sql))).toEqual([]);
  });
});
