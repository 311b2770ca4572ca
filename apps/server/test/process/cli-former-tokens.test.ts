import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launch } from '../support/child-process.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { openFixture } from '../support/django/django.ts';
import { eventually } from '../support/eventually.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { readDatabase } from '../support/read-database.ts';
import { newInstallation, runLatchkey, startServer } from '../support/server-process.ts';
import { signHs256 } from '../support/tokens.ts';

const nextMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

const importing = ({ url }: { url: string }): string[] => [
  ...['import', 'django', '--table', 'accounts_user', '--database', url],
  ...['--refresh-tokens', 'accounts_refreshtoken', '--until', nextMonth],
];

onEveryDatabase('latchkey import django with refresh tokens, while the server runs', (kind) => {
  test('opens a window that every process knows at once, and close-window closes it', async () => {
    const server = await startServer(await newInstallation(kind));
    const installation = server.environment;
    const source = await openFixture(kind);
    const { table, secret_key } = source.django;
    // The fixture is of another day than this one.
    const soon = `'${nextMonth} 00:00:00'`;
    await source.run(`update accounts_refreshtoken set expires_at = ${soon}`);
    const file = join(installation['DATA_DIR'] ?? '', 'old-key');
    await writeFile(file, `${secret_key}\n`);
    const token = signHs256({ alg: 'HS256', typ: 'JWT' }, claims(2), secret_key);
    expectFields(await server.refresh(token), 'refresh_token');

    const from = [
      'import',
      'django',
      '--table',
      'accounts_user',
      '--database',
      source.url,
      '--until',
      nextMonth,
    ];
    const tokens = ['--refresh-tokens', 'accounts_refreshtoken', '--simplejwt-key-file', file];
    const dry = await runLatchkey(installation, [...from, ...tokens, '--dry-run']);
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toMatch(/\nA dry run: nothing was written\.\n$/);
    const done = await runLatchkey(installation, [...from, ...tokens]);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toBe(
      [
        '6 users in accounts_user.',
        '  6 imported, 0 brought up to date, 0 unchanged, 0 left out',
        '1 superuser is no admin here; make admins of them: --admins',
        'New accounts get ids after 6.',
        '6 accounts read, 3 may go on with a token.',
        '  left out: 2 of staff, who sign in again',
        '  left out: 1 of accounts that are switched off',
        '7 refresh tokens read, 4 accepted.',
        '  left out: 2 of staff, who sign in again',
        '  left out: 1 of accounts that are switched off',
        '3 blacklisted tokens read, 3 known to be over.',
        `They are exchanged for sessions until ${nextMonth}T00:00:00.000Z.`,
        '',
      ].join('\n'),
    );
    expect(dry.stdout).toContain('7 refresh tokens read, 0 accepted.');
    expect(dry.stdout).toContain('tokens of users who are not imported yet count as those of nobody');

    const exchanged = await eventually('a server that knows the window', async () => {
      const answer = await server.refresh(table['ann'] ?? '');
      return answer.status === 200 ? answer : undefined;
    });
    expect((await server.get('/api/me/', exchanged.body.access_token)).body.id).toBe(1);
    expect((await server.refresh(token)).status).toBe(200);

    const doctor = await runLatchkey(installation, ['doctor']);
    expect(doctor.stdout).toContain('Tokens signed with the former key are exchanged for sessions until');
    expect(doctor.stdout).not.toContain(secret_key);

    const closed = await runLatchkey(installation, ['import', 'close-window']);
    expect(closed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Closed\./) as string });
    expectProblem(await server.refresh(table['bob'] ?? ''), 401, 'session_ended', 'admin');
    expect((await server.refresh(exchanged.body.refresh_token)).status).toBe(200);
    expectRefusal(
      await runLatchkey(installation, [...from, ...tokens]),
      'Former tokens were ended before their time',
    );
    const again = await runLatchkey(installation, ['import', 'close-window']);
    expect(again).toMatchObject({ code: 0, stdout: 'No window is open.\n' });
    const audit = await readDatabase(installation, "select * from audit_events where event like 'former%'");
    expect(audit.map(({ event }) => event)).toEqual(['former_tokens.accepted', 'former_tokens.closed']);
    expect(JSON.stringify(audit)).not.toContain(secret_key);
  });

  test('logs nobody out whose hash Django has renewed since the last import; sessions that began here end', async () => {
    const server = await startServer(await newInstallation(kind));
    const source = await openFixture(kind);
    const { ann = '', bob = '' } = source.django.table;
    await source.run(`update accounts_refreshtoken set expires_at = '2099-01-01 00:00:00'`);
    const args = importing(source);
    expect(await runLatchkey(server.environment, args)).toMatchObject({ code: 0 });
    const begun = await eventually('a server that knows the window', async () => {
      const answer = await server.refresh(ann);
      return answer.status === 200 ? answer.body.refresh_token : undefined;
    });
    const renewed = `pbkdf2_sha256$1000$salt$${Buffer.alloc(32).toString('base64')}`;
    await source.run(`update accounts_user set password = '${renewed}' where id in (1, 2)`);
    expect((await runLatchkey(server.environment, args)).stdout).toContain('2 brought up to date');
    expect((await server.refresh(bob)).status).toBe(200);
    expectProblem(await server.refresh(begun), 401, 'session_ended', 'password_changed');
  });

  test('can be killed at any moment: nothing is accepted before all was read, and once more does the rest', async () => {
    const server = await startServer(await newInstallation(kind));
    const installation = server.environment;
    const source = await openFixture(kind);
    const many = Array.from({ length: 20_000 }, (_, i) => i.toString(16).padStart(32, '0'));
    for (let i = 0; i < many.length; i += 1_000) {
      const values = many
        .slice(i, i + 1_000)
        .map((token, j) => `(${1_000 + i + j}, '${token}', 1, '2099-01-01 00:00:00')`);
      await source.run(
        `insert into accounts_refreshtoken (id, token, user_id, expires_at) values ${values.join(', ')}`,
      );
    }
    const args = importing(source);
    const run = (): ReturnType<typeof launch> => launch('cli.js', args, installation);
    const count = async (): Promise<number> =>
      Number((await readDatabase(installation, 'select count(*) as n from former_tokens'))[0]?.['n']);

    const first = run();
    await eventually('an import that is under way', async () => (await count()) > 500 || first.hasEnded());
    first.signal('SIGKILL');
    const { code } = await first.exited;
    const windows = await readDatabase(installation, 'select * from former_token_windows');
    // Where it came to its end before the signal, there is nothing to see.
    if (code === null) expect(windows).toEqual([]);
    const second = run();
    second.stdin.end();
    expect(await second.exited).toMatchObject({ code: 0 });
    expect(await count()).toBeGreaterThanOrEqual(20_000);
    const last = many.at(-1) ?? '';
    const token = [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, last);
    await eventually(
      'a server that knows the window',
      async () => (await server.refresh(token)).status === 200,
    );
  });

  test('its tokens survive `kill -9` of the server: what was answered holds, what was not is exchanged once', async () => {
    const server = await startServer(await newInstallation(kind));
    const installation = server.environment;
    const source = await openFixture(kind);
    const tokens = Array.from(
      { length: 200 },
      (_, i) => `00000000-0000-4000-8000-${i.toString(16).padStart(12, '0')}`,
    );
    const values = tokens.map((token, i) => {
      const stored = kind === 'SQLite' ? token.replaceAll('-', '') : token;
      return `(${1_000 + i}, '${stored}', 1, '2099-01-01 00:00:00')`;
    });
    await source.run(
      `insert into accounts_refreshtoken (id, token, user_id, expires_at) values ${values.join(', ')}`,
    );
    const args = importing(source);
    expect(await runLatchkey(installation, args)).toMatchObject({ code: 0 });
    await eventually(
      'a server that knows the window',
      async () => (await server.refresh(tokens[0] ?? '')).status === 200,
    );

    const answered = new Map<string, string>();
    const exchanges = tokens.map(async (token) => {
      const answer = await server.refresh(token).catch(() => undefined);
      if (answer?.status === 200) answered.set(token, answer.body.refresh_token);
    });
    await eventually('some that were exchanged', () => answered.size > 10 || undefined);
    await server.kill();
    await Promise.all(exchanges);
    const after = await startServer(server.environment);
    for (const [token, successor] of answered)
      expect((await after.refresh(token)).body.refresh_token).toBe(successor);
    for (const token of tokens) expect((await after.refresh(token)).status).toBe(200);
    const [row] = await readDatabase(
      installation,
      'select count(*) as n from sessions where ended_at is null',
    );
    expect(Number(row?.['n'])).toBe(tokens.length);
  });
});

test('latchkey import django with refresh tokens says what is wrong, and shows nothing of a key', async () => {
  const installation = await newInstallation('SQLite');
  const source = await openFixture('SQLite');
  const file = join(installation['DATA_DIR'] ?? '', 'key');
  await writeFile(file, 'too-short-a-secret\n');
  const from = ['--database', source.url];
  const table = ['--refresh-tokens', 'accounts_refreshtoken'];
  const refuses = async (args: string[], message: string): Promise<void> => {
    const exit = await runLatchkey(installation, ['import', 'django', '--table', 'accounts_user', ...args]);
    expectRefusal(exit, message);
    expect(exit.stderr).not.toContain('too-short');
  };
  const until = ['--until', nextMonth];
  await refuses([...from, ...until], '--until is for refresh tokens. Say which');
  await refuses([...from, ...table], 'Say until when refresh tokens of the former system are accepted');
  await refuses([...from, ...table, '--until', 'soon'], 'soon is not a time');
  await refuses([...from, ...table, '--until', '2020-01-01'], 'The window would be over already');
  await refuses(
    [...from, ...table, '--until', '2999-01-01'],
    'The window would be open for more than a year',
  );
  await refuses([...from, ...until, '--simplejwt-key-file', file], 'The key is shorter than 32 bytes');
  await refuses(
    [...from, ...until, '--simplejwt-key-file', file, '--algorithm', 'ES256'],
    'The key is no PEM',
  );
  await refuses(
    [...from, ...until, '--simplejwt-key-file', `${file}-missing`],
    `${file}-missing cannot be read`,
  );
  await refuses(
    [...from, ...until, '--refresh-tokens', 'tokens'],
    'There is no table tokens in that database',
  );
  await refuses(
    ['--database', 'sqlite:/nowhere/db.sqlite3', ...table, ...until],
    'There is no file /nowhere/db.sqlite3',
  );
});

function claims(user_id: number) {
  const iat = Math.floor(Date.now() / 1_000);
  return { token_type: 'refresh', iat, exp: iat + 86_400, jti: 'f'.repeat(32), user_id };
}
