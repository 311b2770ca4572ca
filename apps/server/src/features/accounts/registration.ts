import { readDatabaseTime } from '../../db/time.ts';
import type { Origin } from '../../lib/origin.ts';
import { recordEvent } from '../audit/index.ts';
import { requireEmail, requireRule, type NewAccount } from './given.ts';
import { insertAccountUnlessTaken } from './queries.ts';
import type { AccountDeps } from './deps.ts';
import type { FieldRule } from '../../http/field-rules.ts';

/**
 * Registers where the address has to be proven before the first login. Whether it is taken is told by the mail alone: a
 * taken address takes the same work, counts towards the same limits and gets the same answer.
 *
 * @returns the address, as it was typed.
 * @throws Problem `invalid_request`, `too_many_requests`.
 */
export async function registerUnseen(
  { database, clock, hasher, limits, outbox }: AccountDeps,
  newPassword: FieldRule,
  given: NewAccount,
  origin: Origin,
): Promise<{ email: string }> {
  const address = requireEmail(given.email);
  await requireRule('password', given.password, newPassword);
  const lanes = [...limits.lanes.registration(origin.address), ...limits.lanes.mailTo(address.normalized)];
  await limits.during({ lanes, origin }, async (attempt) => {
    const passwordHash = await hasher.hash(given.password, origin);
    const account = {
      ...address,
      username: given.username ?? '',
      passwordHash,
      isStaff: false,
      emailVerifiedAt: null,
    };
    await database.kysely.transaction().execute(async (trx) => {
      const now = await readDatabaseTime(trx, clock);
      await attempt.count(trx);
      const accountId = await insertAccountUnlessTaken(trx, account, now);
      const event = accountId === undefined ? 'registration.repeated' : 'account.registered';
      await recordEvent(trx, origin, now, { event, accountId });
      await outbox.ask(trx, { kind: 'registration', email: address.normalized, accountId }, origin, now);
    });
  });
  return { email: address.email };
}
