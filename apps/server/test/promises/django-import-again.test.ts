import { expect, onTestFinished, test } from 'vitest';
import { fromCommandLine } from '../../src/lib/origin.ts';
import { startApp } from '../support/app.ts';
import { createDatabase, onEveryDatabase, type TestDatabase } from '../support/databases.ts';
import { createDjangoSource, djangoPassword, importFrom } from '../support/django-source.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { createGatedHasher } from '../support/gated-hasher.ts';
import { readDatabase } from '../support/read-database.ts';

const anyHash = `pbkdf2_sha256$1000$salt$${Buffer.alloc(32).toString('base64')}`;

onEveryDatabase('importing the users of a Django project again', (kind) => {
  async function prepare(users?: 'auth' | 'custom') {
    const database = await createDatabase(kind);
    onTestFinished(() => database.remove());
    return { database, source: await createDjangoSource(kind, users) };
  }

  const read = ({ url }: TestDatabase, sql: string) => readDatabase({ DATABASE_URL: url }, sql);

  test('run again it brings up to date what has changed there, and leaves alone what has changed here', async () => {
    const { database, source } = await prepare();
    await importFrom(source, database);
    const app = await startApp(kind, { database, hasher: createGatedHasher() });
    await app.login('ada@example.com', djangoPassword);
    const [, , carol] = await read(database, 'select * from accounts order by id');
    await app.service.services.accountAdministration.remove(4, fromCommandLine);
    await app.stop();
    await source.run(`
      update auth_user set password = '${anyHash}', username = 'ada2' where id = 1;
      update auth_user set password = '${anyHash}' where id = 2;
      update auth_user set email = 'caroline@example.com' where id = 3;
      update auth_user set is_active = ${kind === 'SQLite' ? '0' : 'false'} where id = 5;
      delete from auth_user where id = 6;
      update auth_user set email = 'ivan@example.com' where id = 9`);
    const again = await importFrom(source, database);
    expect(again).toMatchObject({ created: 1, changed: 4 });
    expect(again.findings.map(({ id, outcome, reason }) => `${id} ${outcome}: ${reason}`).sort()).toEqual([
      '1 kept: password changed here as well',
      '10 changed: hash of an unknown form',
      '4 left out: deleted here since the last import',
      '6 gone: no user of the source any more',
      '7 changed: no usable password',
    ]);
    const rows = await read(
      database,
      'select id, email, username, password_hash, is_active from accounts order by id',
    );
    const byId = new Map(rows.map((row) => [Number(row['id']), row]));
    expect(byId.get(1)).toMatchObject({
      username: 'ada2',
      password_hash: expect.stringMatching(/^\$argon2id/) as string,
    });
    expect(byId.get(2)).toMatchObject({ password_hash: anyHash });
    expect(byId.get(3)).toMatchObject({
      email: 'caroline@example.com',
      password_hash: carol?.['password_hash'],
    });
    expect(byId.has(4)).toBe(false);
    expect(Number(byId.get(5)?.['is_active'])).toBe(0);
    expect(byId.get(9)).toMatchObject({ email: 'ivan@example.com' });
    expect(await importFrom(source, database)).toMatchObject({ created: 0, changed: 0 });
  });

  test('a login that waits while the import brings another hash gets no session', async () => {
    const { database, source } = await prepare();
    await importFrom(source, database);
    const hasher = createGatedHasher();
    const app = await startApp(kind, { database, hasher });
    const arrived = hasher.hold('verify');
    const login = app.post('/api/login/', { email: 'ada@example.com', password: djangoPassword });
    await arrived;
    await source.run(`update auth_user set password = '${anyHash}' where id = 1`);
    expect(await importFrom(source, database)).toMatchObject({ changed: 1 });
    hasher.release();
    expectProblem(await login, 401, 'invalid_credentials');
    const [ada] = await read(database, 'select password_hash from accounts where id = 1');
    expect(ada?.['password_hash']).toBe(anyHash);
  }, 20_000);

  test('superusers become admins only where it is told to, also later; and the last admin stays one', async () => {
    const { database, source } = await prepare();
    await importFrom(source, database);
    const staff = () => read(database, 'select id from accounts where is_staff = 1');
    expect(await staff()).toEqual([]);
    expect(await importFrom(source, database, { admins: true })).toMatchObject({ changed: 1 });
    expect((await staff()).map(({ id }) => Number(id))).toEqual([1]);
    await importFrom(source, database);
    expect(await staff()).toHaveLength(1);
    await source.run(`update auth_user set is_active = ${kind === 'SQLite' ? '0' : 'false'} where id = 1`);
    const spared = await importFrom(source, database, { admins: true });
    expect(spared.findings).toContainEqual(
      expect.objectContaining({ id: 1, reason: 'the last admin stays one' }),
    );
    expect(await read(database, 'select id from accounts where is_staff = 1 and is_active = 1')).toHaveLength(
      1,
    );
  });

  test('another source with the same ids is not taken for the first one', async () => {
    const { database, source } = await prepare();
    await importFrom(source, database);
    const other = await createDjangoSource(kind);
    await other.run("update auth_user set date_joined = '2021-01-01 00:00:00', email = 'x' || email");
    const before = await read(database, 'select * from accounts order by id');
    expect(await importFrom(other, database)).toMatchObject({ isStopped: true, created: 0, changed: 0 });
    expect(await read(database, 'select * from accounts order by id')).toEqual(before);
  });
});
