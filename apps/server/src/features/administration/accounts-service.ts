import { randomBytes } from 'node:crypto';
import type { Trx } from '../../db/database.ts';
import { isUniqueViolation } from '../../db/errors.ts';
import { readDatabaseTime } from '../../db/time.ts';
import { toPage, type Place } from '../../http/paging.ts';
import type { Origin } from '../../lib/origin.ts';
import {
  changeProfile,
  deleteAccount,
  emailTaken,
  lockAccount,
  requireEmail,
  requireNotLastAdmin,
  selectAccount,
  selectAccountByAddress,
  updateActive,
  updateStaff,
  type AccountDeps,
  type AccountService,
} from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { firstAdminFact, insertFact } from '../installation/index.ts';
import { linkTo } from '../mail/index.ts';
import { makeToken, voidTokens } from '../one-time-tokens/index.ts';
import { deleteSessionsOf, endSessionsOf, updateStaffSessions } from '../sessions/index.ts';
import * as queries from './accounts-queries.ts';
import { accountNotFound } from './errors.ts';
import { countSessions } from './sessions-queries.ts';

const resetLinkLifetimeMs = 24 * 3_600_000;

export interface AccountChange {
  readonly email?: string | undefined;
  readonly username?: string | undefined;
  readonly is_active?: boolean | undefined;
  readonly is_staff?: boolean | undefined;
}

type Deps = Pick<AccountDeps, 'database' | 'clock' | 'outbox' | 'settings'> & {
  readonly accounts: AccountService;
  readonly publicUrl: string;
};

export type AccountAdministration = ReturnType<typeof createAccountAdministration>;

/** What an admin does with accounts. */
export function createAccountAdministration(deps: Deps) {
  const { database, clock, accounts, publicUrl } = deps;
  const { kysely } = database;

  async function show(id: number) {
    const account = await selectAccount(kysely, id);
    if (!account) throw accountNotFound();
    const now = await readDatabaseTime(kysely, clock);
    const { live } = await countSessions(kysely, { now, since: now, accountId: id });
    return { ...describe(account), live_sessions: live };
  }

  /** @throws Problem `forbidden` for the last active admin; `email_taken`. */
  async function apply(trx: Trx, id: number, change: AccountChange, origin: Origin): Promise<void> {
    if (change.is_active === false || change.is_staff === false) await requireNotLastAdmin(trx, id);
    const account = await lockAccount(trx, id);
    if (!account) throw accountNotFound();
    const now = await readDatabaseTime(trx, clock);
    const record = (event: Parameters<typeof recordEvent>[3]['event'], details = {}): Promise<void> =>
      recordEvent(trx, origin, now, { event, accountId: id, details });

    const address = change.email === undefined ? undefined : requireEmail(change.email);
    const newStaff = change.is_staff === (account.isStaff === 1) ? undefined : change.is_staff;
    const newActive = change.is_active === (account.isActive === 1) ? undefined : change.is_active;

    const given = { address, username: change.username };
    // An operator decides: the new address holds at once, and counts as proven.
    const fields = await changeProfile(deps, trx, account, given, { origin, now, isProven: true });
    if (newStaff !== undefined) {
      await updateStaff(trx, id, newStaff);
      await updateStaffSessions(trx, id, newStaff, now);
    }
    // From now on none is made unattended.
    if (newStaff === true) await insertFact(trx, firstAdminFact, String(now));
    if (fields.length > 0 || newStaff !== undefined)
      await record('account.changed', { fields, ...(newStaff !== undefined && { is_staff: newStaff }) });

    if (newActive === undefined) return;
    await updateActive(trx, id, newActive);
    const ended = newActive ? 0 : await endSessionsOf(trx, id, 'account_disabled', now);
    if (newActive) await record('account.enabled');
    else await record('account.disabled', { sessions_ended: ended });
  }

  return {
    async list(filter: queries.AccountFilter, { after, limit }: { after: Place | undefined; limit: number }) {
      const rows = await queries.selectAccounts(kysely, filter, { before: after, limit: limit + 1 });
      const places = rows.map((row) => ({ ...row, place: row, id: String(row.id) }));
      return toPage(places, limit, ({ place }) => describe(place));
    },

    /** @throws Problem `not_found`. */
    show,

    /**
     * Makes an account. Without a password nobody can log in until a reset link was used.
     *
     * @throws Problem `invalid_request`, `email_taken`.
     */
    async create(
      given: {
        email: string;
        password?: string | undefined;
        username?: string | undefined;
        is_staff?: boolean | undefined;
      },
      origin: Origin,
    ) {
      const { is_staff: isStaff = false, ...rest } = given;
      const password = given.password ?? randomBytes(32).toString('base64url');
      const event = 'account.created';
      const { id } = await accounts.createAccount({ ...rest, password }, { isStaff, event }, origin);
      return show(id);
    },

    /**
     * Changes what is given, or nothing. Switching an account off ends its sessions.
     *
     * @throws Problem `not_found`, `invalid_request`, `email_taken`; `forbidden` for the last active admin.
     */
    async change(id: number, change: AccountChange, origin: Origin) {
      try {
        await kysely.transaction().execute((trx) => apply(trx, id, change, origin));
      } catch (error) {
        throw isUniqueViolation(error) ? emailTaken() : error;
      }
      return show(id);
    },

    /** @returns false where there is no account of that address. */
    async changeByEmail(email: string, change: AccountChange, origin: Origin): Promise<boolean> {
      return kysely.transaction().execute(async (trx) => {
        const account = await selectAccountByAddress(trx, email);
        if (account) await apply(trx, account.id, change, origin);
        return account !== undefined;
      });
    },

    /** @throws Problem `not_found`; `forbidden` for the last active admin. */
    async remove(id: number, origin: Origin): Promise<void> {
      await kysely.transaction().execute(async (trx) => {
        await requireNotLastAdmin(trx, id);
        if (!(await lockAccount(trx, id))) throw accountNotFound();
        const now = await readDatabaseTime(trx, clock);
        await deleteSessionsOf(trx, id, now);
        await deleteAccount(trx, id);
        await recordEvent(trx, origin, now, { event: 'account.deleted', accountId: id });
      });
    },

    /**
     * A link through which its holder sets a new password, once, within a day. The ones before stop working.
     *
     * @throws Problem `not_found`.
     */
    makeResetLink(id: number, origin: Origin): Promise<{ url: string; expires_at: string }> {
      return kysely.transaction().execute(async (trx) => {
        const account = await lockAccount(trx, id);
        if (!account) throw accountNotFound();
        const now = await readDatabaseTime(trx, clock);
        const expiresAt = now + resetLinkLifetimeMs;
        const holder = { accountId: id, credentialVersion: account.credentialVersion };
        await voidTokens(trx, 'password reset', id);
        const token = await makeToken(trx, 'password reset', holder, { now, expiresAt });
        await recordEvent(trx, origin, now, { event: 'password.reset_link_made', accountId: id });
        const url = linkTo('new-password', publicUrl, token);
        return { url, expires_at: new Date(expiresAt).toISOString() };
      });
    },
  };
}

function describe(account: queries.ListedAccount) {
  return {
    id: account.id,
    email: account.email,
    username: account.username,
    is_active: account.isActive === 1,
    is_staff: account.isStaff === 1,
    created_at: new Date(account.createdAt).toISOString(),
    email_verified_at:
      account.emailVerifiedAt === null ? null : new Date(account.emailVerifiedAt).toISOString(),
  };
}
