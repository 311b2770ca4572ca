import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { defaultEmail, defaultPassword } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { HonestLoad } from '../support/honest-load.ts';
import { newInstallation, startServer, type ServerProcess } from '../support/server-process.ts';

/** From now on the system lets the server's files grow no further than this. */
function limitFiles(server: ServerProcess, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(server.pid), `--fsize=${bytes}:unlimited`]);
}

test('on a disk that takes no more: 503, health says so, `me` is served, and with space all goes on, nothing lost', async () => {
  const server = await startServer(await newInstallation('SQLite', { ACCESS_TOKEN_LIFETIME: '1h' }));
  await server.register();
  const { access_token } = await server.login();
  const load = new HonestLoad({ server: () => server, signingInAndOut: 2 });
  await load.begin();
  await load.progress();

  limitFiles(server, 4_096);
  const notReady = await eventually('a server that says it is not ready', async () => {
    const answer = await server.get('/health/ready');
    return answer.status === 503 ? answer : undefined;
  });
  expectProblem(notReady, 503, 'unavailable');
  expect((await server.get('/api/me/', access_token)).status).toBe(200);
  const login = await server.post('/api/login/', { email: defaultEmail, password: defaultPassword });
  expectProblem(login, 503, 'unavailable');
  await eventually('a log that names the cause', () => /"cause":"[^"]*(disk|full)/.test(server.stdout()));

  limitFiles(server, 'unlimited');
  await load.progress();
  await eventually(
    'a server that is ready again',
    async () => (await server.get('/health/ready')).status === 200,
  );
  await load.end();
  expect(load.unavailable).toBeGreaterThan(0);
  expect(load.unexpected).toEqual([]);
  expect(await load.findLosses()).toEqual([]);
  // What it has written is whole: it starts again from its files alone.
  await server.kill();
  const again = await startServer(server.environment);
  expect((await again.get('/api/me/', access_token)).status).toBe(200);
  expect((await again.stop()).code).toBe(0);
}, 90_000);
