import type { Db } from '../../db/database.ts';
import { randomId } from '../../lib/ids.ts';
import type { Origin } from '../../lib/origin.ts';
import { seal, unseal } from '../../lib/sealing.ts';
import type { KeyRing } from '../installation/index.ts';
import type { Settings } from '../settings/index.ts';
import * as queries from './outbox-queries.ts';
import type { Happening, LinkTemplate, Template } from './templates.ts';

/** Whom a mail goes to: always an address that is stored, never one that somebody has just typed. */
export interface Receiver {
  readonly id: number;
  readonly email: string;
}

interface MailBase {
  readonly to: Receiver;
  readonly now: number;
}

/** A mail whose link has a token. */
export interface LinkMail extends MailBase {
  readonly template: LinkTemplate;
  readonly token: string;
  /** When the link stops working, in milliseconds since the epoch: sent later, it would be of no use. */
  readonly linkExpiresAt: number;
  readonly happening?: Happening;
}

/** A mail that tells what happened. */
export interface Notice extends MailBase {
  readonly template: Exclude<Template, LinkTemplate>;
  readonly happening?: Happening;
}

/** Why somebody asks for a mail. */
export type RequestKind = 'password reset' | 'verification' | 'registration';

export interface MailRequest {
  readonly kind: RequestKind;
  /** The normalised address. */
  readonly email: string;
  /** The account that was registered by the same request. */
  readonly accountId?: number | undefined;
}

/** Where mails are written to, in the transaction of what they tell. */
export interface Outbox {
  write(trx: Db, mail: LinkMail | Notice): Promise<void>;
  /**
   * Notes that somebody asks for a mail to an address. Whether there is an account is looked up after the answer: the
   * request does the same for every address.
   */
  ask(trx: Db, request: MailRequest, origin: Origin, now: number): Promise<void>;
}

const purpose = 'mail link';

/** @param keyRing undefined for a process that sends no links: the command line. */
export function createOutbox(keyRing: KeyRing | undefined): Outbox {
  return {
    async write(trx, mail) {
      const id = randomId();
      const link = 'token' in mail ? sealLink(id, mail, keyRing) : {};
      await queries.insertMail(trx, {
        id,
        created_at: mail.now,
        account_id: mail.to.id,
        recipient: mail.to.email,
        template: mail.template,
        parameters: JSON.stringify(mail.happening ?? {}),
        ...link,
        state: 'waiting',
        due_at: mail.now,
      });
    },

    ask: (trx, { kind, email, accountId }, origin, now) =>
      queries.insertRequest(trx, {
        id: randomId(),
        created_at: now,
        kind,
        email_normalized: email,
        account_id: accountId ?? null,
        address: origin.address,
        request_id: origin.requestId,
      }),
  };
}

function sealLink(id: string, { token, linkExpiresAt }: LinkMail, keyRing: KeyRing | undefined) {
  const key = keyRing?.signing();
  if (!key) throw new Error('A link can only be mailed by a process that holds the secret keys.');
  return {
    sealed_token: seal(token, key.derive(purpose), `${purpose} ${id}`),
    secret_key_id: key.id,
    link_expires_at: linkExpiresAt,
  };
}

/** The token of a mail's link; undefined where it has none, or none any more, or it is sealed under a key that is gone. */
export function openLink(mail: queries.MailRow, keyRing: KeyRing | undefined): string | undefined {
  const key = mail.secretKeyId === null ? undefined : keyRing?.get(mail.secretKeyId);
  if (mail.sealedToken === null || !key) return undefined;
  return unseal(mail.sealedToken, key.derive(purpose), `${purpose} ${mail.id}`);
}

/** Deletes a batch of the mails that are older than the settings say. */
export async function clearOldMails(
  db: Db,
  settings: Settings,
  now: number,
): Promise<{ deleted: number; wasLast: boolean }> {
  const batchSize = 500;
  const before = now - settings.get('MAIL_RETENTION') * 1_000;
  const deleted = await queries.deleteMailsBefore(db, before, batchSize);
  return { deleted, wasLast: deleted < batchSize };
}
