import { readDatabaseTime } from '../../db/time.ts';
import type { Database, Trx } from '../../db/database.ts';
import type { MailRequestsTable } from '../../db/tables.ts';
import type { Clock } from '../../lib/clock.ts';
import { randomId } from '../../lib/ids.ts';
import { inSpan } from '../../lib/tracing.ts';
import type { Activity } from '../activity/index.ts';
import type { KeyRing } from '../installation/index.ts';
import type { Settings } from '../settings/index.ts';
import { giveUpAfterMs, waitAfterMs } from './backoff.ts';
import { composeMessage } from './compose.ts';
import { deliver, type Outcome } from './delivery.ts';
import { openLink } from './outbox.ts';
import * as queries from './outbox-queries.ts';
import { renderMail, type RenderedMail } from './render.ts';
import type { Sender, SmtpServer } from './smtp-server.ts';
import { isTemplate, type Happening } from './templates.ts';

/** How mails leave the installation. */
export interface Post {
  readonly server: SmtpServer;
  readonly from: Sender;
}

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly activity: Activity;
  readonly keyRing: KeyRing | undefined;
  readonly publicUrl: string;
  /** undefined: mails are kept, not sent. */
  readonly post: Post | undefined;
  /** Whether whoever reads the terminal may see the links of mails that are kept. */
  readonly showsKept: boolean;
  /** Writes the mails that a request asks for, or none. */
  readonly answer: (trx: Trx, request: MailRequestsTable, now: number) => Promise<void>;
}

/** A mail that is kept where its reader is the operator: without a mail server, on this machine alone. */
export interface KeptMail extends RenderedMail {
  readonly recipient: string;
}

/** Longer than a try can take: what is claimed for longer belongs to a process that is gone. */
const abandonedAfterMs = 5 * 60_000;
const atATime = 8;

/** Answers requests for mails and sends what waits, together with the workers of other nodes. */
export function createMailWorker(deps: Deps) {
  const { database, clock, settings, keyRing, post, publicUrl } = deps;
  const { kysely } = database;
  const stopping = new AbortController();
  const now = (): Promise<number> => readDatabaseTime(kysely, clock);

  return {
    /**
     * Works until nothing is due.
     *
     * @param onKept told each mail that is kept for the operator to see.
     */
    async run(onKept: (mail: KeptMail) => void = () => undefined): Promise<void> {
      if (!(await queries.isAnythingDue(kysely, await now()))) return;
      await answerRequests();
      if (post) await sendAll(post);
      else if (deps.showsKept) await keepAll(onKept);
    },

    /** Gives up what has not been handed over yet; it waits for the next start. */
    stop: () => stopping.abort(),
  };

  async function answerRequests(): Promise<void> {
    for (let wasOne = true; wasOne && !stopping.signal.aborted;) {
      wasOne = await kysely.transaction().execute(async (trx) => {
        const request = await queries.takeRequest(trx);
        if (request) await deps.answer(trx, request, await readDatabaseTime(trx, clock));
        return request !== undefined;
      });
    }
  }

  async function sendAll(to: Post): Promise<void> {
    const at = await now();
    await queries.releaseAbandoned(kysely, at - abandonedAfterMs, at, 'The server that sent it was stopped.');
    // Once the mail server is found to be away, the other mails need not be tried as well.
    let isAway = false;
    const sendOnes = async (): Promise<void> => {
      while (!isAway && !stopping.signal.aborted) {
        const claim = randomId();
        const at = await now();
        const mail = await queries.claimDueMail(kysely, { claim, state: 'sending', now: at });
        if (!mail) return;
        const outcome = await inSpan(
          'send a mail',
          { 'latchkey.mail.template': mail.template, 'latchkey.mail.attempt': mail.attempts },
          async (span) => {
            const came = await send(mail, claim, to, at);
            span.note('latchkey.mail.outcome', came.kind);
            return came;
          },
        );
        deps.activity.tallies.deliveries[outcome.kind] += 1;
        isAway ||= outcome.kind === 'deferred' && outcome.isServerAway;
        await settle(mail, claim, outcome);
      }
    };
    await Promise.all(Array.from({ length: atATime }, sendOnes));
  }

  async function send(mail: queries.MailRow, claim: string, to: Post, at: number): Promise<Outcome> {
    const rendered = render(mail, at);
    if (typeof rendered === 'string') return { kind: 'refused', failure: rendered };
    const message = await composeMessage(mail, rendered, to.from);
    const beforeHandingOver = (): Promise<boolean> => queries.markHandedOver(kysely, mail.id, claim, at);
    return deliver(to.server, message, beforeHandingOver, stopping.signal);
  }

  async function settle(mail: queries.MailRow, claim: string, outcome: Outcome): Promise<void> {
    const at = await now();
    const change = (values: Parameters<typeof queries.settleMail>[3]): Promise<void> =>
      queries.settleMail(kysely, mail.id, claim, values);
    switch (outcome.kind) {
      case 'sent':
        return change({ state: 'sent', settled_at: at, failure: null, sealed_token: null });
      case 'refused':
      case 'uncertain': {
        const state = outcome.kind === 'refused' ? 'failed' : 'uncertain';
        return change({ state, settled_at: at, failure: outcome.failure });
      }
      case 'deferred': {
        const { failure } = outcome;
        const next = at + waitAfterMs(mail.attempts);
        const isTooLate = next > mail.createdAt + giveUpAfterMs || next > (mail.linkExpiresAt ?? Infinity);
        if (isTooLate) return change({ state: 'failed', settled_at: at, failure: `Given up: ${failure}` });
        return change({ state: 'waiting', due_at: next, failure });
      }
      case 'lost':
        return undefined;
    }
  }

  async function keepAll(onKept: (mail: KeptMail) => void): Promise<void> {
    while (!stopping.signal.aborted) {
      const at = await now();
      const claim = randomId();
      const mail = await queries.claimDueMail(kysely, { claim, state: 'kept', now: at });
      if (!mail) return;
      const rendered = render(mail, at);
      if (typeof rendered !== 'string') onKept({ recipient: mail.recipient, ...rendered });
    }
  }

  /** @returns why it cannot be sent any more, as a text. */
  function render(mail: queries.MailRow, at: number): RenderedMail | string {
    if (mail.linkExpiresAt !== null && mail.linkExpiresAt <= at) return 'The link has expired.';
    // Written while there was no mail server: yesterday's news.
    if (mail.dueAt < at - giveUpAfterMs) return 'It waited for too long.';
    const token = openLink(mail, keyRing);
    if (mail.linkExpiresAt !== null && token === undefined) {
      return 'The link is sealed under a SECRET_KEY that is not given any longer.';
    }
    const rendered = renderRow(mail, token, { settings, publicUrl });
    return rendered ?? 'This version of Latchkey does not know the template.';
  }
}

/** @param token left out, the link is masked. */
export function renderRow(
  mail: queries.MailRow,
  token: string | undefined,
  how: { settings: Settings; publicUrl: string },
): RenderedMail | undefined {
  if (!isTemplate(mail.template)) return undefined;
  // Written by the outbox, from a happening or nothing.
  const parameters = JSON.parse(mail.parameters) as Happening | Record<string, never>;
  const happening = 'at' in parameters ? (parameters as Happening) : undefined;
  return renderMail({ template: mail.template, happening }, token, how);
}
