import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { launch } from '../support/child-process.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { createDjangoSource, createSource, djangoPassword } from '../support/django-source.ts';
import { eventually } from '../support/eventually.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { readDatabase } from '../support/read-database.ts';
import { newInstallation, runLatchkey } from '../support/server-process.ts';
import { startBeside } from '../support/start-beside.ts';

const importing = (url: string, ...more: string[]) => ['import', 'django', '--database', url, ...more];
const hash = `pbkdf2_sha256$1000$salt$${Buffer.alloc(32).toString('base64')}`;

onEveryDatabase('latchkey import django', (kind) => {
  test('beside a running server: says what came to what, and the next login works', async () => {
    const { server, installation } = await startBeside(kind);
    const { url } = await createDjangoSource(kind);
    const report = join(server.database.dataDir, 'report.jsonl');
    const dry = await runLatchkey(installation, importing(url, '--dry-run'));
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toContain('10 to import, 0 to bring up to date, 0 unchanged, 1 left out');
    const made = await runLatchkey(installation, importing(url, '--report', report));
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toBe(
      [
        '11 users in auth_user.',
        '  10 imported, 0 brought up to date, 0 unchanged, 1 left out',
        'Left out:',
        '  1  no e-mail address: 9',
        'Imported, but not as they were:',
        '  1  no usable password: 7',
        '  1  hash of an unknown form: 10',
        '1 superuser is no admin here; make admins of them: --admins',
        'New accounts get ids after 12.\n',
      ].join('\n'),
    );
    const lines = (await readFile(report, 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual([9, 7, 10]);
    expect((await stat(report)).mode & 0o077).toBe(0);
    expect(lines.join()).not.toMatch(/pbkdf2|argon2|bcrypt|scrypt|\$/);
    await server.login('bob@example.com', djangoPassword);
  }, 30_000);

  test('killed in the middle, again and again, it ends as if nothing had been', async () => {
    const source = await createSource(kind);
    const users = 20_000;
    const numbers =
      kind === 'SQLite'
        ? `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${users}) select i from n`
        : `select generate_series(1, ${users}) as i`;
    await source.run(`
      create table auth_user (id bigint primary key, email text, password text, username text, is_active int);
      insert into auth_user
        select i, 'user-' || i || '@example.com', '${hash}', 'user ' || i, i % 2 from (${numbers}) as numbers`);
    const installation = await newInstallation(kind);
    const imported = () =>
      readDatabase(installation, 'select count(*) as count from accounts').catch(() => []);
    const countOf = async (): Promise<number> => Number((await imported())[0]?.['count'] ?? 0);
    let killed = 0;
    for (let before = 0; killed < 3; killed += 1) {
      const process = launch('cli.js', importing(source.url), installation);
      process.stdin.end();
      const goesOn = async (): Promise<true | undefined> =>
        process.hasEnded() || (await countOf()) > before ? true : undefined;
      await eventually('an import that goes on', goesOn);
      process.signal('SIGKILL');
      await process.exited;
      before = await countOf();
      expect(before % 500, 'a page is written as a whole').toBe(0);
      if (before === users) break;
    }
    expect(killed).toBeGreaterThan(0);
    const last = await runLatchkey(installation, importing(source.url));
    expect(last).toMatchObject({ code: 0, stderr: '' });
    const accounts = await readDatabase(
      installation,
      `select count(*) as count, sum(id) as ids, sum(is_active) as active, min(password_hash) as hash from accounts`,
    );
    expect(accounts.map(({ count, ids, active, hash: min }) => [count, ids, active].map(Number).concat(min === hash ? 1 : 0))).toEqual([
      [users, (users * (users + 1)) / 2, users / 2, 1],
    ]); // prettier-ignore
    const [fact] = await readDatabase(
      installation,
      "select value from installation where fact = 'former_passwords'",
    );
    const { accountsThen, forms } = JSON.parse(String(fact?.['value'])) as {
      accountsThen: number;
      forms: object;
    };
    expect([accountsThen, Object.values(forms)]).toEqual([users, [{ came: users, left: users }]]);
  }, 60_000);
});

onEveryDatabase('what latchkey import django cannot use', (kind) => {
  test('is answered with what to do, and no password is repeated', async () => {
    const installation: Environment = await newInstallation(kind);
    const secret = 'a-password-in-a-url';
    const refused = (args: readonly string[], more: Environment = {}) =>
      runLatchkey({ ...installation, ...more }, args);
    expectRefusal(await refused(['import', 'django']), '--database sqlite:FILE', 'DJANGO_DATABASE_URL');
    expectRefusal(await refused(importing(`mysql://root:${secret}@localhost/db`)), '--database sqlite:FILE');
    expectRefusal(await refused(importing('sqlite:/no/such/file')), 'There is no file /no/such/file');
    const away = { DJANGO_DATABASE_URL: `postgres://django:${secret}@127.0.0.1:1/django` };
    const unreachable = await refused(['import', 'django'], away);
    expectRefusal(unreachable, 'The database to import from cannot be read', 'ECONNREFUSED');
    expect(unreachable.stderr).not.toContain(secret);
    const { url } = await createDjangoSource(kind);
    expectRefusal(await refused(importing(url, '--table', 'nobody')), 'no table nobody', 'auth_user');
    expectRefusal(
      await refused(importing(url, '--report', '/no/such/folder/report')),
      'The report cannot be written to /no/such/folder/report',
    );
  }, 30_000);
});
