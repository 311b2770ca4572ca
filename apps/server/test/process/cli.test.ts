import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { onEveryDatabase } from '../support/databases.ts';
import { readDatabase } from '../support/read-database.ts';
import { newInstallation, runLatchkey } from '../support/server-process.ts';
import { startBeside } from '../support/start-beside.ts';

onEveryDatabase('latchkey', (kind) => {
  test('migrate brings an empty database to the tables of this version, once', async () => {
    const installation = await newInstallation(kind);
    const first = await runLatchkey(installation, ['migrate']);
    expect(first).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/run: 0001-/) as string,
    });
    const second = await runLatchkey(installation, ['migrate']);
    expect(second).toEqual({ code: 0, stderr: '', stdout: 'The database is up to date.\n' });
    expect(await readDatabase(installation, 'select * from accounts')).toEqual([]);
  });

  test('keys show, while the server runs, shows the key that signs its access tokens', async () => {
    const { server, installation } = await startBeside(kind);
    await server.register();
    const { access_token } = await server.login();
    const { code, stdout, stderr } = await runLatchkey(installation, ['keys', 'show']);
    const [, kid, secret = ''] = /^kid {8}(\S+)\nalgorithm {2}HS256\nsecret {5}(\S+)\n$/.exec(stdout) ?? [];
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });

    const [header = '', claims = '', signature] = access_token.split('.');
    expect(createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url')).toBe(signature);
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ kid });
  });

  test('secret-keys retire has nothing to do while every known key is given', async () => {
    const { installation } = await startBeside(kind);
    const { code, stdout } = await runLatchkey(installation, ['secret-keys', 'retire', '--end-sessions']);
    expect(stdout).toMatch(/^Every known SECRET_KEY is given\./);
    expect(code).toBe(0);
  });
});

describe('latchkey', () => {
  test('lists its commands for --help, and exits with 1 for one that it does not know', async () => {
    const [help, none, unknown, incomplete] = await Promise.all(
      [['--help'], [], ['frobnicate'], ['admin', 'promote']].map((args) => runLatchkey({}, args)),
    );
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const name of ['migrate', 'admin', 'accounts', 'sessions', 'keys', 'secret-keys']) {
      expect(help?.stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    }
    expect(none).toEqual({ code: 1, stdout: '', stderr: help?.stdout });
    expect(unknown).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: unknown command 'frobnicate'\n\n${help?.stdout ?? ''}`,
    });
    expect(incomplete?.stderr).toMatch(
      /^error: missing required argument 'email'\n\nUsage: latchkey admin promote/,
    );
    expect(incomplete?.code).toBe(1);
  });
});
