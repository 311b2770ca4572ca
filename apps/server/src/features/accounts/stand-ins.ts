import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../../db/database.ts';
import type { Clock } from '../../lib/clock.ts';
import { readFormerHash } from '../../lib/former-hashes.ts';
import { claimFact, replaceFact, selectFact } from '../installation/index.ts';
import * as queries from './queries.ts';

/**
 * Which hashes there are that accounts have brought along, by the stand-in of their form and cost. Shared by all nodes,
 * so that each has the same answer for an address.
 */
export interface FormerPasswords {
  /** Random: nobody else can foresee which form an address is given. */
  readonly key: string;
  /** How many accounts there were when the last of these hashes came. */
  readonly accountsThen: number;
  readonly accounts: number;
  readonly countedAt: number;
  /** How many came with a form, and how many of these have not been replaced yet. */
  readonly forms: Readonly<Record<string, { readonly came: number; readonly left: number }>>;
}

/** The fact that accounts have brought hashes along; as long as it is not there, nothing is counted. */
const formerPasswordsFact = 'former_passwords';

/** How soon a node knows of hashes that are being brought along, in milliseconds. */
export const lookForFormerPasswordsMs = 2_000;
const countEveryMs = 600_000;
const countPageSize = 2_000;
const countRestMs = 5;

export type StandIns = ReturnType<typeof createStandIns>;

/**
 * What the password for an unknown address is compared with, so that time does not tell it from an account whose hash
 * has come from elsewhere and takes longer, or less long, than one of our own. Of unknown addresses as many are given a
 * form as of accounts, and each always the same one: it changes once, to our own, as with an account at its first login.
 */
export function createStandIns({ kysely, clock }: { kysely: Db; clock: Clock }) {
  let known: string | undefined;
  let passwords: FormerPasswords | undefined;

  async function look(): Promise<void> {
    const stored = await selectFact(kysely, formerPasswordsFact);
    if (stored === known) return;
    known = stored;
    // Written by this file alone, from this type.
    passwords = stored === undefined ? undefined : (JSON.parse(stored) as FormerPasswords);
  }

  return {
    /**
     * @param address normalized.
     * @returns undefined for a hash of our own, as is everybody's where no accounts have been brought along.
     */
    of: (address: string): string | undefined => passwords && chooseStandIn(passwords, address),

    look,

    /** Counts anew where it is time to; of several nodes one does. */
    async count(): Promise<void> {
      if (known === undefined || passwords === undefined) return;
      const now = clock.now();
      const isOver = Object.values(passwords.forms).every(({ left }) => left === 0);
      if (isOver || now < passwords.countedAt + countEveryMs) return;
      const claimed = JSON.stringify({ ...passwords, countedAt: now });
      if (!(await replaceFact(kysely, formerPasswordsFact, known, claimed))) return;
      await recount(kysely, claimed);
      await look();
    },
  };
}

async function recount(kysely: Db, stored: string): Promise<void> {
  const counted = await countFormerPasswords(kysely);
  // Written by this file alone, from this type.
  const passwords = withCount(JSON.parse(stored) as FormerPasswords, counted);
  await replaceFact(kysely, formerPasswordsFact, stored, JSON.stringify(passwords));
}

/**
 * Says which hashes are about to be brought along, so that the nodes know of them before the first of them is there:
 * `lookForFormerPasswordsMs` later.
 *
 * @param now in milliseconds since the epoch.
 */
export async function announceFormerPasswords(kysely: Db, coming: PasswordCount, now: number): Promise<void> {
  const counted = await countFormerPasswords(kysely);
  const forms = new Map(counted.forms);
  for (const [form, count] of coming.forms) forms.set(form, (forms.get(form) ?? 0) + count);
  const accounts = counted.accounts + coming.accounts;
  for (;;) {
    const stored = await selectFact(kysely, formerPasswordsFact);
    const before =
      stored === undefined
        ? { key: randomBytes(32).toString('base64url'), accountsThen: 0, forms: {} }
        : // Written by this file alone, from this type.
          (JSON.parse(stored) as FormerPasswords);
    const accountsThen = Math.max(before.accountsThen, accounts);
    const passwords = { ...before, accounts, accountsThen, countedAt: now };
    const value = JSON.stringify(withCount(passwords, { accounts, forms }));
    const isWritten =
      stored === undefined
        ? await claimFact(kysely, formerPasswordsFact, value)
        : await replaceFact(kysely, formerPasswordsFact, stored, value);
    // Otherwise a node has just counted, or another import begun.
    if (isWritten) return;
  }
}

/** Counts anew, where hashes were ever brought along. */
export async function recountFormerPasswords(kysely: Db): Promise<void> {
  const stored = await selectFact(kysely, formerPasswordsFact);
  if (stored !== undefined) await recount(kysely, stored);
}

/** How many accounts there are, and how many of them have a hash of each form that came from elsewhere. */
export interface PasswordCount {
  readonly accounts: number;
  readonly forms: ReadonlyMap<string, number>;
}

/** Reads every account, in pages and with rests: whoever signs in meanwhile does not wait. */
async function countFormerPasswords(kysely: Db): Promise<PasswordCount> {
  const forms = new Map<string, number>();
  let accounts = 0;
  for (let after = 0; ;) {
    const page = await queries.selectHashes(kysely, after, countPageSize);
    for (const { passwordHash } of page) {
      const form = standInFor(passwordHash);
      if (form !== undefined) forms.set(form, (forms.get(form) ?? 0) + 1);
    }
    accounts += page.length;
    const last = page.at(-1);
    if (last === undefined || page.length < countPageSize) return { accounts, forms };
    after = last.id;
    await pause(countRestMs);
  }
}

/** undefined for a hash of our own, and where nobody can sign in with a password. */
export function standInFor(passwordHash: string): string | undefined {
  if (passwordHash.startsWith('$')) return undefined;
  const former = readFormerHash(passwordHash);
  return typeof former === 'string' ? undefined : former.standIn;
}

/** What was counted; a form of which there are more than ever came has come with an import that was not finished. */
export function withCount(passwords: FormerPasswords, { accounts, forms }: PasswordCount): FormerPasswords {
  const names = new Set([...Object.keys(passwords.forms), ...forms.keys()]);
  const entries = [...names].sort().map((name) => {
    const left = forms.get(name) ?? 0;
    return [name, { came: Math.max(left, passwords.forms[name]?.came ?? 0), left }] as const;
  });
  const came = entries.reduce((sum, [, form]) => sum + form.came, 0);
  return {
    ...passwords,
    accounts,
    accountsThen: Math.max(passwords.accountsThen, came),
    forms: Object.fromEntries(entries),
  };
}

/**
 * Two draws, both from the address alone: the form that an account of this address would have come with, and how long it
 * would have kept it. As accounts sign in, an address goes from its form to our own, and never to another form.
 */
export function chooseStandIn(passwords: FormerPasswords, address: string): string | undefined {
  const digest = createHmac('sha256', passwords.key).update(address).digest();
  let place = (digest.readUIntBE(0, 6) / 2 ** 48) * passwords.accountsThen;
  const moment = digest.readUIntBE(6, 6) / 2 ** 48;
  for (const [name, { came, left }] of Object.entries(passwords.forms)) {
    if (place < came) {
      // Accounts that were made since then have hashes of our own.
      const growth = Math.max(1, passwords.accounts / passwords.accountsThen);
      return moment < left / came / growth ? name : undefined;
    }
    place -= came;
  }
  return undefined;
}
