import { readDatabaseTime } from '../../db/time.ts';
import type { Caller } from '../../http/guards.ts';
import { toPage, type Place } from '../../http/paging.ts';
import { fieldProblem } from '../../http/problems.ts';
import type { Origin } from '../../lib/origin.ts';
import {
  deleteAccount,
  lockAccount,
  requireNotLastAdmin,
  selectAccount,
  updatePassword,
} from '../accounts/index.ts';
import type { AccountService } from '../accounts/index.ts';
import { recordEvent, type AuditService } from '../audit/index.ts';
import { selectTokensOf as selectFormerTokensOf } from '../former-tokens/index.ts';
import type { OutboxService } from '../mail/index.ts';
import { selectTokensOf } from '../one-time-tokens/index.ts';
import { sessionNotFound } from './errors.ts';
import { selectAllSessions, selectLiveSessions, type OwnSession } from './own-queries.ts';
import * as queries from './queries.ts';
import type { SessionDeps } from './service.ts';

export type OwnSessionsService = ReturnType<typeof createOwnSessionsService>;

/** What the owner of an account does with the account's sessions, and what ends them. */
export function createOwnSessionsService(
  deps: SessionDeps & {
    readonly accounts: AccountService;
    readonly audit: AuditService;
    readonly outboxService: OutboxService;
  },
) {
  const { accounts, audit, clock, hasher, notices, outboxService } = deps;
  const { kysely } = deps.database;
  const databaseTime = (): Promise<number> => readDatabaseTime(kysely, clock);

  return {
    /** The live sessions, newest first. */
    async list(caller: Caller, { after, limit }: { after: Place | undefined; limit: number }) {
      const page = { before: after, limit: limit + 1 };
      const rows = await selectLiveSessions(kysely, caller.accountId, await databaseTime(), page);
      return toPage(rows, limit, (session) => ({
        ...describe(session),
        current: session.id === caller.sessionId,
      }));
    },

    /** @throws Problem `not_found` where the account has no such live session. */
    async end(caller: Caller, id: string, origin: Origin): Promise<void> {
      const now = await databaseTime();
      await kysely.transaction().execute(async (trx) => {
        const { accountId } = caller;
        if ((await queries.endSessions(trx, { id, accountId }, 'logout', now)) === 0) throw sessionNotFound();
        await recordEvent(trx, origin, now, { event: 'logout', accountId, sessionId: id });
      });
    },

    /** Ends every session of the caller but the one that asks. */
    async endOthers(caller: Caller, origin: Origin): Promise<void> {
      const now = await databaseTime();
      await kysely.transaction().execute(async (trx) => {
        const { accountId, sessionId } = caller;
        const count = await queries.endSessionsOf(trx, accountId, 'logout', now, sessionId);
        if (count === 0) return;
        const details = { count, reason: 'logout' };
        await recordEvent(trx, origin, now, { event: 'sessions.ended', accountId, details });
      });
    },

    /**
     * Sets a new password and ends every other session.
     *
     * @throws Problem `invalid_request` naming the field, `too_many_requests`.
     */
    async changePassword(
      caller: Caller,
      given: { current_password: string; new_password: string },
      origin: Origin,
    ): Promise<void> {
      const { accountId } = caller;
      const verified = await accounts.verifyPassword(caller, given.current_password, origin);
      const passwordHash = await hasher.hash(given.new_password, origin);
      const now = await databaseTime();
      await kysely.transaction().execute(async (trx) => {
        await requireUnchanged(trx, accountId, verified.credentialVersion);
        await updatePassword(trx, accountId, passwordHash);
        const ended = await queries.endSessionsOf(trx, accountId, 'password_changed', now, caller.sessionId);
        const details = { sessions_ended: ended };
        await recordEvent(trx, origin, now, { event: 'password.changed', accountId, details });
        await notices.passwordChanged(trx, verified, origin, now);
      });
    },

    /** Deletes the account and its sessions. */
    async deleteAccount(caller: Caller, currentPassword: string, origin: Origin): Promise<void> {
      const { accountId } = caller;
      const verified = await accounts.verifyPassword(caller, currentPassword, origin);
      const now = await databaseTime();
      await kysely.transaction().execute(async (trx) => {
        await requireNotLastAdmin(trx, accountId);
        await requireUnchanged(trx, accountId, verified.credentialVersion);
        await queries.deleteSessionsOf(trx, accountId, now);
        await deleteAccount(trx, accountId);
        await recordEvent(trx, origin, now, { event: 'account.deleted', accountId });
      });
    },

    /** Everything that is kept about the caller. */
    async export(caller: Caller) {
      const account = await selectAccount(kysely, caller.accountId);
      if (!account) throw sessionNotFound();
      const sessions = await selectAllSessions(kysely, caller.accountId);
      return {
        account: {
          id: account.id,
          email: account.email,
          username: account.username,
          is_active: account.isActive === 1,
          is_staff: account.isStaff === 1,
          created_at: new Date(account.createdAt).toISOString(),
          email_verified_at: toTime(account.emailVerifiedAt),
        },
        sessions: sessions.map((session) => ({
          ...describe(session),
          ended_at: toTime(session.endedAt),
        })),
        events: await audit.eventsOf(caller.accountId),
        mails: await outboxService.mailsOf(caller.accountId),
        links: (await selectTokensOf(kysely, caller.accountId)).map(({ expiresAt, ...link }) => ({
          ...link,
          expires_at: new Date(expiresAt).toISOString(),
        })),
        former_tokens: (await selectFormerTokensOf(kysely, caller.accountId)).map((token) => ({
          expires_at: new Date(token.expiresAt).toISOString(),
          exchanged: token.isExchanged,
          ended_at: toTime(token.endedAt),
        })),
      };
    },
  };

  async function requireUnchanged(
    trx: Parameters<typeof lockAccount>[0],
    id: number,
    credentialVersion: number,
  ): Promise<void> {
    const account = await lockAccount(trx, id);
    if (account?.credentialVersion !== credentialVersion) {
      throw fieldProblem('current_password', 'The password has just been changed. Give the new one.');
    }
  }
}

function toTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function describe(session: OwnSession) {
  return {
    id: session.id,
    device: session.userAgent,
    address: session.address,
    created_at: new Date(session.createdAt).toISOString(),
    last_used_at: new Date(session.lastUsedAt).toISOString(),
    expires_at: new Date(session.expiresAt).toISOString(),
  };
}
