import type { Trx } from '../../db/database.ts';
import { exclusively } from '../../db/locking.ts';
import { readDatabaseTime } from '../../db/time.ts';
import { fromServer, type Origin } from '../../lib/origin.ts';
import { recordEvent } from '../audit/index.ts';
import { notifyNodes, selectLongestTokenLifeMs, type LiveSettings } from '../settings/index.ts';
import { generateKey, jwtAlgorithms, type JwtAlgorithm, type KeyMaterial } from './algorithms.ts';
import { keyConflict } from './errors.ts';
import {
  describe,
  find,
  overdue,
  requireNoneWaiting,
  requireOwn,
  signingOf,
  tell,
  type DescribedKey,
  type Stock,
} from './key-stock.ts';
import * as queries from './queries.ts';
import { inOrderOfSigning, nodesLearnMs, publishedBeforeMs, stateOf } from './schedule.ts';
import { isSealedUnderFormer, openKey, sealAnew, sealKey, sealedElsewhere } from './sealed-keys.ts';
import type { SigningKeysDeps } from './signing-keys.ts';

export interface KeyAdministrationDeps extends SigningKeysDeps {
  readonly settings: LiveSettings;
  /** Called after a change, for the process's own keys to follow it at once. */
  readonly onChange?: () => Promise<void>;
}

export type KeyAdministration = ReturnType<typeof createKeyAdministration>;

const twoSteps =
  'Services hold a copy of the secret of HS256, so a new one takes two steps: add a key and hand its secret over ' +
  '(keys add), and once they have it let it sign (keys activate KID). Where nobody else verifies tokens, or the secret ' +
  'has leaked, rotate now (keys rotate --now).';

/** What an operator does with the keys that sign access tokens. The command line and the admin site use it alike. */
export function createKeyAdministration(deps: KeyAdministrationDeps) {
  const { database, clock, keyRing, settings } = deps;
  const { kysely } = database;

  async function takeStock(db: typeof kysely | Trx): Promise<Stock> {
    const now = await readDatabaseTime(db, clock);
    return {
      now,
      rows: await queries.selectSigningKeys(db),
      tokenLifeMs: await selectLongestTokenLifeMs(db, settings, now),
    };
  }

  /** Decides and writes in one transaction that no other change of keys can be in, and tells all nodes. */
  async function change<T>(work: (trx: Trx, stock: Stock) => Promise<T>): Promise<T> {
    const result = await exclusively(kysely, async (trx) => {
      const done = await work(trx, await settle(trx, await takeStock(trx)));
      await notifyNodes(trx);
      return done;
    });
    // The change holds, whatever comes of this: the process looks again within half a second.
    await deps.onChange?.().catch(() => undefined);
    return result;
  }

  async function insert(
    trx: Trx,
    stock: Stock,
    key: KeyMaterial,
    signsFrom: number | null,
    origin: Origin,
  ): Promise<DescribedKey> {
    const row = { ...sealKey(key, keyRing), createdAt: stock.now, signsFrom, isGiven: 0 } as const;
    await queries.insertSigningKey(trx, row);
    await recordEvent(trx, origin, stock.now, tell('signing_key.created', row));
    return describe(row, { ...stock, rows: [row, ...stock.rows] });
  }

  return {
    /** Every key, the one that was made last first. */
    async list(): Promise<DescribedKey[]> {
      const stock = await takeStock(kysely);
      return stock.rows.map((row) => describe(row, stock));
    },

    /**
     * The key that signs now, in clear: for the terminal, and for no answer of the API.
     *
     * @throws Error where it is sealed under a secret key that is not given.
     */
    async reveal(): Promise<KeyMaterial> {
      const key = openKey(signingOf(await takeStock(kysely)), keyRing);
      if (key) return key;
      throw sealedElsewhere();
    },

    /**
     * Makes a key that takes the place of the one that signs. It is published at once, and signs once all who keep
     * published keys have it; with `now`, once all nodes have it.
     *
     * @throws Problem `conflict` with HS256 and without `now`; where JWT_SIGNING_KEY is given; where another key waits.
     */
    async rotate({ now: isUrgent = false }: { now?: boolean }, origin: Origin): Promise<DescribedKey> {
      const before = await takeStock(kysely);
      requireOwn(before);
      const algorithm = algorithmOf(signingOf(before));
      if (algorithm === 'HS256' && !isUrgent) throw keyConflict(twoSteps);
      const key = await generateKey(algorithm);
      return change((trx, stock) => {
        requireOwn(stock, algorithm);
        requireNoneWaiting(stock);
        const wait = isUrgent ? nodesLearnMs : publishedBeforeMs;
        return insert(trx, stock, key, stock.now + wait, origin);
      });
    },

    /**
     * Makes a shared secret that is accepted from now on, and signs once it is activated.
     *
     * @returns the key and its secret, to hand over: this is the only time that it is shown before it signs.
     * @throws Problem `conflict` with public keys, where JWT_SIGNING_KEY is given, and where another key waits.
     */
    async add(origin: Origin): Promise<DescribedKey & { secret: string }> {
      const key = await generateKey('HS256');
      const described = await change((trx, stock) => {
        requireOwn(stock);
        if (signingOf(stock).algorithm !== 'HS256') {
          throw keyConflict('Public keys are handed over by being published. Rotate instead (keys rotate).');
        }
        requireNoneWaiting(stock);
        return insert(trx, stock, key, null, origin);
      });
      return { ...described, secret: key.secret };
    },

    /**
     * Lets a key that was added or waits sign, as soon as every node has it.
     *
     * @throws Problem `not_found`; `conflict` where it signs or has signed, and where JWT_SIGNING_KEY is given.
     */
    activate(kid: string, origin: Origin): Promise<DescribedKey> {
      return change(async (trx, stock) => {
        const row = find(stock, kid);
        requireOwn(stock);
        const state = stateOf(row, stock.rows, stock.now);
        if (state === 'signing') throw keyConflict('It signs already.');
        if (state === 'superseded') {
          throw keyConflict('It has signed before, and goes by itself. Make a new key instead.');
        }
        const { algorithm } = signingOf(stock);
        if (state === 'added' && row.algorithm !== algorithm) {
          throw keyConflict(
            `It is a key for ${row.algorithm}, and the servers sign with ${algorithm}: JWT_ALGORITHM says so.`,
          );
        }
        requireNoneWaiting(stock, row);
        const signsFrom = Math.min(row.signsFrom ?? Infinity, stock.now + nodesLearnMs);
        const activated = { ...row, signsFrom };
        await queries.updateSignsFrom(trx, kid, signsFrom);
        await recordEvent(trx, origin, stock.now, tell('signing_key.activated', activated));
        const rows = stock.rows.map((other) => (other === row ? activated : other));
        return describe(activated, { ...stock, rows });
      });
    },

    /**
     * Forgets a key that does not sign.
     *
     * @param now also where tokens that it has signed may be valid: they are refused from now on.
     * @throws Problem `not_found`; `conflict` where it signs, or its tokens may be valid and `now` is not said.
     */
    retire(kid: string, { now: isUrgent = false }: { now?: boolean }, origin: Origin): Promise<void> {
      return change(async (trx, stock) => {
        const row = find(stock, kid);
        const { state, verifies_until: until } = describe(row, stock);
        if (state === 'signing') {
          throw keyConflict('It signs access tokens. It can go once another key signs.');
        }
        if (until !== null && Date.parse(until) > stock.now && !isUrgent) {
          throw keyConflict(
            `The last tokens that it has signed are over at ${until}, and it goes by itself then. ` +
              'To refuse them at once, retire it now (keys retire KID --now): their holders refresh once.',
          );
        }
        await queries.deleteSigningKey(trx, kid);
        await recordEvent(trx, origin, stock.now, tell('signing_key.retired', row));
      });
    },

    /** Forgets the keys whose last token is over, and seals anew what lies under a former secret key. */
    async tidy(): Promise<void> {
      const isDue = (stock: Stock): boolean =>
        overdue(stock).length > 0 || stock.rows.some((row) => isSealedUnderFormer(row, keyRing));
      if (!isDue(await takeStock(kysely))) return;
      await change(async (trx, stock) => {
        await sealAnew(trx, stock.rows, keyRing);
        for (const row of overdue(stock)) {
          await queries.deleteSigningKey(trx, row.kid);
          await recordEvent(trx, fromServer, stock.now, tell('signing_key.retired', row));
        }
      });
    },
  };
}

/**
 * Where the clock was set back, the key that signs is one whose time has not come. From now on it has: what is scheduled
 * before that time would sign at once, and lose its place again when the time comes.
 */
async function settle(trx: Trx, stock: Stock): Promise<Stock> {
  const { rows, now } = stock;
  const signing = inOrderOfSigning(rows, now)[0];
  if (!signing || (signing.signsFrom ?? 0) <= now) return stock;
  await queries.updateSignsFrom(trx, signing.kid, now);
  return { ...stock, rows: rows.map((row) => (row === signing ? { ...row, signsFrom: now } : row)) };
}

function algorithmOf({ algorithm }: queries.StoredSigningKey): JwtAlgorithm {
  const known = jwtAlgorithms.find((name) => name === algorithm);
  if (known === undefined) throw keyConflict('The key that signs was made by a newer version.');
  return known;
}
