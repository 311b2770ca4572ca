import { startApp, type TestApp } from '../../support/app.ts';
import type { DatabaseKind } from '../../support/databases.ts';

/** Two nodes on one database that are restarted, and given new keys, while sessions live. */
export interface Nodes {
  /** Any number: the nodes take turns. */
  at(index: number): TestApp;
  /** Restarts a node with all keys that are needed, and with a new one besides where that is asked for. */
  restart(index: number, newKey: boolean): Promise<void>;
  /** Tries to start one more node, with a key that the database does not know. */
  startWithWrongKey(): Promise<unknown>;
  /** Which secret key each node signs with: its number in the database. */
  signingKeys(): number[];
  /** There are no sessions now: keys that are older than what the nodes know need not be handed on. */
  forgetOldKeys(): void;
}

const keyOf = (n: number): string => `secret key number ${n} of the protocol test`;

function environmentOf(newest: number, oldest: number): Record<string, string> {
  const older = Array.from({ length: newest - oldest }, (_, i) => keyOf(newest - 1 - i));
  return {
    SECRET_KEY: keyOf(newest),
    SECRET_KEY_FALLBACKS: older.join(','),
    // All sequences come from one address.
    REGISTRATIONS_PER_ADDRESS: '0',
    LOGIN_FAILURES_PER_ADDRESS: '0',
    FORGED_TOKENS_PER_ADDRESS: '0',
  };
}

export async function startNodes(kind: DatabaseKind): Promise<Nodes> {
  const first = await startApp(kind, { environment: environmentOf(0, 0) });
  const nodes = [
    { app: first, newestKey: 0 },
    { app: await first.another(), newestKey: 0 },
  ];
  let newestKey = 0;
  let oldestKey = 0;

  const nodeAt = (index: number): { app: TestApp; newestKey: number } => {
    const node = nodes[index % nodes.length];
    if (!node) throw new Error('there is no such node');
    return node;
  };
  // What every node does every other second.
  const beat = async (): Promise<void> => {
    for (const { app } of nodes) await app.service.node.beat();
  };

  return {
    at: (index) => nodeAt(index).app,
    async restart(index, newKey) {
      if (newKey) newestKey += 1;
      await beat();
      const node = nodeAt(index);
      await node.app.stop();
      node.app = await first.another({ environment: environmentOf(newestKey, oldestKey) });
      node.newestKey = newestKey;
      await beat();
    },
    startWithWrongKey: () =>
      first.another({
        environment: { SECRET_KEY: 'the secret key of somebody else', SECRET_KEY_FALLBACKS: undefined },
      }),
    signingKeys: () => nodes.map(({ app }) => app.service.node.keyRing.signing().id),
    forgetOldKeys() {
      oldestKey = Math.min(...nodes.map((node) => node.newestKey));
    },
  };
}
