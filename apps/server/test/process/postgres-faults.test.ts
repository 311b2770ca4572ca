import { expect, test, onTestFinished } from 'vitest';
import { secretKey } from '../support/app.ts';
import { eventually, pause } from '../support/eventually.ts';
import { HonestLoad } from '../support/honest-load.ts';
import { query } from '../support/postgres-admin.ts';
import { startPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

interface Scene {
  readonly postgres: PostgresServer;
  readonly proxy: TcpProxy;
  readonly server: ServerProcess;
  readonly load: HonestLoad;
}

/** Waits until the server says that it cannot serve, and that it has told so to somebody. */
async function untilNoticed({ server, load }: Scene): Promise<void> {
  const before = load.unavailable;
  await eventually('answers that say so', () => load.unavailable > before);
  const ready = await eventually('a server that says it is not ready', async () => {
    const answer = await server.get('/health/ready');
    return answer.status === 503 ? answer : undefined;
  });
  expect(ready.headers['retry-after']).toBeDefined();
  expect((await server.get('/health/live')).status).toBe(200);
}

/** Keeps every connection for logins busy: whoever uses one waits for the table. */
async function whileAccountsAreLocked({ postgres, load }: Scene): Promise<void> {
  const locking = query(
    postgres.url,
    'begin; lock table accounts in access exclusive mode; select pg_sleep(4)',
  );
  const before = load.unavailable;
  await eventually('logins that are refused meanwhile', () => load.unavailable > before);
  const rotations = load.rotations;
  await eventually('refreshes that go on meanwhile', () => load.rotations > rotations + 20);
  await locking;
}

const faults: [string, (scene: Scene) => Promise<void>][] = [
  [
    'every connection is cut',
    async ({ proxy, load }) => {
      proxy.cut();
      await load.progress();
      proxy.cut();
    },
  ],
  [
    'one of its processes is killed, and PostgreSQL recovers from that',
    async ({ postgres }) => {
      await query(postgres.url, `copy (select 1) to program 'kill -9 $PPID'`).catch(() => undefined);
    },
  ],
  ['every connection for logins is kept busy by a lock', whileAccountsAreLocked],
  [
    'nothing comes through for five seconds',
    async (scene) => {
      scene.proxy.stall();
      await Promise.all([untilNoticed(scene), pause(5_000)]);
      scene.proxy.flow();
    },
  ],
  [
    'PostgreSQL is stopped at once, and started again',
    async (scene) => {
      await scene.postgres.halt('SIGQUIT');
      await untilNoticed(scene);
      await scene.postgres.start();
    },
  ],
  [
    'PostgreSQL is killed, and started again',
    async (scene) => {
      await scene.postgres.halt('SIGKILL');
      await untilNoticed(scene);
      await scene.postgres.start();
    },
  ],
];

test('whatever happens to PostgreSQL: 503 and when to come back, recovery by itself, nothing lost, nobody logged out', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.stop());
  const proxy = await startTcpProxy(Number(new URL(postgres.url).port));
  const url = new URL(postgres.url);
  url.port = String(proxy.port);
  const server = await startServer({ DATABASE_URL: url.href, SECRET_KEY: secretKey });
  const load = new HonestLoad({ server: () => server, registering: 6, signingInAndOut: 6 });
  await load.begin();
  await load.progress();

  for (const [name, happen] of faults) {
    await happen({ postgres, proxy, server, load });
    await load.progress();
    expect(load.unexpected, name).toEqual([]);
    await eventually(
      'a server that is ready again',
      async () => (await server.get('/health/ready')).status === 200,
    );
  }
  await load.end();
  expect(load.unexpected).toEqual([]);
  expect(await load.findLosses()).toEqual([]);
  expect((await server.stop()).code).toBe(0);
  expect(server.stdout()).not.toContain('"status":500');
}, 120_000);
