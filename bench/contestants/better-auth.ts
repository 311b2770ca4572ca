import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { post } from '../measure/ask.ts';
import { root } from '../measure/program.ts';
import type { Absent, Contender } from '../measure/race.ts';
import { startServer } from '../measure/server.ts';
import type { Stage } from '../measure/stage.ts';

const folder = join(root, 'bench/peers/better-auth');
const account = { email: 'user1@example.com', password: 'correct horse battery', name: 'John Smith' };

interface BetterAuth {
  readonly readSession: (connections: number) => Contender;
  readonly login: (connections: number) => Contender;
}

/** https://better-auth.com, from npm: installed when it is first measured, by a lockfile of its own. */
export function betterAuth(stage: Stage): Promise<BetterAuth | Absent> {
  return stage.once('better-auth', async () => {
    if (!install()) return { name: 'better-auth', absent: 'npm could not install it' };
    const { url } = await startServer(stage, {
      command: process.execPath,
      args: (port) => [join(folder, 'server.mjs'), String(port), join(stage.folder, 'better-auth.db')],
      readyPath: '/api/auth/ok',
    });
    await post(`${url}/api/auth/sign-up/email`, account);
    const login = () => post(`${url}/api/auth/sign-in/email`, account);
    return {
      readSession: (connections) => ({
        name: 'better-auth',
        run: async (seconds) => {
          const headers = { Cookie: (await login()).cookie };
          const load = {
            url: `${url}/api/auth/get-session`,
            method: 'GET',
            headers,
            connections,
            seconds,
          } as const;
          return (await stage.generator.send(load)).perSecond;
        },
      }),
      login: (connections) => ({
        name: 'better-auth',
        run: async (seconds) => {
          const bodies = [JSON.stringify(account)];
          const load = {
            url: `${url}/api/auth/sign-in/email`,
            method: 'POST',
            bodies,
            connections,
            seconds,
          } as const;
          return (await stage.generator.send(load)).perSecond;
        },
      }),
    };
  });
}

function install(): boolean {
  if (existsSync(join(folder, 'node_modules/.package-lock.json'))) return true;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  return spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 2, 2] }).status === 0;
}
