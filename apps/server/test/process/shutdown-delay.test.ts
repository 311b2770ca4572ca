import { Agent, request } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually, pause } from '../support/eventually.ts';
import { readLog } from '../support/read-log.ts';
import { newInstallation, startServer, type ServerProcess } from '../support/server-process.ts';

interface Got {
  readonly status: number;
  /** Whether the server says that it will close the connection. */
  readonly isLast: boolean;
}

/** A client with one connection, which it keeps for as long as the server lets it. */
function keptClient({ port }: ServerProcess): { get: (path: string) => Promise<Got> } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const get = (path: string): Promise<Got> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, agent }, (answer) => {
        answer.resume().once('error', reject);
        answer.once('end', () =>
          resolve({ status: answer.statusCode ?? 0, isLast: answer.headers.connection === 'close' }),
        );
      });
      sent.once('error', reject).end();
    });
  return { get };
}

const start = async (delaySeconds: number): Promise<ServerProcess> =>
  startServer(await newInstallation('SQLite', { SHUTDOWN_DELAY: String(delaySeconds) }));

const isRefused = (error: unknown): boolean => String(error).includes('ECONNREFUSED');

const isUnready = (server: ServerProcess): Promise<boolean> =>
  eventually('a server that is not ready', async () => (await server.get('/health/ready')).status === 503);

const takesNobody = (server: ServerProcess): Promise<boolean> =>
  eventually('a server that takes no connections', () =>
    keptClient(server)
      .get('/health/live')
      .then(() => false, isRefused),
  );

describe('with SHUTDOWN_DELAY a server that gets SIGTERM', () => {
  test('is not ready and serves everybody; then takes nobody, and lets those it has ask once more', async () => {
    const server = await start(3);
    const kept = [keptClient(server), keptClient(server)];
    for (const client of kept) await client.get('/health/live');
    server.signal('SIGTERM');
    await isUnready(server);
    expect(await keptClient(server).get('/health/live')).toEqual({ status: 200, isLast: false });
    expect((await server.post('/api/register/', { email: 'a@example.com', password: 'wrong' })).status).toBe(
      400,
    );
    await takesNobody(server);
    expect(await kept[0]?.get('/health/live')).toEqual({ status: 200, isLast: true });
    expect(await kept[1]?.get('/health/live')).toEqual({ status: 200, isLast: true });
    const { code, stdout } = await server.exited;
    expect(code).toBe(0);
    const said = readLog(stdout).flatMap(({ signal, msg }) => (signal === 'SIGTERM' ? [String(msg)] : []));
    expect(said).toEqual([
      expect.stringContaining('not ready from now on'),
      expect.stringContaining('requests on their way are finished'),
    ]);
  });

  test('is told again after a while, and waits no longer', async () => {
    const server = await start(300);
    server.signal('SIGTERM');
    // The same signal that comes twice is none that is given again.
    server.signal('SIGTERM');
    await isUnready(server);
    await pause(1_200);
    expect(server.hasEnded()).toBe(false);
    server.signal('SIGTERM');
    expect((await server.exited).code).toBe(0);
  });

  test('does not wait where it is SIGINT, of somebody at a terminal', async () => {
    const server = await start(300);
    server.signal('SIGINT');
    expect((await server.exited).code).toBe(0);
  });

  test('cuts off none of the clients that keep their connection to it busy', async () => {
    const server = await start(1);
    let answered = 0;
    const faults: string[] = [];
    const clients = Array.from({ length: 20 }, async () => {
      const { get } = keptClient(server);
      for (;;) {
        const got = await get('/health/live').catch((error: unknown) => error as Error);
        if (got instanceof Error) {
          if (!isRefused(got)) faults.push(String(got));
          return;
        }
        if (got.status !== 200) faults.push(String(got.status));
        answered += 1;
        await pause(Math.random() * 10);
      }
    });
    await eventually('clients that are served', () => answered > 200);
    server.signal('SIGTERM');
    await Promise.all(clients);
    expect(faults).toEqual([]);
    expect((await server.exited).code).toBe(0);
  });
});
