import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { pause } from '../support/eventually.ts';
import { HonestLoad } from '../support/honest-load.ts';
import { newInstallation, startServer } from '../support/server-process.ts';

const kills = 2;

/** How a client makes sure that a retry is known for one: by being quick, or by its key. */
const retries: [string, Environment, () => string | undefined][] = [
  ['retried within the grace', {}, () => undefined],
  ['retried with its Idempotency-Key', { REFRESH_REUSE_GRACE: '0' }, randomUUID],
];

onEveryDatabase('after `kill -9` in the middle of refreshing, registering and logging out', (kind) => {
  test.each(retries)(
    'everything that was answered holds, and what was not answered works and is %s',
    async (_name, settings, makeKey) => {
      const installation = await newInstallation(kind, settings);
      let server = await startServer(installation);
      const load = new HonestLoad({ server: () => server, makeKey, signingInAndOut: 2 });
      await load.begin();
      for (let kill = 1; kill <= kills; kill += 1) {
        await load.progress();
        // A moment that nobody chose.
        await pause(Math.random() * 60);
        await server.kill();
        server = await startServer(server.environment);
      }
      await load.progress();
      await load.end();

      expect(load.lost).toBeGreaterThan(0);
      expect(load.unexpected).toEqual([]);
      expect(await load.findLosses()).toEqual([]);
    },
    90_000,
  );
});
