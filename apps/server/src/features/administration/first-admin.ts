import { readDatabaseTime } from '../../db/time.ts';
import { Problem } from '../../http/problems.ts';
import type { Origin } from '../../lib/origin.ts';
import type { AccountDeps, AccountService } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { claimFact, firstAdminFact, selectFact } from '../installation/index.ts';
import { claimToken, makeToken } from '../one-time-tokens/index.ts';

const linkLifetimeMs = 3_600_000;

interface NewAdmin {
  readonly email: string;
  readonly password: string;
}

type Deps = Pick<AccountDeps, 'database' | 'clock' | 'limits'> & {
  readonly accounts: AccountService;
  readonly publicUrl: string;
};

export type FirstAdmin = ReturnType<typeof createFirstAdmin>;

/** How an installation gets its first admin: unattended, or through a link that only its operator sees. */
export function createFirstAdmin({ database, clock, limits, accounts, publicUrl }: Deps) {
  const { kysely } = database;

  async function isNeeded(): Promise<boolean> {
    return (await selectFact(kysely, firstAdminFact)) === undefined;
  }

  return {
    /** Whether there has never been an admin. */
    isNeeded,

    /**
     * Makes the first admin, where there has never been one. An existing account is not promoted: whoever registered
     * an address that the operator had in mind must not become the admin.
     *
     * @throws Problem `invalid_request`.
     */
    async createUnattended(
      given: NewAdmin,
      origin: Origin,
    ): Promise<'made' | 'there has been one' | 'address taken'> {
      if (!(await isNeeded())) return 'there has been one';
      try {
        await accounts.createAccount(given, { isStaff: true, event: 'account.created' }, origin);
        return 'made';
      } catch (error) {
        if (!(error instanceof Problem && error.code === 'email_taken')) throw error;
        // Another node may have made it at the same moment.
        return (await isNeeded()) ? 'address taken' : 'there has been one';
      }
    },

    /**
     * Makes a link that lets its holder be the first admin, for an hour.
     *
     * @returns undefined where there has been one already.
     */
    async makeLink(origin: Origin): Promise<string | undefined> {
      if (!(await isNeeded())) return undefined;
      return kysely.transaction().execute(async (trx) => {
        const now = await readDatabaseTime(trx, clock);
        const expiresAt = now + linkLifetimeMs;
        const token = await makeToken(trx, 'first admin', undefined, { now, expiresAt });
        await recordEvent(trx, origin, now, { event: 'admin.link_made' });
        return `${publicUrl}/admin/setup#${token}`;
      });
    },

    /**
     * Makes the first admin for whoever holds the link.
     *
     * @throws Problem `token_invalid`, where there has been an admin too; `too_many_requests`; `invalid_request`,
     *   `email_taken`: the link can be used again then.
     */
    claimLink(token: string, given: NewAdmin, origin: Origin): Promise<{ id: number; email: string }> {
      const lanes = limits.lanes.link(origin.address);
      const kind = { isStaff: true, event: 'account.created' } as const;
      return limits.duringGuess('token_invalid', { lanes, origin }, () =>
        accounts.createAccount(given, kind, origin, {
          first: async (trx, now) => {
            await claimToken(trx, 'first admin', token, await readDatabaseTime(trx, clock));
            // The first of several links, and of several nodes, decides.
            if (!(await claimFact(trx, firstAdminFact, String(now)))) throw new Problem('token_invalid');
          },
        }),
      );
    },
  };
}
