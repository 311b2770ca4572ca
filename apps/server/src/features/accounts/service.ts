import { isUniqueViolation } from '../../db/errors.ts';
import type { Db, Trx } from '../../db/database.ts';
import type { FieldRule } from '../../http/field-rules.ts';
import type { Caller } from '../../http/guards.ts';
import { fieldProblem } from '../../http/problems.ts';
import type { Origin } from '../../lib/origin.ts';
import { recordEvent } from '../audit/index.ts';
import { firstAdminFact, insertFact } from '../installation/index.ts';
import { requestAddress } from './address-proof.ts';
import { verifyPassword } from './current-password.ts';
import { changeProfile } from './change-profile.ts';
import type { AccountDeps } from './deps.ts';
import { parseEmail, type EmailAddress } from './email.ts';
import { emailTaken, registrationClosed } from './errors.ts';
import { requireEmail, requireRule, type NewAccount } from './given.ts';
import { newPasswordFault } from './password-rules.ts';
import * as queries from './queries.ts';
import { prepareReadMe, type MeRow } from './read-me.ts';
import { registerUnseen } from './registration.ts';

export interface ProfileChange {
  readonly email?: string | undefined;
  readonly username?: string | undefined;
  readonly current_password?: string | undefined;
}

export type AccountService = ReturnType<typeof createAccountService>;

export function createAccountService(deps: AccountDeps) {
  const { database, clock, hasher, settings, limits, outbox } = deps;
  const { kysely } = database;
  const readMe = prepareReadMe(database);

  const newPassword: FieldRule = (password) => newPasswordFault(password, settings);

  /**
   * @param also what has to succeed in the same transaction, before or after.
   * @throws Problem `invalid_request`, `email_taken`; whatever `first` and `after` throw.
   */
  async function createAccount(
    given: NewAccount,
    { isStaff, event }: { isStaff: boolean; event: 'account.registered' | 'account.created' },
    origin: Origin,
    {
      first,
      after,
    }: {
      first?: (trx: Trx, now: number) => Promise<void>;
      after?: (trx: Trx, now: number, accountId: number) => Promise<void>;
    } = {},
  ): Promise<{ id: number; email: string }> {
    const address = requireEmail(given.email);
    await requireRule('password', given.password, newPassword);
    // Asked before hashing, which is the expensive part; the constraint decides.
    if (await queries.emailExists(kysely, address.normalized)) throw emailTaken();
    const passwordHash = await hasher.hash(given.password, origin);
    const username = given.username ?? '';
    const isOperators = event === 'account.created';
    const id = await orEmailTaken(
      kysely.transaction().execute(async (trx) => {
        const now = clock.now();
        await first?.(trx, now);
        if (isStaff) await insertFact(trx, firstAdminFact, String(now));
        const accountId = await queries.insertAccount(
          trx,
          // Operators vouch for the addresses of the accounts that they make.
          { ...address, username, passwordHash, isStaff, emailVerifiedAt: isOperators ? now : null },
          now,
        );
        await recordEvent(trx, origin, now, { event, accountId, details: isStaff ? { is_staff: true } : {} });
        await after?.(trx, now, accountId);
        return accountId;
      }),
    );
    return { id, email: address.email };
  }

  return {
    createAccount,

    /** The rules for new passwords, as the settings have them now. */
    newPassword,

    /**
     * @returns without an id where the address has to be proven first: then nothing tells whether it was taken.
     * @throws Problem `forbidden` where registration is closed; `too_many_requests`; else like `createAccount`.
     */
    async register(given: NewAccount, origin: Origin): Promise<{ id?: number; email: string }> {
      if (!settings.get('REGISTRATION_OPEN')) throw registrationClosed();
      const verification = settings.get('EMAIL_VERIFICATION');
      const lanes = limits.lanes.registration(origin.address);
      const kind = { isStaff: false, event: 'account.registered' } as const;
      // Before anything is read: of a storm only as many cost a query as can be served.
      return hasher.keepRoom(origin, () => {
        if (verification === 'required') return registerUnseen(deps, newPassword, given, origin);
        return limits.duringGuess('email_taken', { lanes, origin }, (attempt) =>
          createAccount(given, kind, origin, {
            first: (trx) => attempt.count(trx),
            after: async (trx, now, accountId) => {
              if (verification === 'off') return;
              const email = requireEmail(given.email).normalized;
              await outbox.ask(trx, { kind: 'registration', email, accountId }, origin, now);
            },
          }),
        );
      });
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
      // Whoever has an account could otherwise fill any mailbox.
      const mailLanes =
        address && settings.get('EMAIL_VERIFICATION') !== 'off'
          ? limits.lanes.mailTo(address.normalized)
          : [];
      await limits.duringGuess('email_taken', { lanes, origin }, () =>
        limits.during({ lanes: mailLanes, origin }, (mailing) =>
          updateProfile(caller.accountId, { address, username: change.username }, origin, mailing.count),
        ),
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
    countMail: (trx: Trx) => Promise<void>,
  ): Promise<void> {
    await orEmailTaken(
      kysely.transaction().execute(async (trx) => {
        const account = await queries.lockAccount(trx, id);
        if (!account) return;
        const now = clock.now();
        const mustProve = needsProof(account, address);
        if (address && mustProve) {
          await countMail(trx);
          await requestAddress(deps, trx, account, address, origin, now);
        }
        const given = { address: mustProve ? undefined : address, username };
        const fields = await changeProfile(deps, trx, account, given, { origin, now, isProven: false });
        if (fields.length === 0) return;
        const details = { fields };
        await recordEvent(trx, origin, now, { event: 'account.changed', accountId: id, details });
        if (!fields.includes('email') || !address || settings.get('EMAIL_VERIFICATION') === 'off') return;
        await countMail(trx);
        await outbox.ask(trx, { kind: 'verification', email: address.normalized }, origin, now);
      }),
    );
  }

  /** A proven address gives way only to another proven one. */
  function needsProof(
    { email, emailVerifiedAt }: queries.AccountRow,
    address: EmailAddress | undefined,
  ): boolean {
    const isNew = address !== undefined && address.email !== email;
    return isNew && emailVerifiedAt !== null && settings.get('EMAIL_VERIFICATION') !== 'off';
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

async function orEmailTaken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isUniqueViolation(error) ? emailTaken() : error;
  }
}
