import { exclusively } from '../../db/locking.ts';
import type { Trx } from '../../db/database.ts';
import { readDatabaseTime } from '../../db/time.ts';
import { fromServer } from '../../lib/origin.ts';
import { recordEvent } from '../audit/index.ts';
import type { KeyRing } from '../installation/index.ts';
import { notifyNodes } from '../settings/index.ts';
import { generateKey, sharedSecret, type JwtAlgorithm } from './algorithms.ts';
import {
  insertSigningKey,
  selectSigningKeys,
  updateGiven,
  updateSignsFrom,
  type StoredSigningKey,
} from './queries.ts';
import { inOrderOfSigning, nodesLearnMs, publishedBeforeMs, stateOf } from './schedule.ts';
import { openKey, sealAnew, sealKey } from './sealed-keys.ts';
import type { SigningKeysDeps } from './signing-keys.ts';

/** What a server was started with: JWT_ALGORITHM, and JWT_SIGNING_KEY where that is given. */
export interface WantedKey {
  readonly algorithm: JwtAlgorithm;
  readonly secret?: string | undefined;
}

/**
 * Sees to it that a key of the wanted algorithm, or the given secret itself, is the one that signs. There is one
 * schedule for all nodes: the node that was started last decides, and the others follow, so that none of them signs with
 * what another one does not know. Keys that lie under a former secret key are sealed anew.
 *
 * @param isAlone whether no other node lives; else a key that is new to them waits until they have learnt of it. A public
 *   key that takes the place of another one is published first, as in a rotation.
 * @throws Error where the wanted key is sealed under a secret key that this process was not given.
 */
export async function provideSigningKey(
  { database, clock, keyRing }: SigningKeysDeps,
  wanted: WantedKey,
  isAlone: () => Promise<boolean>,
): Promise<void> {
  await exclusively(database.kysely, async (trx) => {
    const now = await readDatabaseTime(trx, clock);
    const rows = await selectSigningKeys(trx);
    await sealAnew(trx, rows, keyRing);
    const order = inOrderOfSigning(rows, now);
    const isWanted = (row: StoredSigningKey): boolean =>
      wanted.secret === undefined
        ? row.algorithm === wanted.algorithm
        : row.algorithm === 'HS256' && openKey(row, keyRing)?.secret === wanted.secret;

    const last = newestOf(order);
    const signing = order[0];
    let kid = last?.kid;
    if (!last || !isWanted(last)) {
      await withdraw(
        trx,
        order.filter((row) => stateOf(row, rows, now) === 'waiting'),
        now,
      );
      if (signing && isWanted(signing)) {
        kid = signing.kid;
      } else {
        const wait = signing ? await waitFor(signing, wanted, isAlone) : 0;
        const signsFrom = Math.max(now + wait, (signing?.signsFrom ?? 0) + 1);
        kid = await letSign(trx, newestOf(rows.filter(isWanted)), wanted, { keyRing, now, signsFrom });
      }
      await notifyNodes(trx);
    }
    await updateGiven(trx, wanted.secret === undefined ? undefined : kid);
  });
}

/** How long a key that takes the place of another one waits, in milliseconds. */
async function waitFor(
  signing: StoredSigningKey,
  wanted: WantedKey,
  isAlone: () => Promise<boolean>,
): Promise<number> {
  // Who verifies with shared secrets has not kept any public keys.
  if (signing.algorithm !== 'HS256' && wanted.algorithm !== 'HS256') return publishedBeforeMs;
  return (await isAlone()) ? 0 : nodesLearnMs;
}

/** The one that signs last; of those that were never let sign the one that was made last. */
function newestOf(rows: readonly StoredSigningKey[]): StoredSigningKey | undefined {
  return [...rows].sort((a, b) => (b.signsFrom ?? -1) - (a.signsFrom ?? -1) || b.createdAt - a.createdAt)[0];
}

async function withdraw(trx: Trx, waiting: readonly StoredSigningKey[], now: number): Promise<void> {
  for (const { kid, algorithm } of waiting) {
    await updateSignsFrom(trx, kid, null);
    await recordEvent(trx, fromServer, now, {
      event: 'signing_key.withdrawn',
      details: { kid, algorithm },
    });
  }
}

/** @returns the `kid` of the key that signs from then on: the known one, or else a new one. */
async function letSign(
  trx: Trx,
  known: StoredSigningKey | undefined,
  wanted: WantedKey,
  { keyRing, now, signsFrom }: { keyRing: KeyRing; now: number; signsFrom: number },
): Promise<string> {
  const times = { signs_from: new Date(signsFrom).toISOString() };
  if (known) {
    await updateSignsFrom(trx, known.kid, signsFrom);
    const details = { kid: known.kid, algorithm: known.algorithm, ...times };
    await recordEvent(trx, fromServer, now, { event: 'signing_key.activated', details });
    return known.kid;
  }
  const key = wanted.secret === undefined ? await generateKey(wanted.algorithm) : sharedSecret(wanted.secret);
  await insertSigningKey(trx, { ...sealKey(key, keyRing), createdAt: now, signsFrom, isGiven: 0 });
  const details = { kid: key.kid, algorithm: key.algorithm, ...times };
  await recordEvent(trx, fromServer, now, { event: 'signing_key.created', details });
  return key.kid;
}
