import { isUniqueViolation } from '../../db/errors.ts';
import type { Database } from '../../db/database.ts';
import type { FieldRule } from '../../http/field-rules.ts';
import { fieldProblem } from '../../http/problems.ts';
import type { Clock } from '../../lib/clock.ts';
import type { PasswordHasher } from '../../lib/password-hashing.ts';
import { insertFact } from '../installation/index.ts';
import type { Settings } from '../settings/index.ts';
import { emailFault, parseEmail, type EmailAddress } from './email.ts';
import { emailTaken, registrationClosed } from './errors.ts';
import { givenPasswordFault, newPasswordFault } from './password-rules.ts';
import * as queries from './queries.ts';
import { prepareReadMe, type MeRow } from './read-me.ts';

/** The fact that there has been an admin: from then on none is made unattended. */
export const firstAdminFact = 'first_admin_made_at';

export interface AccountDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly settings: Settings;
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

export function createAccountService({ database, clock, hasher, settings }: AccountDeps) {
  const { kysely } = database;
  const readMe = prepareReadMe(database);

  const newPassword: FieldRule = (password) => newPasswordFault(password, settings);

  /** @throws Problem `invalid_request`, `email_taken`. */
  async function createAccount(given: NewAccount, isStaff: boolean): Promise<{ id: number; email: string }> {
    const address = requireEmail(given.email);
    await requireRule('password', given.password, newPassword);
    // Asked before hashing, which is the expensive part; the constraint decides.
    if (await queries.emailExists(kysely, address.normalized)) throw emailTaken();
    const passwordHash = await hasher.hash(given.password);
    const username = given.username ?? '';
    const id = await orEmailTaken(
      kysely.transaction().execute(async (trx) => {
        if (isStaff) await insertFact(trx, firstAdminFact, String(clock.now()));
        return queries.insertAccount(trx, { ...address, username, passwordHash, isStaff }, clock.now());
      }),
    );
    return { id, email: address.email };
  }

  return {
    createAccount,

    /** The rules for new passwords, as the settings have them now. */
    newPassword,

    /** @throws Problem `forbidden` where registration is closed; else like `createAccount`. */
    register(given: NewAccount): Promise<{ id: number; email: string }> {
      if (!settings.get('REGISTRATION_OPEN')) throw registrationClosed();
      return createAccount(given, false);
    },

    /** What `me` shows, of an active account. */
    async me(id: number): Promise<MeRow | undefined> {
      const row = await readMe(id);
      return row?.isActive === 1 ? row : undefined;
    },

    /**
     * Changes the address or the name, whichever is given.
     *
     * @throws Problem `invalid_request`, `email_taken`.
     */
    async changeProfile(id: number, change: ProfileChange): Promise<void> {
      const address = change.email === undefined ? undefined : requireEmail(change.email);
      await checkCurrentPassword(id, address, change.current_password);
      if (address === undefined && change.username === undefined) return;
      await orEmailTaken(queries.updateProfile(kysely, id, { address, username: change.username }));
    },

    /**
     * Whether this is the password of the account.
     *
     * @throws Problem `invalid_request` naming `current_password` where it is not.
     */
    verifyPassword,
  };

  async function verifyPassword(id: number, password: string): Promise<queries.AccountRow> {
    await requireRule('current_password', password, givenPasswordFault);
    const account = await queries.selectAccount(kysely, id);
    const matches = await hasher.verify(password, account?.passwordHash);
    if (!account || !matches) throw fieldProblem('current_password', 'This is not the current password.');
    return account;
  }

  async function checkCurrentPassword(
    id: number,
    address: EmailAddress | undefined,
    password: string | undefined,
  ): Promise<void> {
    if (password !== undefined) {
      await verifyPassword(id, password);
    } else if (address && settings.get('EMAIL_CHANGE_NEEDS_PASSWORD')) {
      const account = await queries.selectAccount(kysely, id);
      if (account?.email === address.email) return;
      throw fieldProblem('current_password', 'Changing the address needs the current password.');
    }
  }
}

/** @throws Problem `invalid_request` naming `email`. */
function requireEmail(text: string): EmailAddress {
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
