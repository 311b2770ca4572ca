import { expect, test } from 'vitest';
import { heartbeatMs } from '../../src/features/installation/node.ts';
import { eventually, pause } from '../support/eventually.ts';
import { query } from '../support/postgres-admin.ts';
import { newInstallation, startServer, type ServerProcess } from '../support/server-process.ts';

const [oldKey, newKey] = ['the old secret key of the tests', 'the new secret key of the tests'];
const sessionCount = 6;
const restMs = 20;

/** Two nodes behind a balancer that knows no more than who accepts connections. */
class Nodes {
  readonly #nodes: ServerProcess[] = [];

  async add(environment: ServerProcess['environment']): Promise<void> {
    this.#nodes.push(await startServer(environment));
  }

  /** Stops each node and starts it again with other keys, one after the other, with a rest in between. */
  async roll(keys: { SECRET_KEY: string; SECRET_KEY_FALLBACKS: string }): Promise<void> {
    for (const [i, node] of this.#nodes.entries()) {
      if (i > 0) await pause(heartbeatMs + 500);
      expect((await node.stop()).code).toBe(0);
      this.#nodes[i] = await startServer({ ...node.environment, ...keys });
    }
  }

  any(): ServerProcess {
    const node = this.#nodes[Math.floor(Math.random() * this.#nodes.length)];
    if (!node) throw new Error('There are no nodes.');
    return node;
  }
}

/** A client that refreshes all the time, and tries again elsewhere where it gets no answer. */
async function keepRefreshing(nodes: Nodes, token: string, until: () => boolean): Promise<number[]> {
  const statuses: number[] = [];
  let current = token;
  while (!until()) {
    await pause(restMs);
    const answer = await nodes
      .any()
      .refresh(current)
      .catch(() => undefined);
    if (!answer) continue;
    statuses.push(answer.status);
    if (answer.status !== 200) throw new Error(`a refresh was answered with ${answer.text}`);
    current = answer.body.refresh_token;
  }
  return statuses;
}

test('a rolling change of SECRET_KEY over two live nodes logs nobody out', async () => {
  const installation = await newInstallation('PostgreSQL', { SECRET_KEY: oldKey });
  const database = installation['DATABASE_URL'] ?? '';
  const nodes = new Nodes();
  await nodes.add(installation);
  await nodes.add(installation);
  await nodes.any().register();
  const pairs = await Promise.all(Array.from({ length: sessionCount }, () => nodes.any().login()));
  let isOver = false;
  const clients = pairs.map((pair) => keepRefreshing(nodes, pair.refresh_token, () => isOver));
  const failed = new Promise<never>((_resolve, reject) => {
    for (const client of clients) client.catch(reject);
  });
  const during = <T>(work: Promise<T>): Promise<T> => Promise.race([work, failed]);

  await during(nodes.roll({ SECRET_KEY: newKey, SECRET_KEY_FALLBACKS: oldKey }));
  await during(eventually('sessions that need the new key alone', () => needOnlyTheLatestKey(database)));
  await during(nodes.roll({ SECRET_KEY: newKey, SECRET_KEY_FALLBACKS: '' }));
  await during(pause(500));
  isOver = true;
  const statuses = await Promise.all(clients);
  for (const ofClient of statuses) expect(ofClient.length).toBeGreaterThan(20);
  const live = await query(database, 'select selector from sessions where ended_at is null');
  expect(live).toHaveLength(sessionCount);
});

async function needOnlyTheLatestKey(database: string): Promise<boolean> {
  const others = await query(
    database,
    `select selector from sessions
     where key_id <> (select max(id) from secret_keys) or previous_key_id <> (select max(id) from secret_keys)`,
  );
  return others.length === 0;
}
