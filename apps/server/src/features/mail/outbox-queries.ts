import { sql, type Insertable } from 'kysely';
import { lockFreeRows } from '../../db/locking.ts';
import type { Db } from '../../db/database.ts';
import type { MailRequestsTable, MailsTable } from '../../db/tables.ts';
import type { MailState } from './states.ts';

export type NewMail = Insertable<MailsTable>;

export async function insertMail(db: Db, mail: NewMail): Promise<void> {
  await db.insertInto('mails').values(mail).execute();
}

const mailColumns = [
  'id',
  'created_at as createdAt',
  'account_id as accountId',
  'recipient',
  'template',
  'parameters',
  'sealed_token as sealedToken',
  'secret_key_id as secretKeyId',
  'link_expires_at as linkExpiresAt',
  'state',
  'attempts',
  'due_at as dueAt',
  'settled_at as settledAt',
  'failure',
] as const;

export type MailRow = NonNullable<Awaited<ReturnType<typeof selectMail>>>;

export function selectMail(db: Db, id: string) {
  return db.selectFrom('mails').select(mailColumns).where('id', '=', id).executeTakeFirst();
}

/** Whether there is anything to do, in one read: asked once a second, it must cost next to nothing. */
export async function isAnythingDue(db: Db, now: number): Promise<boolean> {
  const row = await db
    .selectNoFrom([
      db.selectFrom('mail_requests').select('id').limit(1).as('request'),
      db
        .selectFrom('mails')
        .select('id')
        .where('state', 'in', ['waiting', 'sending'])
        .where('due_at', '<=', now)
        .limit(1)
        .as('mail'),
    ])
    .executeTakeFirst();
  return typeof row?.request === 'string' || typeof row?.mail === 'string';
}

/**
 * Claims the mail that has been due for longest, in one statement: of several nodes that look for one, each gets another.
 *
 * @param claim random; whoever holds it has the mail until its state changes.
 */
export function claimDueMail(
  db: Db,
  { claim, state, now }: { claim: string; state: 'sending' | 'kept'; now: number },
): Promise<MailRow | undefined> {
  const due = db
    .selectFrom('mails')
    .select('id')
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(1);
  return db
    .updateTable('mails')
    .set((mail) => ({
      state,
      claim,
      claimed_at: now,
      handed_over_at: null,
      attempts: mail('attempts', '+', 1),
    }))
    .where('id', '=', () => lockFreeRows(db, due))
    .returning(mailColumns)
    .executeTakeFirst();
}

/** Notes that the message is about to be handed over. @returns false where the mail is somebody else's by now. */
export async function markHandedOver(db: Db, id: string, claim: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('mails')
    .set({ handed_over_at: now })
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .where('claim', '=', claim)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** What became of a mail that was tried. Without a token in `change` the sealed one stays. */
export async function settleMail(
  db: Db,
  id: string,
  claim: string,
  change: Partial<Pick<NewMail, 'state' | 'due_at' | 'settled_at' | 'failure' | 'sealed_token'>>,
): Promise<void> {
  await db
    .updateTable('mails')
    .set({ ...change, claim: null })
    .where('id', '=', id)
    .where('claim', '=', claim)
    .execute();
}

/** What a process had claimed that is gone: it waits again, or is uncertain where the message was handed over. */
export async function releaseAbandoned(
  db: Db,
  claimedBefore: number,
  now: number,
  failure: string,
): Promise<void> {
  const abandoned = db
    .updateTable('mails')
    .where('state', '=', 'sending')
    .where('claimed_at', '<', claimedBefore);
  await abandoned
    .set({ state: 'uncertain', claim: null, settled_at: now, failure })
    .where('handed_over_at', 'is not', null)
    .execute();
  await abandoned.set({ state: 'waiting', claim: null }).where('handed_over_at', 'is', null).execute();
}

export async function insertRequest(db: Db, request: MailRequestsTable): Promise<void> {
  await db.insertInto('mail_requests').values(request).execute();
}

/** Takes the oldest request away, in one statement: one node answers it. */
export function takeRequest(db: Db): Promise<MailRequestsTable | undefined> {
  const oldest = db.selectFrom('mail_requests').select('id').orderBy('created_at').limit(1);
  return db
    .deleteFrom('mail_requests')
    .where('id', '=', () => lockFreeRows(db, oldest))
    .returningAll()
    .executeTakeFirst();
}

/** Deletes up to `limit` mails from before that time. */
export async function deleteMailsBefore(db: Db, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('mails')
    .where('id', 'in', (query) =>
      query
        .selectFrom('mails')
        .select('id')
        .where('created_at', '<', before)
        .orderBy('created_at')
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

export interface MailFilter {
  readonly state?: MailState | undefined;
  readonly accountId?: number | undefined;
}

/** Mails, newest first, older than the one that `before` names. */
export function selectMails(
  db: Db,
  { state, accountId }: MailFilter,
  page: { before: { createdAt: number; id: string } | undefined; limit: number },
): Promise<MailRow[]> {
  const { before } = page;
  return db
    .selectFrom('mails')
    .select(mailColumns)
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'waiting'))
    .$if(accountId !== undefined, (query) => query.where('account_id', '=', accountId ?? 0))
    .$if(before !== undefined, (query) =>
      query.where(sql<boolean>`(created_at, id) < (${before?.createdAt}, ${before?.id})`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute();
}

/** Lets a mail that has come to rest wait once more, in one statement. @returns whether it had. */
export async function sendAgain(db: Db, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('mails')
    .set({ state: 'waiting', attempts: 0, due_at: now, settled_at: null, claim: null })
    .where('id', '=', id)
    .where('state', 'in', ['failed', 'uncertain', 'kept'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** What an operator should know of the outbox. */
export interface OutboxHealth {
  readonly waiting: number;
  /** When the mail was written that has waited for longest; null: none waits. */
  readonly waitingSince: number | null;
  /** Failed or uncertain since then. */
  readonly failed: number;
}

/** @param failedSince in milliseconds since the epoch. */
export async function selectOutboxHealth(db: Db, failedSince: number): Promise<OutboxHealth> {
  const waiting = await db
    .selectFrom('mails')
    .select((mail) => [
      mail.fn.countAll<number>().as('count'),
      mail.fn.min<number | null>('created_at').as('since'),
    ])
    .where('state', 'in', ['waiting', 'sending'])
    .executeTakeFirstOrThrow();
  const failed = await db
    .selectFrom('mails')
    .select((mail) => mail.fn.countAll<number>().as('count'))
    .where('state', 'in', ['failed', 'uncertain'])
    .where('settled_at', '>=', failedSince)
    .executeTakeFirstOrThrow();
  return { waiting: waiting.count, waitingSince: waiting.since, failed: failed.count };
}

/** States that a mail is in until somebody does something about it, or it is too old. */
const unsentStates = ['waiting', 'sending', 'kept', 'failed', 'uncertain'] as const;
/** An outbox that nobody empties is not counted to its end. */
const mostCounted = 10_000;

/** How many mails are in each state but `sent`, and when the one was written that has waited for longest. */
export async function selectOutbox(
  db: Db,
): Promise<{ states: Record<(typeof unsentStates)[number], number>; oldestWaitingAt: number | null }> {
  const some = (states: readonly MailState[]) =>
    db.selectFrom('mails').select('created_at').where('state', 'in', states).limit(mostCounted).as('some');
  const counts = unsentStates.map((state) =>
    db
      .selectFrom(some([state]))
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .as(state),
  );
  const oldest = db
    .selectFrom(some(['waiting', 'sending']))
    .select(({ fn }) => fn.min<number | null>('created_at').as('at'))
    .as('oldestWaitingAt');
  const { oldestWaitingAt, ...states } = await db.selectNoFrom([...counts, oldest]).executeTakeFirstOrThrow();
  // One column for each state, as they are mapped above.
  return { states: states as Record<(typeof unsentStates)[number], number>, oldestWaitingAt };
}

/** How many mails wait whose link is sealed under one of these secret keys. */
export async function countMailsSealedUnder(db: Db, secretKeyIds: readonly number[]): Promise<number> {
  if (secretKeyIds.length === 0) return 0;
  const { count } = await db
    .selectFrom('mails')
    .select((mail) => mail.fn.countAll<number>().as('count'))
    .where('state', '=', 'waiting')
    .where('sealed_token', 'is not', null)
    .where('secret_key_id', 'in', secretKeyIds)
    .executeTakeFirstOrThrow();
  return count;
}
