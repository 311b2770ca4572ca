import type { Database } from '../../db/database.ts';
import { toTime } from '../../db/time.ts';
import type { Clock } from '../../lib/clock.ts';
import type { KeyRing } from '../installation/index.ts';
import type { KeyMaterial } from './algorithms.ts';
import { selectSchedule, selectSigningKeys } from './queries.ts';
import { inOrderOfSigning } from './schedule.ts';
import { openKey, sealedElsewhere } from './sealed-keys.ts';

/** The keys at one moment. It never changes: another moment has another object. */
export interface SigningKeys {
  readonly active: KeyMaterial;
  /** Since when it may sign, in milliseconds since the epoch. */
  readonly signsFrom: number;
  /** Every key whose tokens are accepted, the active one among them. */
  readonly all: readonly KeyMaterial[];
}

/** The keys that this process runs with. They follow the database, and its clock. */
export interface LiveSigningKeys {
  /** The same object until something changes. It costs no query. */
  current(): SigningKeys;
  /** Looks which keys there are and which of them signs by now. */
  refresh(): Promise<void>;
}

export interface SigningKeysDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyRing: KeyRing;
}

/** @throws Error where the key that signs is sealed under a secret key that this process was not given. */
export async function openSigningKeys(deps: SigningKeysDeps): Promise<LiveSigningKeys> {
  let current = await readSigningKeys(deps, undefined);
  let line: Promise<void> = Promise.resolve();
  return {
    current: () => current,
    refresh() {
      // One after the other: a look that began earlier must not bring a key back that was found gone.
      const look = line.then(async () => {
        current = await readSigningKeys(deps, current);
      });
      line = look.catch(() => undefined);
      return look;
    },
  };
}

/** @param before what was read last; it is returned where nothing has changed, and no key in it is opened again. */
async function readSigningKeys(
  { database: { kysely }, clock, keyRing }: SigningKeysDeps,
  before: SigningKeys | undefined,
): Promise<SigningKeys> {
  const schedule = await selectSchedule(kysely);
  const now = toTime(schedule[0]?.databaseNow ?? null, clock);
  const known = new Map(before?.all.map((key) => [key.kid, key]));
  if (schedule.some(({ kid }) => !known.has(kid))) {
    for (const row of await selectSigningKeys(kysely)) {
      const key = known.get(row.kid) ?? openKey(row, keyRing);
      if (key) known.set(row.kid, key);
    }
  }
  const order = inOrderOfSigning(schedule, now);
  // A running node that cannot open the newest key signs with one that all know; a node that starts would be of no use.
  const chosen = before ? order.find(({ kid }) => known.has(kid)) : order[0];
  const active = chosen && known.get(chosen.kid);
  if (!active) throw sealedElsewhere();
  const all = schedule.flatMap(({ kid }) => known.get(kid) ?? []);
  const signsFrom = chosen.signsFrom ?? now;
  const isSame = before?.active === active && before.signsFrom === signsFrom && sameKeys(before.all, all);
  return isSame ? before : { active, signsFrom, all };
}

function sameKeys(some: readonly KeyMaterial[], others: readonly KeyMaterial[]): boolean {
  return some.length === others.length && some.every((key) => others.includes(key));
}
