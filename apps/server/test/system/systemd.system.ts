import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { secretKey } from '../support/app.ts';
import { builtProgram, watch } from '../support/child-process.ts';
import { createClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { scratchFolder } from '../support/installed-server.ts';
import { freePort, startPostgres } from '../support/postgres-server.ts';

const unit = readFileSync(
  fileURLToPath(new URL('../../../../deploy/systemd/latchkey.service', import.meta.url)),
  'utf8',
);

/** The unit in a folder of its own, with the Node and the server that are here. */
function writeUnit(text: string): string {
  const file = join(scratchFolder(), 'latchkey.service');
  const command = `ExecStart=${process.execPath} ${builtProgram('cli.js')} serve`;
  writeFileSync(file, text.replace(/^ExecStart=.*$/m, command));
  return file;
}

/** What systemd says of a unit; nothing where it has nothing to say. */
function verify(text: string): string {
  const args = ['verify', '--man=no', writeUnit(text)];
  const { stdout, stderr, error } = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
  if (error) throw error;
  return stdout + stderr;
}

/** The system calls that a filter lets through: of each group those that it names. */
function callsOf(filter: string): ReadonlySet<string> {
  const text = execFileSync('systemd-analyze', ['syscall-filter', filter], { encoding: 'utf8' });
  const names = text
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  return new Set(names.flatMap((name) => (name.startsWith('@') ? [...callsOf(name)] : [name])));
}

/** SQLite gives its files to the owner of the first of them where root runs it, who may run the tests. */
const ofRoot = new Set(['fchown']);

async function database(kind: string): Promise<Environment> {
  if (kind === 'SQLite') return { DATA_DIR: scratchFolder() };
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  return { DATABASE_URL: server.url, SECRET_KEY: secretKey };
}

describe('the unit of systemd', () => {
  test('is understood, and a slip of the pen is not', () => {
    expect(verify(unit)).toBe('');
    expect(verify(unit.replace('Restart=always', 'Restart=allways'))).toContain('allways');
  });

  test('leaves the service little to do harm with', () => {
    const text = execFileSync('systemd-analyze', ['security', '--offline=true', writeUnit(unit)], {
      encoding: 'utf8',
    });
    const [, exposure] = /Overall exposure level for latchkey\.service: ([\d.]+)/.exec(text) ?? [];
    expect(Number(exposure)).toBeLessThanOrEqual(1.5);
  });

  test.each(['SQLite', 'PostgreSQL'])(
    'lets through every system call that a server on %s makes',
    async (kind) => {
      const allowed = new Set<string>();
      for (const [, not, groups = ''] of unit.matchAll(/^SystemCallFilter=(~?)(.*)$/gm)) {
        for (const name of groups.split(' ').flatMap((group) => [...callsOf(group)]))
          if (not) allowed.delete(name);
          else allowed.add(name);
      }
      expect(allowed.size).toBeGreaterThan(100);

      const calls = join(scratchFolder(), 'calls');
      const port = await freePort();
      const environment = { ...(await database(kind)), HOST: '127.0.0.1', PORT: String(port) };
      const traced = [
        '-f',
        '-qq',
        '-e',
        'signal=none',
        '-o',
        calls,
        process.execPath,
        builtProgram('cli.js'),
      ];
      const server = watch('strace', traced, { PATH: process.env['PATH'], ...environment });
      const client = createClient(`http://127.0.0.1:${port}`);
      const isReady = async (): Promise<boolean> =>
        server.hasEnded() || (await client.get('/health/ready').catch(() => undefined))?.status === 200;
      await eventually('a server that is ready', isReady, 60_000);
      await client.register();
      const { access_token } = await client.login();
      expect((await client.get('/api/me/', access_token)).status).toBe(200);
      // The server is the one process; strace goes with it.
      const [pid = ''] = readFileSync(calls, 'utf8').split(' ', 1);
      process.kill(Number(pid), 'SIGTERM');
      await server.exited;

      const made = new Set(
        [...readFileSync(calls, 'utf8').matchAll(/^\d+ +(\w+)\(/gm)].map(([, name = '']) => name),
      );
      expect(made.size).toBeGreaterThan(30);
      const refused = [...made].filter((name) => !allowed.has(name) && !ofRoot.has(name));
      expect(refused).toEqual([]);
      // Which gives way to all others, and is let through.
      expect(made).toContain('setpriority');
    },
    120_000,
  );
});
