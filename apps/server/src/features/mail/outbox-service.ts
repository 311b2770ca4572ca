import type { Database } from '../../db/database.ts';
import { readDatabaseTime } from '../../db/time.ts';
import { toPage, type Place } from '../../http/paging.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Origin } from '../../lib/origin.ts';
import { recordEvent } from '../audit/index.ts';
import type { KeyRing } from '../installation/index.ts';
import type { Settings } from '../settings/index.ts';
import { cannotBeSentAgain, mailNotFound } from './errors.ts';
import { openLink } from './outbox.ts';
import * as queries from './outbox-queries.ts';
import { renderRow } from './worker.ts';

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly keyRing: KeyRing | undefined;
  readonly publicUrl: string;
  /** Whether the links of mails that are kept may be shown. */
  readonly showsKept: boolean;
  /** Whether there is a mail server. */
  readonly isSetUp: boolean;
}

export type OutboxService = ReturnType<typeof createOutboxService>;

/** What an operator sees of the outbox, and does with it. Links are masked: an admin is not to use them in a user's place. */
export function createOutboxService(deps: Deps) {
  const { kysely } = deps.database;

  return {
    isSetUp: deps.isSetUp,

    async list(filter: queries.MailFilter, { after, limit }: { after: Place | undefined; limit: number }) {
      const rows = await queries.selectMails(kysely, filter, { before: after, limit: limit + 1 });
      return toPage(rows, limit, describe);
    },

    /**
     * A mail and what it says, in the words of today's settings.
     *
     * @throws Problem `not_found`.
     */
    async show(id: string) {
      const mail = await queries.selectMail(kysely, id);
      if (!mail) throw mailNotFound();
      const token = deps.showsKept ? openLink(mail, deps.keyRing) : undefined;
      const rendered = renderRow(mail, token, deps);
      const { subject = '', text = '', html = '' } = rendered ?? {};
      return { ...describe(mail), subject, text, html };
    },

    /**
     * Lets a mail that failed, is uncertain or was kept wait once more. Its Message-ID stays.
     *
     * @throws Problem `not_found`; `conflict` where it cannot be.
     */
    async sendAgain(id: string, origin: Origin) {
      await kysely.transaction().execute(async (trx) => {
        const mail = await queries.selectMail(trx, id);
        if (!mail) throw mailNotFound();
        const now = await readDatabaseTime(trx, deps.clock);
        if (mail.linkExpiresAt !== null && mail.linkExpiresAt <= now) {
          throw cannotBeSentAgain('Its link has expired. Whoever needs it has to ask for a new one.');
        }
        if (!(await queries.sendAgain(trx, id, now))) {
          throw cannotBeSentAgain('It has been sent, or is waiting already.');
        }
        const accountId = mail.accountId ?? undefined;
        await recordEvent(trx, origin, now, { event: 'mail.sent_again', accountId, details: { mail: id } });
      });
    },

    /** The mails that are kept about an account, newest first. */
    async mailsOf(accountId: number) {
      const rows = await queries.selectMails(kysely, { accountId }, { before: undefined, limit: 10_000 });
      return rows.map((row) => {
        const { at, recipient, template, state } = describe(row);
        return { at, recipient, template, state };
      });
    },
  };
}

function describe(mail: queries.MailRow) {
  const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
  return {
    id: mail.id,
    at: new Date(mail.createdAt).toISOString(),
    account_id: mail.accountId,
    recipient: mail.recipient,
    template: mail.template,
    state: mail.state,
    attempts: mail.attempts,
    next_attempt_at: mail.state === 'waiting' ? time(mail.dueAt) : null,
    settled_at: time(mail.settledAt),
    link_expires_at: time(mail.linkExpiresAt),
    failure: mail.failure,
  };
}
