import { expect, test } from 'vitest';
import { expectRefusal } from '../support/expect-refusal.ts';
import { startFleet, type Fleet } from '../support/fleet.ts';
import { HonestLoad } from '../support/honest-load.ts';
import { buildNewerServer, plantedMigration } from '../support/newer-server.ts';
import { query } from '../support/postgres-admin.ts';
import { runServer } from '../support/server-process.ts';

async function hasMigrated({ environment }: Fleet): Promise<boolean> {
  const sql = `select from latchkey_migration where name = '${plantedMigration}'`;
  return (await query(environment['DATABASE_URL'] ?? '', sql)).length === 1;
}

test('a newer version takes the place of an older one, node by node, over a migration, and no request fails', async () => {
  const build = buildNewerServer();
  const fleet = await startFleet({ environment: { SHUTDOWN_DELAY: '1' } });
  const load = new HonestLoad({
    server: () => fleet.proxy,
    refreshing: 6,
    signingInAndOut: 2,
    reading: 6,
  });
  await load.begin();
  await load.progress();
  for (const [i, node] of fleet.nodes.entries()) {
    expect(await hasMigrated(fleet)).toBe(i > 0);
    expect((await node.stop()).code).toBe(0);
    await fleet.replace(i, { build });
    // The nodes that are still of the older version serve on, on tables that they do not know all of.
    await load.progress();
    if (i === 0) {
      expectRefusal(await runServer(fleet.environment), 'made by a newer version of Latchkey');
      await load.progress();
    }
  }
  await load.end();
  expect(load.unexpected).toEqual([]);
  expect(load.lostBecause).toEqual([]);
  expect(load.unavailable).toBe(0);
  expect(await load.findLosses()).toEqual([]);
  const requests = fleet.proxy.requests();
  expect(requests.filter(({ status }) => status >= 499 || status < 100)).toEqual([]);
  // Each of the old ones served after the migration, or is the one that it came with.
  for (const node of fleet.nodes) expect(requests.some((request) => request.node === node.port)).toBe(true);
}, 240_000);
