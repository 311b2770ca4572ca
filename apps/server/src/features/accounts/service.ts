import { isUniqueViolation } from '../../db/errors.ts';
import type { Database, Db, Trx } from '../../db/database.ts';
import type { FieldRule } from '../../http/field-rules.ts';
import type { Caller } from '../../http/guards.ts';
import { fieldProblem } from '../../http/problems.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Origin } from '../../lib/origin.ts';
import type { PasswordHasher } from '../../lib/password-hashing.ts';
import type { Activity } from '../activity/index.ts';
import { recordEvent } from '../audit/index.ts';
import { firstAdminFact, insertFact } from '../installation/index.ts';
import type { Limits } from '../limits/index.ts';
import type { Settings } from '../settings/index.ts';
import { verifyPassword } from './current-password.ts';
import { changeProfile } from './change-profile.ts';
import { emailFault, parseEmail, type EmailAddress } from './email.ts';
import { emailTaken, registrationClosed } from './errors.ts';
import { newPasswordFault } from './password-rules.ts';
import * as queries from './queries.ts';
import { prepareReadMe, type MeRow } from './read-me.ts';

export interface AccountDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly settings: Settings;
  readonly activity: Activity;
  readonly limits: Limits;
}

interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly username?: string | undefined;
}

export interface ProfileChange {
  readonly email?: string | undefined;
  readonly username?: string | undefined;
  readonly current_password?: string | undefined;
}

export type AccountService = ReturnType<typeof createAccountService>;

export function createAccountService(deps: AccountDeps) {
  const { database, clock, hasher, settings, limits } = deps;
  const { kysely } = database;
  const readMe = prepareReadMe(database);

  const newPassword: FieldRule = (password) => newPasswordFault(password, settings);

  /**
   * @param first what has to succeed in the same transaction before.
   * @throws Problem `invalid_request`, `email_taken`; whatever `first` throws.
   */
  async function createAccount(
    given: NewAccount,
    { isStaff, event }: { isStaff: boolean; event: 'account.registered' | 'account.created' },
    origin: Origin,
    first: (trx: Trx, now: number) => Promise<void> = () => Promise.resolve(),
  ): Promise<{ id: number; email: string }> {
    const address = requireEmail(given.email);
    await requireRule('password', given.password, newPassword);
    // Asked before hashing, which is the expensive part; the constraint decides.
    if (await queries.emailExists(kysely, address.normalized)) throw emailTaken();
    const passwordHash = await hasher.hash(given.password, origin);
    const username = given.username ?? '';
    const id = await orEmailTaken(
      kysely.transaction().execute(async (trx) => {
        const now = clock.now();
        await first(trx, now);
        if (isStaff) await insertFact(trx, firstAdminFact, String(now));
        const accountId = await queries.insertAccount(
          trx,
          { ...address, username, passwordHash, isStaff },
          now,
        );
        await recordEvent(trx, origin, now, { event, accountId, details: isStaff ? { is_staff: true } : {} });
        return accountId;
      }),
    );
    return { id, email: address.email };
  }

  return {
    createAccount,

    /** The rules for new passwords, as the settings have them now. */
    newPassword,

    /** @throws Problem `forbidden` where registration is closed; `too_many_requests`; else like `createAccount`. */
    async register(given: NewAccount, origin: Origin): Promise<{ id: number; email: string }> {
      if (!settings.get('REGISTRATION_OPEN')) throw registrationClosed();
      const lanes = limits.lanes.registration(origin.address);
      const kind = { isStaff: false, event: 'account.registered' } as const;
      // Before anything is read: of a storm only as many cost a query as can be served.
      return hasher.keepRoom(origin, () =>
        limits.duringGuess('email_taken', { lanes, origin }, (attempt) =>
          createAccount(given, kind, origin, (trx) => attempt.count(trx)),
        ),
      );
    },

    /** What `me` shows, of an active account. */
    async me(id: number): Promise<MeRow | undefined> {
      const row = await readMe(id);
      return row?.isActive === 1 ? row : undefined;
    },

    /**
     * Changes the address or the name, whichever is given.
     *
     * @throws Problem `invalid_request`, `email_taken`, `too_many_requests`.
     */
    async changeProfile(caller: Caller, change: ProfileChange, origin: Origin): Promise<void> {
      const address = change.email === undefined ? undefined : requireEmail(change.email);
      await checkCurrentPassword(caller, address, change.current_password, origin);
      if (address === undefined && change.username === undefined) return;
      // Trying addresses here tells as much as registering with them.
      const lanes = address ? limits.lanes.registration(origin.address) : [];
      await limits.duringGuess('email_taken', { lanes, origin }, () =>
        updateProfile(caller.accountId, { address, username: change.username }, origin),
      );
    },

    /**
     * Whether this is the password of the caller.
     *
     * @throws Problem `invalid_request` naming `current_password` where it is not; `too_many_requests`.
     */
    verifyPassword: (caller: Caller, password: string, origin: Origin) =>
      verifyPassword(deps, caller, password, origin),
  };

  async function updateProfile(
    id: number,
    { address, username }: { address: EmailAddress | undefined; username: string | undefined },
    origin: Origin,
  ): Promise<void> {
    await orEmailTaken(
      kysely.transaction().execute(async (trx) => {
        const account = await queries.lockAccount(trx, id);
        const fields = account ? await changeProfile(trx, account, { address, username }) : [];
        if (fields.length === 0) return;
        const details = { fields };
        await recordEvent(trx, origin, clock.now(), { event: 'account.changed', accountId: id, details });
      }),
    );
  }

  async function checkCurrentPassword(
    caller: Caller,
    address: EmailAddress | undefined,
    password: string | undefined,
    origin: Origin,
  ): Promise<void> {
    if (password !== undefined) {
      await verifyPassword(deps, caller, password, origin);
    } else if (address && settings.get('EMAIL_CHANGE_NEEDS_PASSWORD')) {
      const account = await queries.selectAccount(kysely, caller.accountId);
      if (account?.email === address.email) return;
      throw fieldProblem('current_password', 'Changing the address needs the current password.');
    }
  }
}

/** The account of an address as it was typed. */
export function selectAccountByAddress(db: Db, email: string): Promise<queries.AccountRow | undefined> {
  const address = parseEmail(email);
  return address ? queries.selectAccountByEmail(db, address.normalized) : Promise.resolve(undefined);
}

/** @throws Problem `invalid_request` naming `email`. */
export function requireEmail(text: string): EmailAddress {
  const address = parseEmail(text);
  if (!address) throw fieldProblem('email', emailFault(text) ?? 'Must be an e-mail address.');
  return address;
}

async function requireRule(field: string, text: string, rule: FieldRule): Promise<void> {
  const fault = await rule(text);
  if (fault !== undefined) throw fieldProblem(field, fault);
}

async function orEmailTaken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isUniqueViolation(error) ? emailTaken() : error;
  }
}
