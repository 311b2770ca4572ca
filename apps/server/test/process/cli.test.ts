import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { variables } from '../../src/config-variables.ts';
import { launch } from '../support/child-process.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/postgres-server.ts';
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
    const [help, unknown, incomplete] = await Promise.all(
      [['--help'], ['frobnicate'], ['admin', 'promote']].map((args) => runLatchkey({}, args)),
    );
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const name of ['serve', 'migrate', 'admin', 'accounts', 'sessions', 'keys', 'secret-keys']) {
      expect(help?.stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    }
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

  test('--version says which one it is, and the help of serve has every variable that there is', async () => {
    const [version, help] = await Promise.all(
      [['--version'], ['serve', '--help']].map((args) => runLatchkey({}, args)),
    );
    expect(version).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
    const listed = [...(help?.stdout.matchAll(/^ {2}([A-Z][A-Z_]+) {2,}\w/gm) ?? [])].map(([, name]) => name);
    expect(listed).toEqual(Object.keys(variables));
    expect(help?.stdout).not.toMatch(/`|\]\(/);
  });

  test.each([[[]], [['serve']]])(
    'with %j it serves, workers included, and SIGTERM finishes what is on its way',
    async (args) => {
      const installation = await newInstallation('PostgreSQL', { WORKERS: '2' });
      const port = await freePort();
      const server = launch('cli.js', args, { ...installation, PORT: String(port) });
      const banner = `Latchkey serves at http://localhost:${port}\n`;
      await eventually('a server that is ready', () => server.stderr().includes(banner) || server.hasEnded());
      expect(await fetch(`http://localhost:${port}/health/ready`)).toMatchObject({ status: 200 });
      server.signal('SIGTERM');
      expect(await server.exited).toMatchObject({ code: 0 });
    },
  );
});
