import { expect, onTestFinished, test } from 'vitest';
import { fromCommandLine } from '../../src/lib/origin.ts';
import { startApp } from '../support/app.ts';
import { createDatabase, onEveryDatabase, type TestDatabase } from '../support/databases.ts';
import { createDjangoSource, djangoPassword, importFrom } from '../support/django-source.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { operate } from '../support/operate.ts';
import { readDatabase } from '../support/read-database.ts';

onEveryDatabase('importing the users of a Django project', (kind) => {
  async function prepare(users?: 'auth' | 'custom') {
    const database = await createDatabase(kind);
    onTestFinished(() => database.remove());
    return { database, source: await createDjangoSource(kind, users) };
  }

  const read = ({ url }: TestDatabase, sql: string) => readDatabase({ DATABASE_URL: url }, sql);
  const accountsOf = (database: TestDatabase) =>
    read(database, 'select id, email, username, is_active, is_staff, created_at from accounts order by id');

  test('keeps ids, addresses, names, flags and times, and tells of everybody who is not as before', async () => {
    const { database, source } = await prepare();
    const { findings, ...result } = await importFrom(source, database);
    expect(result).toMatchObject({
      users: 11,
      created: 10,
      leftOut: 1,
      superusers: 1,
      isStopped: false,
      lastId: 12,
    });
    const accounts = await accountsOf(database);
    expect(accounts.map(({ id, username, is_active, is_staff }) => [id, username, is_active, is_staff].map(String).join(' '))).toEqual([
      '1 ada 1 0', '2 bob 1 0', '3 carol 1 0', '4 dave 1 0', '5 erin 1 0', '6 frank 1 0', '7 grace 1 0', '8 heidi 0 0',
      '10 judy 1 0', '11 mallory_ü 1 0',
    ]); // prettier-ignore
    expect(Number(accounts[0]?.['created_at'])).toBe(Date.parse('2010-03-01T12:34:56.789Z'));
    expect(findings.map(({ id, outcome, reason }) => `${id} ${outcome}: ${reason}`)).toEqual([
      '9 left out: no e-mail address',
      '7 changed: no usable password',
      '10 changed: hash of an unknown form',
    ]);
    const [event] = await read(
      database,
      "select details from audit_events where event = 'accounts.imported'",
    );
    expect(JSON.parse(String(event?.['details']))).toMatchObject({ table: 'auth_user', created: 10 });
  });

  test('every form of hash lets its owner in at the first login, and is one of our own after it', async () => {
    const { database, source } = await prepare();
    await importFrom(source, database);
    const app = await startApp(kind, { database });
    for (const name of ['ada', 'bob', 'carol', 'dave', 'erin', 'frank', 'mallory']) {
      const email = `${name}@example.com`;
      const wrong = await app.post('/api/login/', { email, password: 'a wrong password' });
      expectProblem(wrong, 401, 'invalid_credentials');
      await app.login(email, djangoPassword);
      await app.login(email, djangoPassword);
    }
    for (const name of ['grace', 'heidi', 'judy', 'ivan']) {
      const answer = await app.post('/api/login/', {
        email: `${name}@example.com`,
        password: djangoPassword,
      });
      expectProblem(answer, 401, 'invalid_credentials');
    }
    const hashes = await read(database, 'select id, password_hash from accounts order by id');
    const own = hashes.filter((row) => String(row['password_hash']).startsWith('$argon2id$'));
    expect(own.map(({ id }) => Number(id))).toEqual([1, 2, 3, 4, 5, 6, 11]);
  });

  test('whoever comes without a usable password sets one through a link', async () => {
    const { database, source } = await prepare();
    await importFrom(source, database);
    const app = await startApp(kind, { database });
    const token = await operate(app).makeResetToken(7);
    const answer = await app.post('/api/password-reset/confirm/', {
      token,
      new_password: 'a brand new password',
    });
    expect(answer.status).toBe(200);
    await app.login('grace@example.com', 'a brand new password');
  });

  test('two first logins at once both get in, and one hash of our own remains', async () => {
    const { database, source } = await prepare();
    await importFrom(source, database);
    const app = await startApp(kind, { database });
    await Promise.all([1, 2, 3, 4].map(() => app.login('ada@example.com', djangoPassword)));
    await app.login('ada@example.com', djangoPassword);
    const [ada] = await read(database, 'select password_hash from accounts where id = 1');
    expect(ada?.['password_hash']).toMatch(/^\$argon2id\$/);
  });

  test('no id that the source has ever given is given to a new account', async () => {
    const { database, source } = await prepare();
    const before = await startApp(kind, { database });
    await importFrom(source, database);
    // 12 was deleted there before the import; tokens of its owner may still name it.
    expect((await before.register('next@example.com')).id).toBe(13);
    await importFrom(source, database);
    expect((await before.register('after@example.com')).id).toBe(14);
  }, 20_000);

  test('reads a custom table through its own names of columns, and makes admins of superusers where it is told to', async () => {
    const { database, source } = await prepare('custom');
    const columns = {
      id: 'number',
      email: 'address',
      username: 'full_name',
      active: 'enabled',
      superuser: 'is_root',
      joined: 'registered',
    };
    const options = { table: 'accounts_user', columns, admins: true, emailsVerified: true };
    expect(await importFrom(source, database, options)).toMatchObject({ created: 3, findings: [] });
    const accounts = await accountsOf(database);
    expect(accounts.map(({ username, is_staff }) => [username, Number(is_staff)])).toEqual([
      ['Ada', 1],
      ['Bob', 0],
      ['Carol Č. 🔑', 0],
    ]);
    const app = await startApp(kind, { database });
    expect(await app.service.services.firstAdmin.isNeeded()).toBe(false);
    expect((await app.login('ada@example.com', djangoPassword)).access_token).toBeTruthy();
    const proven = await read(database, 'select id from accounts where email_verified_at is not null');
    expect(proven).toHaveLength(3);
  });

  test('a dry run tells the same and writes nothing', async () => {
    const { database, source } = await prepare();
    const everything = () =>
      Promise.all(
        ['accounts', 'imported_accounts', 'installation', 'audit_events'].map((table) =>
          read(database, `select * from ${table}`),
        ),
      );
    const before = await everything();
    const dry = await importFrom(source, database, { dryRun: true });
    expect(await everything()).toEqual(before);
    const app = await startApp(kind, { database });
    expect((await app.register('first@example.com')).id).toBe(1);
    await app.service.services.accountAdministration.remove(1, fromCommandLine);
    await app.stop();
    expect(await importFrom(source, database)).toEqual(dry);
  });

  test('an id or address that is taken here stops it before it writes, and it goes on without where it is told to', async () => {
    const { database, source } = await prepare();
    const app = await startApp(kind, { database });
    await app.register('somebody@example.com');
    await app.register('CAROL@example.com');
    await app.stop();
    const before = await accountsOf(database);
    const stopped = await importFrom(source, database);
    expect(stopped).toMatchObject({ isStopped: true });
    expect(stopped.findings.filter(({ outcome }) => outcome === 'stops')).toEqual([
      { id: 1, email: 'ada@example.com', outcome: 'stops', reason: 'an id that another account has here', detail: 'somebody@example.com here' },
      { id: 2, email: 'bob@example.com', outcome: 'stops', reason: 'an id that another account has here', detail: 'CAROL@example.com here' },
      { id: 3, email: 'carol@example.com', outcome: 'stops', reason: 'an address that another account has here', detail: 'account 2 here' },
    ]); // prettier-ignore
    expect(await accountsOf(database)).toEqual(before);
    expect(await read(database, "select * from installation where fact = 'former_passwords'")).toEqual([]);

    const without = await importFrom(source, database, { leaveOutCollisions: true });
    expect(without).toMatchObject({ isStopped: false, created: 7, leftOut: 4 });
    expect((await accountsOf(database)).slice(0, 2)).toEqual(before);
  });

  test('of users with one address, however it is written, none is imported by chance', async () => {
    const { database, source } = await prepare();
    await source.run("update auth_user set email = 'ADA@Example.com' where id in (5, 8)");
    const stopped = await importFrom(source, database);
    expect(stopped.isStopped).toBe(true);
    expect(
      stopped.findings.filter(({ outcome }) => outcome === 'stops').map(({ id, detail }) => [id, detail]),
    ).toEqual([
      [1, 'also users 5, 8'],
      [5, 'also users 1, 8'],
      [8, 'also users 1, 5'],
    ]);
    expect(await importFrom(source, database, { leaveOutCollisions: true })).toMatchObject({
      created: 7,
      leftOut: 4,
    });
    expect(await accountsOf(database)).not.toContainEqual(
      expect.objectContaining({ email: 'ada@example.com' }),
    );
  });
});
