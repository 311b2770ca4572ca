import { chmod, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { upsertWindow } from '../../src/features/former-tokens/queries.ts';
import { sealFormerKey } from '../../src/features/former-tokens/window-keys.ts';
import { createTestClock } from '../support/app.ts';
import { launch } from '../support/child-process.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { startMailServer } from '../support/mail-server.ts';
import { find, found, otherKey, secretKey, start } from '../support/examine-installation.ts';
import { writeDatabase } from '../support/read-database.ts';
import { newInstallation, runLatchkey } from '../support/server-process.ts';

onEveryDatabase('latchkey doctor', (kind) => {
  test('finds nothing in a healthy installation, on one machine or open to the world, or before its first start', async () => {
    const { app, installation } = await start(kind);
    await app.register();
    await app.login();
    expect(await find(installation)).toEqual([]);
    const smtp = await startMailServer();
    const open = {
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://auth.example.com',
      TRUST_PROXY: '1',
      NODE_ENV: 'production',
      SMTP_URL: smtp.url,
      MAIL_FROM: 'auth@example.com',
      JWT_SIGNING_KEY: 'Qm5vXz8Tt1LrK0cWfYp7JdHs4NgPaUeIo36RqVwTxB9MEuZbShGy2iDk',
      CORS_ALLOWED_ORIGINS: 'https://app.example.com',
    };
    expect(await find({ ...installation, ...open })).toEqual([]);
    expect(smtp.received, 'nothing is sent').toEqual([]);
    expect(await find({ ...(await newInstallation(kind)), SECRET_KEY: secretKey })).toEqual([]);
  });

  test('tells a database of another version, and looks no further into it', async () => {
    const { app, installation } = await start(kind);
    await app.stop();
    await writeDatabase(installation, "insert into latchkey_migration values ('9999-later', '')");
    expect(await find(installation)).toEqual(['problem: database_newer']);
    await writeDatabase(installation, "delete from latchkey_migration where name > '0003-b'");
    expect(await find(installation)).toEqual(['warning: database_older']);
  });

  test('tells keys that are gone, wrong, or do not open what is stored', async () => {
    const { app, installation } = await start(kind);
    await app.register();
    await app.login();
    await app.post('/api/password-reset/', { email: 'user@example.com' });
    await app.service.services.mailWorker.run();
    await writeDatabase(installation, "update mails set state = 'waiting'");
    const none = { ...installation, SECRET_KEY: kind === 'SQLite' ? '' : otherKey };
    const gone = kind === 'SQLite' ? 'secret_key_missing' : 'secret_key_wrong';
    expect(await find(none)).toEqual([`problem: ${gone}`]);
    expect(await find({ ...installation, SECRET_KEY: otherKey })).toEqual(['problem: secret_key_wrong']);

    await app.another({ environment: { SECRET_KEY: otherKey, SECRET_KEY_FALLBACKS: secretKey } });
    expect(await find({ ...installation, SECRET_KEY: otherKey })).toEqual([
      'problem: secret_key_of_sessions_missing',
      'problem: signing_key_sealed',
      'warning: mail_link_sealed',
    ]);
    await writeDatabase(installation, `update signing_keys set sealed_secret = '${'A'.repeat(80)}'`);
    expect(await find(installation)).toEqual(['problem: signing_key_sealed']);
  });

  test('tells a clock that is behind, and mails that wait or failed', async () => {
    const { app, installation } = await start(kind);
    await app.register();
    const smtp = await startMailServer();
    const mailing = { ...installation, SMTP_URL: smtp.url, MAIL_FROM: 'auth@example.com' };
    const { database, outbox } = app.service.services;
    const mail = { template: 'test', to: { id: 1, email: 'user@example.com' } } as const;
    await outbox.write(database.kysely, { ...mail, now: Date.now() - 1_000_000 });
    await outbox.write(database.kysely, { ...mail, now: Date.now() - 1_000 });
    expect(await find(mailing)).toEqual(['warning: mails_waiting']);
    const failed = `state = 'failed', settled_at = ${Date.now()}, failure = '550 no'`;
    await writeDatabase(installation, `update mails set ${failed}`);
    expect(await find(mailing)).toEqual(['warning: mails_failed']);
    await writeDatabase(installation, 'delete from mails');

    const clock = createTestClock();
    clock.advance(-3_600);
    const behind = await find(installation, { clock });
    expect(behind).toContain('problem: clock_behind');
    const slow = { now: () => Date.now() - 10_000, fromDatabase: (at: number) => at };
    expect(await find(installation, { clock: slow })).toEqual(
      kind === 'PostgreSQL' ? ['warning: clock_apart'] : [],
    );
  });
});

test('tells tokens of a former system that are accepted, and a key of it that cannot be opened', async () => {
  const { app, installation } = await start('SQLite');
  const { service, clock } = app;
  const { sealedKey, secretKeyId } = sealFormerKey('k'.repeat(40), service.node.keyRing);
  const window = { opened_at: 1, ends_at: clock.now() + 60_000, ended_at: null, end_reason: null };
  const sealed = { form: '{}', sealed_key: sealedKey, secret_key_id: secretKeyId };
  await upsertWindow(service.database.kysely, { source: 'simplejwt', ...window, ...sealed });
  expect(await find(installation)).toEqual(['warning: former_tokens_accepted']);
  await writeDatabase(installation, `update former_token_windows set sealed_key = '${'A'.repeat(80)}'`);
  expect(await find(installation)).toEqual(['problem: former_key_sealed', 'warning: former_tokens_accepted']);
  await writeDatabase(installation, 'update former_token_windows set ends_at = 1, sealed_key = null');
  expect(await find(installation)).toEqual([]);
});

test('tells metrics that anybody may read, and a token that can be guessed', async () => {
  const { installation } = await start('SQLite');
  const token = 'Qm5vXz8Tt1LrK0cWfYp7JdHs4NgPaUeIo36RqVwTxB9';
  const at = (METRICS_HOST: string, more = {}): Environment => ({
    ...installation,
    METRICS_PORT: '9464',
    METRICS_HOST,
    ...more,
  });
  expect(await find(at('0.0.0.0'))).toEqual(['warning: metrics_without_token']);
  expect(await find(at('127.0.0.1'))).toEqual([]);
  expect(await find(at('0.0.0.0', { METRICS_TOKEN: token }))).toEqual([]);
  expect(await find({ ...installation, METRICS_TOKEN: token })).toEqual([]);
  expect(await find({ ...installation, METRICS_TOKEN: 'hunter2-hunter2-hunter2' })).toEqual([
    'warning: metrics_token_weak',
  ]);
});

test('tells a database that cannot be used or written to', async () => {
  const { installation } = await start('PostgreSQL');
  const away = { ...installation, DATABASE_URL: 'postgres://someone:hunter2@127.0.0.1:9/latchkey' };
  expect(await find(away)).toEqual(['problem: database_unusable']);
  const name = new URL(installation.DATABASE_URL).pathname.slice(1);
  await writeDatabase(installation, `alter database ${name} set default_transaction_read_only = on`);
  expect(await find(installation)).toEqual(['problem: database_read_only']);
  const fresh = await newInstallation('SQLite');
  await writeFile(join(fresh['DATA_DIR'] ?? '', 'test.db'), 'no database at all'.repeat(500));
  await chmod(join(fresh['DATA_DIR'] ?? '', 'test.db'), 0o600);
  expect(await find(fresh)).toEqual(['problem: database_unusable']);
});

test('tells files that others can read or the server cannot, files from the future, and a full disk', async () => {
  const { app, installation } = await start('SQLite');
  await app.stop();
  const folder = installation.DATA_DIR;
  const file = join(folder, 'test.db');
  await chmod(folder, 0o755);
  await chmod(file, 0o644);
  expect(await find(installation)).toEqual(['problem: file_open_to_all']);
  await chmod(file, 0o640);
  expect(await find(installation)).toEqual(['warning: file_open_to_group']);
  await chmod(folder, 0o700);
  expect(await find(installation), 'the folder keeps them out').toEqual([]);

  const later = new Date(Date.now() + 3_600_000);
  await writeFile(join(folder, 'secret-key'), `${secretKey}\n`, { mode: 0o600 });
  await utimes(join(folder, 'secret-key'), later, later);
  expect(await find(installation)).toEqual(['problem: clock_behind']);
  await utimes(join(folder, 'secret-key'), new Date(), new Date());

  const free = (bytes: number) => ({ freeBytes: () => Promise.resolve(bytes) });
  expect(await find(installation, free(500 * 1024 ** 2))).toEqual(['warning: disk_full']);
  expect(await find(installation, free(1024))).toEqual(['problem: disk_full']);
  const broken = { freeBytes: () => Promise.reject(new Error('no such thing')) };
  expect(await find(installation, broken), 'the others go on').toEqual(['problem: not_examined']);

  await chmod(file, 0o400);
  const { exited, stdin } = launch('cli.js', ['doctor', '--json'], installation, { heedsModes: true });
  stdin.end();
  const { stdout, code } = await exited;
  expect(codesIn(stdout)).toContain('file_not_writable');
  expect(code).toBe(1);
});

test('tells what is wrong with the configuration and the settings', async () => {
  const { installation } = await start('SQLite');
  const plant = (more: Environment) => find({ ...installation, ...more });
  expect(await plant({ PORT: 'eighty', TRUST_PROXY: 'true' })).toEqual([
    'problem: configuration_invalid',
    'problem: configuration_invalid',
  ]);
  const https = { PUBLIC_URL: 'https://auth.example.com', NODE_ENV: 'production' };
  const behindProxy = { ...https, TRUST_PROXY: '1' };
  const http = { ...https, PUBLIC_URL: 'http://auth.example.com' };
  expect(await plant(http)).toEqual(['problem: public_url_not_https', 'warning: trust_proxy_unset']);
  expect(await plant(https)).toEqual(['problem: trust_proxy_missing']);
  expect(await plant({ TRUST_PROXY: '1' })).toEqual(['warning: trust_proxy_needless']);
  expect(await plant({ ...https, TRUST_PROXY: '10.0.0.1,0.0.0.0/0' })).toEqual([
    'problem: trust_proxy_everybody',
  ]);
  expect(await plant({ HOST: '0.0.0.0' })).toEqual(['warning: public_url_local', 'warning: mail_not_set_up']);
  const origins = { CORS_ALLOWED_ORIGINS: 'http://localhost:5173,http://app.example.com' };
  expect(await plant({ ...behindProxy, ...origins })).toEqual([
    'warning: cors_local_origin',
    'warning: cors_http_origin',
  ]);
  expect(await plant({ ...behindProxy, HOST: '0.0.0.0', EMAIL_VERIFICATION: 'required' })).toEqual([
    'problem: mail_needed',
  ]);
  expect(await plant({ ...behindProxy, PASSWORD_BLOCK_COMMON: 'false' })).toEqual([
    'warning: common_passwords',
  ]);
  const weak = {
    LOGIN_FAILURES_PER_ACCOUNT: '0',
    ACCESS_TOKEN_LIFETIME: '12h',
    SESSION_ABSOLUTE_LIFETIME: '0',
  };
  expect(await plant(weak)).toEqual([
    'warning: limit_off',
    'warning: long_lifetime',
    'warning: endless_sessions',
  ]);
  for (const key of [
    'short but enough',
    'abababababababababababababababababab',
    'a secret that is long enough to be accepted',
  ]) {
    expect(await plant({ SECRET_KEY_FALLBACKS: key })).toEqual(['warning: weak_secret']);
  }
});

test('tells a mail server that cannot be used, or travels in the clear', async () => {
  const { installation } = await start('SQLite');
  const smtp = await startMailServer();
  const plant = (url: string) => find({ ...installation, SMTP_URL: url, MAIL_FROM: 'auth@example.com' });
  expect(await plant('smtp://127.0.0.1:9')).toEqual(['problem: mail_server_unusable']);
  // The server knows no AUTH.
  expect(await plant(smtp.url.replace('//', '//user:hunter2@'))).toEqual(['problem: mail_server_unusable']);
  // An address that is not known to be this machine's.
  expect(await plant(smtp.url.replace('127.0.0.1', '0.0.0.0'))).toEqual(['warning: mail_unencrypted']);
});

test('speaks to people in lines and to programs in JSON, and exits with 0 unless there is a problem', async () => {
  const { installation } = await start('SQLite', { LOGIN_FAILURES_PER_ACCOUNT: '0' });
  const [well, warned, broken] = await Promise.all([
    runLatchkey({ ...installation, LOGIN_FAILURES_PER_ACCOUNT: '' }, ['doctor']),
    runLatchkey(installation, ['doctor']),
    runLatchkey({ ...installation, SECRET_KEY: otherKey }, ['doctor', '--json']),
  ]);
  expect(well).toMatchObject({ code: 0, stderr: '' });
  expect(well.stdout).toMatch(/^ok {7}configuration {4}can be used\nok {7}database {9}.+\n/);
  expect(well.stdout).toMatch(/\n\nAll is well\.\n$/);
  expect(warned).toMatchObject({ code: 0, stderr: '' });
  expect(warned.stdout).toMatch(
    /\nwarning {2}settings {9}LOGIN_FAILURES_PER_ACCOUNT is 0: .+\n {26}→ To have the default again: .+\n\n0 problems, 1 warning\.\n$/,
  );
  expect(broken).toMatchObject({ code: 1, stderr: '' });
  expect(JSON.parse(broken.stdout)).toMatchObject({ healthy: false });
  expect(codesIn(broken.stdout)).toContain('secret_key_wrong');
});

test('every finding that the doctor knows was planted above', async () => {
  const folder = new URL('../../src/cli/doctor/', import.meta.url);
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const sources = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')));
  // Nothing else there is written in small letters with underscores.
  const codes = sources.flatMap((source) => [...source.matchAll(/'([a-z]+(?:_[a-z]+)+)'/g)]);
  const known = new Set(codes.map(([, code = '']) => code));
  expect(known.size).toBeGreaterThan(30);
  expect([...known].filter((code) => !found.has(code)).sort()).toEqual([]);
});

function codesIn(json: string): string[] {
  const { findings } = JSON.parse(json) as { findings: { code: string }[] };
  for (const { code } of findings) found.add(code);
  return findings.map(({ code }) => code);
}
