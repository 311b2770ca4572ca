import { expect } from 'vitest';
import { defaultEmail, defaultPassword } from './client.ts';
import { eventually } from './eventually.ts';
import { expectProblem } from './expect-problem.ts';
import { HonestLoad } from './honest-load.ts';
import { startServer, type ServerProcess } from './server-process.ts';

interface Disk {
  /** From now on the files of the server take nothing more. */
  readonly close: () => void;
  readonly open: () => void;
  /** What the log calls it. */
  readonly cause: RegExp;
}

/**
 * Under the load of honest clients the disk of an empty SQLite installation takes no more for a while: what would write
 * is answered with 503, `me` is served, health and log say why, and then all goes on without a restart, nothing lost.
 */
export async function expectToOutliveFullDisk(server: ServerProcess, disk: Disk): Promise<void> {
  await server.register();
  const { access_token } = await server.login();
  const leaving = await server.login();
  const logout = () => server.post('/api/logout/', { refresh_token: leaving.refresh_token });
  const load = new HonestLoad({ server: () => server, signingInAndOut: 2 });
  await load.begin();
  await load.progress();

  disk.close();
  const notReady = await eventually('a server that says it is not ready', async () => {
    const answer = await server.get('/health/ready');
    return answer.status === 503 ? answer : undefined;
  });
  expectProblem(notReady, 503, 'unavailable');
  expect((await server.get('/api/me/', access_token)).status).toBe(200);
  const login = await server.post('/api/login/', { email: defaultEmail, password: defaultPassword });
  expectProblem(login, 503, 'unavailable');
  // No logout is answered with success before its end is on the disk, however often it is sent.
  for (const attempt of [await logout(), await logout()]) expectProblem(attempt, 503, 'unavailable');
  const causes = (): string[] =>
    [...server.stdout().matchAll(/"cause":"([^"]*)"/g)].map(([, it]) => it ?? '');
  await eventually('a log that names the cause', () => causes().some((it) => disk.cause.test(it)));

  disk.open();
  await load.progress();
  await eventually(
    'a server that is ready again',
    async () => (await server.get('/health/ready')).status === 200,
  );
  expect((await logout()).status).toBe(200);
  expect((await server.refresh(leaving.refresh_token)).body).toMatchObject({ code: 'session_ended' });
  await load.end();
  expect(load.unavailable).toBeGreaterThan(0);
  expect(load.unexpected).toEqual([]);
  expect(await load.findLosses()).toEqual([]);
  // What it has written is whole: it starts again from its files alone.
  await server.kill();
  const again = await startServer(server.environment);
  expect((await again.get('/api/me/', access_token)).status).toBe(200);
  expect((await again.stop()).code).toBe(0);
}
