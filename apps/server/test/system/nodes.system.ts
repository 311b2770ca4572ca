import { runConformance } from 'latchkey-conformance';
import { describe, expect, test } from 'vitest';
import { startFleet, type Fleet } from '../support/fleet.ts';
import { HonestLoad } from '../support/honest-load.ts';

const admin = { email: 'admin@example.com', password: 'the password of the admin' };
const rounds = 3;

/** Clients of every kind, who know nothing of the nodes. */
async function beginLoad({ proxy }: Fleet): Promise<HonestLoad> {
  const load = new HonestLoad({ server: () => proxy, refreshing: 6, signingInAndOut: 2, reading: 6 });
  await load.begin();
  return load;
}

async function restartEach(fleet: Fleet, load: HonestLoad): Promise<void> {
  for (const [i, node] of fleet.nodes.entries()) {
    expect((await node.stop()).code).toBe(0);
    await fleet.replace(i);
    await load.progress();
  }
}

/** Nobody has noticed anything: neither a client nor the proxy's own log. */
async function expectNothingNoticed(load: HonestLoad, { proxy, nodes }: Fleet): Promise<void> {
  await load.end();
  expect(load.unexpected).toEqual([]);
  expect(load.lostBecause).toEqual([]);
  expect(load.unavailable).toBe(0);
  expect(await load.findLosses()).toEqual([]);
  const requests = proxy.requests();
  expect(requests.filter(({ status }) => status >= 499 || status < 100)).toEqual([]);
  const served = new Set(requests.map((request) => request.node));
  for (const node of nodes) expect(served).toContain(node.port);
}

describe('three nodes behind a proxy', () => {
  test('keep every promise that can be seen from outside, one request here, the next one there', async () => {
    const { proxy, nodes } = await startFleet({
      proxy: 'nginx, in a circle',
      environment: {
        ...{ ACCESS_TOKEN_LIFETIME: '12', REFRESH_REUSE_GRACE: '5' },
        ...{ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password },
      },
    });
    // nginx refuses a NUL in an address by itself.
    const skip = ['errors.nul-path'];
    const report = await runConformance({
      baseUrl: proxy.url,
      admin,
      disposable: true,
      settleSeconds: 1,
      skip,
    });
    expect(report.results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(report.results.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(100);
    expect(report.accountsLeft).toEqual([]);
    for (const { port } of nodes)
      expect(proxy.requests().filter((request) => request.node === port).length).toBeGreaterThan(100);
  }, 180_000);

  test('are restarted one by one, again and again, and no request fails', async () => {
    const fleet = await startFleet({ environment: { SHUTDOWN_DELAY: '1' } });
    const load = await beginLoad(fleet);
    for (let round = 0; round < rounds; round += 1) await restartEach(fleet, load);
    await expectNothingNoticed(load, fleet);
    // The proxy had to find out by itself that a node was gone.
    expect(fleet.proxy.requests().some(({ retries }) => retries > 0)).toBe(true);
  }, 240_000);

  test('send nobody to a node that stops, where the proxy asks who is ready', async () => {
    const fleet = await startFleet({ proxy: 'HAProxy', environment: { SHUTDOWN_DELAY: '3' } });
    const load = await beginLoad(fleet);
    await restartEach(fleet, load);
    await expectNothingNoticed(load, fleet);
    expect(fleet.proxy.requests().filter(({ retries }) => retries > 0)).toEqual([]);
  }, 240_000);

  test('fail requests where one is killed, which is noticed, and still log nobody out', async () => {
    const fleet = await startFleet();
    const load = await beginLoad(fleet);
    for (const [i, node] of fleet.nodes.entries()) {
      await node.kill();
      await fleet.replace(i);
      await load.progress();
    }
    await load.end();
    expect(load.lost).toBeGreaterThan(0);
    expect(fleet.proxy.requests().some(({ status }) => status === 502)).toBe(true);
    expect(load.unexpected).toEqual([]);
    expect(await load.findLosses()).toEqual([]);
  }, 240_000);
});
