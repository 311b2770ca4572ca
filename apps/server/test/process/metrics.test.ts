import { expect, test } from 'vitest';
import { bearer, createClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/postgres-server.ts';
import { metricsToken, scrape } from '../support/read-metrics.ts';
import { newInstallation, runServer, startServer } from '../support/server-process.ts';

test('METRICS_PORT has the metrics for itself, on this machine alone and without a token', async () => {
  const metricsPort = await freePort();
  const installation = await newInstallation('SQLite', { METRICS_PORT: String(metricsPort) });
  const server = await startServer(installation);
  expect((await server.get('/metrics')).status).toBe(404);
  const own = createClient(`http://127.0.0.1:${metricsPort}`);
  await server.register();
  await server.login();
  const { sum } = await scrape(own, '');
  expect(sum('latchkey_logins_total', { outcome: 'succeeded' })).toBe(1);
  for (const path of ['/', '/admin/', '/errors/'])
    expect((await own.get(path)).status, 'nothing else').toBe(404);
  expect((await own.post('/metrics', {})).status).toBe(405);
  const log = server.stdout();
  expect(log).not.toContain('"/metrics","status":200');
  expect((await server.stop()).code).toBe(0);
});

test('METRICS_PORT with METRICS_TOKEN asks for it, and a port that is taken is named', async () => {
  const metricsPort = await freePort();
  const environment = { METRICS_PORT: String(metricsPort), METRICS_TOKEN: metricsToken };
  const server = await startServer(await newInstallation('SQLite', environment));
  const own = createClient(`http://127.0.0.1:${metricsPort}`);
  expect((await own.get('/metrics')).status).toBe(401);
  expect((await own.send('GET', '/metrics', { headers: bearer(metricsToken) })).status).toBe(200);
  expect((await server.send('GET', '/metrics', { headers: bearer(metricsToken) })).status).toBe(404);

  const { code, stderr } = await runServer(await newInstallation('SQLite', environment));
  expect(code).toBe(1);
  expect(stderr).toContain(`Port ${metricsPort} on 127.0.0.1 is taken.`);
  expect(stderr).toContain(`METRICS_PORT=${metricsPort + 1}`);
  expect(stderr).not.toContain(metricsToken);
});

test.each(['at the port of the API', 'at a port of their own'])(
  'of several workers every scrape tells of all, also after one was replaced: %s',
  async (where) => {
    const isOwn = where === 'at a port of their own';
    const metricsPort = isOwn ? String(await freePort()) : '';
    const environment = { WORKERS: '2', METRICS_TOKEN: metricsToken, METRICS_PORT: metricsPort };
    const server = await startServer(await newInstallation('PostgreSQL', environment));
    await eventually('a banner, once all serve', () => server.stderr().includes('Latchkey serves at'));
    const asked = isOwn ? createClient(`http://127.0.0.1:${metricsPort}`) : server;
    await server.register();
    await Promise.all(Array.from({ length: 12 }, () => server.login()));

    for (let i = 0; i < 4; i += 1) {
      const { sum, series } = await scrape(asked);
      expect(sum('latchkey_logins_total', { outcome: 'succeeded' })).toBe(12);
      const ofWorkers = ['1', '2'].map((worker) => sum('latchkey_ready', { worker }));
      expect(ofWorkers).toEqual([1, 1]);
      expect(sum('latchkey_worker_up')).toBe(2);
      // What is of the installation is told once.
      expect(series.filter(({ name }) => name === 'latchkey_nodes')).toEqual([
        { name: 'latchkey_nodes', labels: {}, value: 2 },
      ]);
    }

    const pids = server.workers();
    expect(pids).toHaveLength(2);
    process.kill(pids[0] ?? 0, 'SIGKILL');
    const after = await eventually('another worker in its place', async () => {
      const found = await scrape(asked).catch(() => undefined);
      const isReplaced = !server.workers().includes(pids[0] ?? 0) && found?.sum('latchkey_worker_up') === 2;
      return isReplaced ? found : undefined;
    });
    const workers = new Set(after.series.flatMap(({ labels }) => labels['worker'] ?? []));
    expect([...workers].sort()).toEqual(['1', '2']);
    expect((await server.stop()).code).toBe(0);
  },
  60_000,
);

test('a worker that hangs is told to be down, and the other one is told of', async () => {
  const metricsPort = String(await freePort());
  const environment = { WORKERS: '2', METRICS_PORT: metricsPort };
  const server = await startServer(await newInstallation('PostgreSQL', environment));
  await eventually('a banner, once all serve', () => server.stderr().includes('Latchkey serves at'));
  const [hanging = 0] = server.workers();
  process.kill(hanging, 'SIGSTOP');
  const { sum } = await scrape(createClient(`http://127.0.0.1:${metricsPort}`), '');
  process.kill(hanging, 'SIGCONT');
  expect(sum('latchkey_worker_up')).toBe(1);
  expect(sum('latchkey_ready')).toBe(1);
}, 60_000);
