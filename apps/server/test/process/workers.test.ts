import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/postgres-server.ts';
import { readLog } from '../support/read-log.ts';
import { newInstallation, runServer, startServer } from '../support/server-process.ts';

test('several workers serve one port, one that is killed is replaced, and all end in order', async () => {
  const installation = await newInstallation('PostgreSQL', { WORKERS: '2' });
  const server = await startServer(installation);
  await server.register();
  await eventually('a banner, once all serve', () => server.stderr().includes('Latchkey serves at'));
  expect(server.stderr().match(/Latchkey serves at|becomes the first/g)).toHaveLength(2);
  const before = server.workers();
  expect(before).toHaveLength(2);

  const [first] = before;
  if (first !== undefined) process.kill(first, 'SIGKILL');
  await eventually('another worker', () => server.workers().filter((pid) => pid !== first).length === 2);
  const pairs = await Promise.all(Array.from({ length: 8 }, () => server.login()));
  const rotated = await Promise.all(pairs.map((pair) => server.refresh(pair.refresh_token)));
  expect(rotated.map(({ status }) => status)).toEqual(pairs.map(() => 200));

  const { code, stdout } = await server.stop();
  expect(code).toBe(0);
  const log = readLog(stdout);
  expect(log.filter(({ msg }) => String(msg).startsWith('a worker died'))).toHaveLength(1);
  // The three processes have one log, and no line of it is torn.
  expect(log.filter(({ path }) => path === '/api/refresh/')).toHaveLength(pairs.length);
}, 60_000);

test('workers that cannot start end the server, which says why', async () => {
  const installation = await newInstallation('PostgreSQL', { WORKERS: '2' });
  const running = await startServer(installation);
  const { code, stderr } = await runServer({ ...installation, PORT: String(running.port) });
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^Port ${running.port} on 127.0.0.1 is taken.`));
  expect((await running.stop()).code).toBe(0);
}, 60_000);

/** Lets a process hear that its workers have exited before it hears that their channels are closed. */
const channelsCloseLate = `
  import cluster from 'node:cluster';
  cluster.on('fork', ({ process: worker }) => {
    let isOpen = true;
    Object.defineProperty(worker, 'connected', { get: () => isOpen, set: () => undefined });
    const emit = worker.emit;
    worker.emit = (event, ...rest) => {
      if (event !== 'disconnect') return emit.call(worker, event, ...rest);
      return setTimeout(() => emit.call(worker, event, (isOpen = false)), 300);
    };
  });
`;

test('the end of the last worker is the end of all, also where its channel closes after it', async () => {
  const server = await startServer(
    await newInstallation('PostgreSQL', {
      WORKERS: '2',
      METRICS_PORT: String(await freePort()),
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(channelsCloseLate)}`,
    }),
  );
  await eventually('a banner, once all serve', () => server.stderr().includes('Latchkey serves at'));
  expect((await server.stop()).code).toBe(0);
}, 30_000);
