import { expect, onTestFinished, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { createDatabase, onEveryDatabase, type TestDatabase } from '../support/databases.ts';
import { createDjangoSource, createSource, importFrom, type DjangoSource } from '../support/django-source.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { readDatabase } from '../support/read-database.ts';

const anyHash = `pbkdf2_sha256$1000$salt$${Buffer.alloc(32).toString('base64')}`;

onEveryDatabase('a source that is not as it should be', (kind) => {
  async function prepare(users?: 'auth' | 'custom') {
    const database = await createDatabase(kind);
    onTestFinished(() => database.remove());
    return { database, source: await createDjangoSource(kind, users) };
  }

  const read = ({ url }: TestDatabase, sql: string) => readDatabase({ DATABASE_URL: url }, sql);
  const accountsOf = (database: TestDatabase) =>
    read(database, 'select id, email, username, is_active, is_staff, created_at from accounts order by id');

  test('a wrong table or column is answered with those that there are', async () => {
    const { database, source } = await prepare('custom');
    await expect(importFrom(source, database)).rejects.toThrow(
      /no table auth_user[^]*accounts_user[^]*--table accounts_user/,
    );
    const table = 'accounts_user';
    await expect(importFrom(source, database, { table })).rejects.toThrow(
      /no column id[^]*--id-column NAME[^]*number, address/,
    );
    const columns = { id: 'number', email: 'address', username: 'nickname' };
    await expect(importFrom(source, database, { table, columns })).rejects.toThrow(/no column nickname/);
    const wrongType = importFrom(source, database, { table, columns: { id: 'address', email: 'address' } });
    await expect(wrongType).rejects.toThrow(/whole numbers/);
    await expect(importFrom({ ...source, url: `${source.url}-none` }, database)).rejects.toThrow(
      'The database to import from cannot be read',
    );
  });

  test('hostile rows are left out or put right, and nothing breaks', async () => {
    const { database } = await prepare();
    const source: DjangoSource = await createSource(kind);
    const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
    const rows: readonly (readonly string[])[] = [
      ['-1', text('minus@example.com'), text(anyHash), text('a')],
      ['0', text('zero@example.com'), text(anyHash), text('a')],
      ['1', text("a'; drop table accounts; --@example.com"), text(anyHash), text('a')],
      ['2', text('two@example.com'), text(`pbkdf2_sha256$1000000000$salt$${Buffer.alloc(32).toString('base64')}`), text('😀'.repeat(200))],
      ['3', 'null', 'null', 'null'],
      ['4', text('four@example.com'), 'null', text("'; drop table accounts; --")],
      ['5', text('x'.repeat(10_000)), text('x'.repeat(10_000)), text('x'.repeat(10_000))],
      ['6', text(' six@example.com '), text('$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA'), text('\u202e')],
      ...(kind === 'SQLite' ? [['7', "x'00ff'", "x'00ff'", "'a' || char(0) || 'b'"], ['8', text('eight@example.com'), text(anyHash), "'a' || char(0) || 'b'"]] : []),
    ]; // prettier-ignore
    await source.run(`
      create table auth_user (id bigint primary key, email text, password text, username text, date_joined text);
      ${rows.map((row) => `insert into auth_user values (${row.join(', ')}, 'soon')`).join(';')}`);
    const { findings } = await importFrom(source, database);
    const accounts = await accountsOf(database);
    expect(accounts.map(({ id, email }) => `${Number(id)} ${String(email)}`)).toEqual([
      '2 two@example.com',
      '4 four@example.com',
      '6 six@example.com',
      ...(kind === 'SQLite' ? ['8 eight@example.com'] : []),
    ]);
    expect(Array.from(String(accounts[0]?.['username']))).toHaveLength(150);
    const reasons = new Set(findings.map(({ id, reason }) => `${id ?? 'none'} ${reason}`));
    for (const expected of [
      'none an id that cannot be kept',
      '1 not an e-mail address',
      '2 hash that costs too much',
      '2 user name shortened',
      '3 no e-mail address',
      '4 no usable password',
      '5 not an e-mail address',
      '6 hash of an unknown form',
    ])
      expect(reasons).toContain(expected);
    const app: TestApp = await startApp(kind, { database });
    for (const email of ['two@example.com', 'four@example.com', 'six@example.com'])
      expectProblem(await app.post('/api/login/', { email, password: '!' }), 401, 'invalid_credentials');
  });

  test('while an id was given that leaves no room for new ones, nothing is imported', async () => {
    const { database, source } = await prepare();
    await source.run(
      kind === 'SQLite'
        ? "update sqlite_sequence set seq = 9007199254740993 where name = 'auth_user'"
        : "alter sequence auth_user_id_seq as bigint; select setval('auth_user_id_seq', 9007199254740993)",
    );
    await expect(importFrom(source, database)).rejects.toThrow(/auth_user has given ids up to/);
    expect(await accountsOf(database)).toEqual([]);
  });
});
