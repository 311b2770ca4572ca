import { randomId } from '../../lib/ids.ts';
import type { Clock } from '../../lib/clock.ts';
import { softwareVersion } from '../../lib/software-version.ts';
import { readDatabaseTime } from '../../db/time.ts';
import type { Db } from '../../db/database.ts';
import {
  countNodesSeenSince,
  deleteNode,
  deleteNodesSeenBefore,
  selectLiveNodeKeys,
  selectNodes,
  upsertNode,
  type NodeRow,
} from './queries.ts';
import type { KeyRing, SecretKey } from './secret-keys.ts';

export const heartbeatMs = 2_000;
/** A node that has not been seen for this long is taken for gone. */
const lostAfterMs = 15_000;

/** This process among those that share the database. */
export interface Node {
  readonly id: string;
  readonly keyRing: KeyRing;
  /** Says that this node lives, and looks which others do and which keys they know. */
  beat(): Promise<void>;
  /** The nodes that live, this one among them. */
  list(now: number): Promise<NodeRow[]>;
  /** Takes this node off the list. */
  leave(): Promise<void>;
}

/** The nodes that live. @param now the database's time. */
export function listLiveNodes(db: Db, now: number): Promise<NodeRow[]> {
  return selectNodes(db, now - lostAfterMs);
}

/** Joins the nodes of a database. The caller beats every `heartbeatMs`. */
export async function joinNodes(
  db: Db,
  keys: readonly SecretKey[],
  clock: Clock,
  settingsVersion: () => number,
): Promise<Node> {
  const [primary] = keys;
  if (primary === undefined) throw new Error('A node needs a secret key.');
  const id = randomId();
  const startedAt = clock.now();
  const ids = keys.map((key) => key.id);
  const byId = new Map(keys.map((key) => [key.id, key]));
  let signing = primary;

  const node: Node = {
    id,
    keyRing: { signing: () => signing, get: (keyId) => byId.get(keyId), all: () => keys },
    async beat() {
      const now = await readDatabaseTime(db, clock);
      const node = {
        id,
        startedAt,
        secretKeyIds: ids,
        settingsVersion: settingsVersion(),
        software: softwareVersion,
      };
      await upsertNode(db, node, now);
      const live = await selectLiveNodeKeys(db, now - lostAfterMs);
      // Until every node knows the new key, what it signs would be turned away by the others.
      signing = keys.find((key) => live.every((known) => known.includes(key.id))) ?? primary;
      await deleteNodesSeenBefore(db, now - 60 * lostAfterMs);
    },
    list: (now) => listLiveNodes(db, now),
    leave: () => deleteNode(db, id),
  };
  await node.beat();
  return node;
}

/** How many servers run on the database. One that was killed counts for fifteen seconds more. */
export async function countLiveNodes(db: Db, clock: Clock): Promise<number> {
  return countNodesSeenSince(db, (await readDatabaseTime(db, clock)) - lostAfterMs);
}
