import type { Trx } from '../../db/database.ts';
import type { MailRequestsTable } from '../../db/tables.ts';
import { fromServer } from '../../lib/origin.ts';
import { recordEvent } from '../audit/index.ts';
import type { Outbox } from '../mail/index.ts';
import { makeToken } from '../one-time-tokens/index.ts';
import type { Settings } from '../settings/index.ts';
import { mailProofLink } from './address-proof.ts';
import * as queries from './queries.ts';

interface Deps {
  readonly outbox: Outbox;
  readonly settings: Settings;
}

const resetLifetimeMs = 3_600_000;

/**
 * Writes the mail that somebody has asked for, where there is an account to write to. It is done after the request was
 * answered, so that no answer, and no time that it takes, depends on whether there is one.
 */
export function createMailAnswers({ outbox, settings }: Deps) {
  return async (trx: Trx, request: MailRequestsTable, now: number): Promise<void> => {
    const account = await queries.selectAccountByEmail(trx, request.email_normalized);
    if (account?.isActive !== 1) return;
    if (request.kind === 'password reset') {
      await mailResetLink(trx, 'reset password', account, now);
      const { address, request_id: requestId } = request;
      const origin = { ...fromServer, source: 'api', address, requestId } as const;
      await recordEvent(trx, origin, now, { event: 'password.reset_requested', accountId: account.id });
      return;
    }
    // Whoever has made the account a moment ago, or asks for another link, proves the address. Anybody else who
    // registers it gets a way in that sets a password of their own: the one that is there may be a stranger's.
    const isOwnRegistration = request.kind === 'verification' || request.account_id === account.id;
    if (!isOwnRegistration) await mailResetLink(trx, 'account exists', account, now);
    else if (account.emailVerifiedAt === null && settings.get('EMAIL_VERIFICATION') !== 'off')
      await mailProofLink({ outbox }, trx, account, account.email, now);
  };

  async function mailResetLink(
    trx: Trx,
    template: 'reset password' | 'account exists',
    { id, email, credentialVersion }: queries.AccountRow,
    now: number,
  ): Promise<void> {
    const linkExpiresAt = now + resetLifetimeMs;
    const holder = { accountId: id, credentialVersion, address: email };
    const token = await makeToken(trx, 'password reset', holder, { now, expiresAt: linkExpiresAt });
    await outbox.write(trx, { template, to: { id, email }, now, token, linkExpiresAt });
  }
}
