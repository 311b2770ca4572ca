import { runConformance } from 'latchkey-conformance';
import { expect, test } from 'vitest';
import { startFleet } from '../support/fleet.ts';
import { HonestLoad } from '../support/honest-load.ts';
import { pause } from '../support/eventually.ts';

const admin = { email: 'admin@example.com', password: 'the password of the admin' };

test('three nodes behind a proxy keep every promise that can be seen from outside', async () => {
  const { proxy } = await startFleet({
    balancing: '',
    environment: {
      ACCESS_TOKEN_LIFETIME: '12',
      REFRESH_REUSE_GRACE: '5',
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
    },
  });
  const report = await runConformance({ baseUrl: proxy.url, admin, disposable: true });
  console.log(
    JSON.stringify(
      report.results.filter(({ outcome }) => outcome !== 'passed'),
      undefined,
      1,
    ),
  );
}, 180_000);

test('rolling', async () => {
  const fleet = await startFleet({
    environment: { SHUTDOWN_DELAY: process.env['DELAY'] ?? '1', LOG_LEVEL: 'warn' },
  });
  const load = new HonestLoad({
    server: () => fleet.proxy,
    refreshing: 6,
    registering: 1,
    signingInAndOut: 2,
    reading: 6,
  });
  await load.begin();
  for (let round = 0; round < Number(process.env['ROUNDS'] ?? 3); round += 1) {
    for (const [i, node] of fleet.nodes.entries()) {
      const { code } = await node.stop();
      expect(code).toBe(0);
      await pause(300);
      await fleet.replace(i);
      await load.progress();
    }
    console.log(
      round,
      load.rotations,
      fleet.proxy.requests().length,
      load.lost,
      load.unavailable,
      load.lostBecause,
      load.unexpected,
      fleet.proxy.requests().filter((r) => r.nodes.length > 1).length,
    );
  }
  await load.end();
  console.log(
    fleet.proxy
      .requests()
      .filter((r) => r.status >= 500)
      .slice(0, 10),
  );
  expect(await load.findLosses()).toEqual([]);
}, 600_000);
