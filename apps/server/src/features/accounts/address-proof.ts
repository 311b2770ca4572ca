import { isUniqueViolation } from '../../db/errors.ts';
import { readDatabaseTime } from '../../db/time.ts';
import type { Trx } from '../../db/database.ts';
import { Problem } from '../../http/problems.ts';
import { actingAs, type Origin } from '../../lib/origin.ts';
import { recordEvent } from '../audit/index.ts';
import { claimToken, makeToken, voidTokens } from '../one-time-tokens/index.ts';
import { changeProfile } from './change-profile.ts';
import { parseEmail, type EmailAddress } from './email.ts';
import { emailTaken } from './errors.ts';
import * as queries from './queries.ts';
import type { AccountDeps } from './deps.ts';

const proofLifetimeMs = 24 * 3_600_000;

export type AddressProofs = ReturnType<typeof createAddressProofs>;

/** Proving that an address is one's own, by a link that was mailed to it. */
export function createAddressProofs(deps: AccountDeps) {
  const { database, clock, limits } = deps;
  const { kysely } = database;

  return {
    /**
     * Spends the token of a link. The address that it was mailed to is the account's from now on, and proven.
     *
     * @throws Problem `token_invalid`, `too_many_requests`; `email_taken`: the token can be used again then.
     */
    async prove(token: string, origin: Origin): Promise<void> {
      const lanes = limits.lanes.link(origin.address);
      try {
        await limits.duringGuess('token_invalid', { lanes, origin }, () =>
          kysely.transaction().execute((trx) => spend(trx, token, origin)),
        );
      } catch (error) {
        throw isUniqueViolation(error) ? emailTaken() : error;
      }
    },

    /**
     * Asks for another link. Nothing tells whether there is such an account.
     *
     * @param email normalised.
     * @throws Problem `too_many_requests`.
     */
    askAgain: (email: string, origin: Origin) => askForMail(deps, 'verification', email, origin),
  };

  async function spend(trx: Trx, token: string, origin: Origin): Promise<void> {
    const now = await readDatabaseTime(trx, clock);
    const spent = await claimToken(trx, 'address proof', token, now);
    const account = spent && (await queries.lockAccount(trx, spent.accountId));
    const address = parseEmail(spent?.address ?? '');
    if (account?.isActive !== 1 || !address || account.credentialVersion !== spent?.credentialVersion)
      throw new Problem('token_invalid');
    const accountId = account.id;
    const byOwner = actingAs(origin, accountId);
    if (address.email === account.email) {
      await queries.updateVerified(trx, accountId, now);
    } else {
      const given = { address, username: undefined };
      const fields = await changeProfile(deps, trx, account, given, { origin, now, isProven: true });
      const details = { fields };
      await recordEvent(trx, byOwner, now, { event: 'account.changed', accountId, details });
    }
    await recordEvent(trx, byOwner, now, { event: 'email.verified', accountId });
  }
}

/** Mails the link that proves an address of an account: the one that it has, or the one that it is to have. */
export async function mailProofLink(
  { outbox }: Pick<AccountDeps, 'outbox'>,
  trx: Trx,
  account: queries.AccountRow,
  email: string,
  now: number,
): Promise<void> {
  const linkExpiresAt = now + proofLifetimeMs;
  const { id, credentialVersion } = account;
  const holder = { accountId: id, credentialVersion, address: email };
  const token = await makeToken(trx, 'address proof', holder, { now, expiresAt: linkExpiresAt });
  const template = email === account.email ? 'verify address' : 'confirm new address';
  await outbox.write(trx, { template, to: { id, email }, now, token, linkExpiresAt });
}

/**
 * Asks for an address to become the account's once it is proven. A link to another one that was asked for before stops
 * working. Where the address is taken nothing is sent: nobody is to learn by this who has an account.
 */
export async function requestAddress(
  deps: Pick<AccountDeps, 'outbox'>,
  trx: Trx,
  account: queries.AccountRow,
  address: EmailAddress,
  origin: Origin,
  now: number,
): Promise<void> {
  await voidTokens(trx, 'address proof', account.id);
  const other = await queries.selectAccountByEmail(trx, address.normalized);
  if (other === undefined || other.id === account.id)
    await mailProofLink(deps, trx, account, address.email, now);
  await recordEvent(trx, origin, now, { event: 'email.change_requested', accountId: account.id });
}

/** Notes that somebody asks for a mail: the same work for every address. @throws Problem `too_many_requests`. */
export async function askForMail(
  { database, clock, limits, outbox }: Pick<AccountDeps, 'database' | 'clock' | 'limits' | 'outbox'>,
  kind: 'password reset' | 'verification',
  email: string,
  origin: Origin,
): Promise<void> {
  const lanes = [...limits.lanes.mailTo(email), ...limits.lanes.mailFrom(origin.address)];
  await limits.during({ lanes, origin }, (attempt) =>
    database.kysely.transaction().execute(async (trx) => {
      await attempt.count(trx);
      await outbox.ask(trx, { kind, email }, origin, await readDatabaseTime(trx, clock));
    }),
  );
}
