import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/guards.ts';
import { fieldProblem } from '../../http/problems.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Origin } from '../../lib/origin.ts';
import type { PasswordHasher } from '../../lib/password-hashing.ts';
import { recordEvent } from '../audit/index.ts';
import type { Attempt, Limits } from '../limits/index.ts';
import { parseEmail } from './email.ts';
import { givenPasswordFault } from './password-rules.ts';
import * as queries from './queries.ts';

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly limits: Limits;
}

/**
 * Whether this is the password of the caller. A wrong one is a failed login of the account: it fills the same lane, and
 * the caller's session has one for itself where strangers have filled that.
 *
 * @throws Problem `invalid_request` naming `current_password` where it is not; `too_many_requests`; QueueFullError.
 */
export async function verifyPassword(
  { database, clock, hasher, limits }: Deps,
  caller: Caller,
  password: string,
  origin: Origin,
): Promise<queries.AccountRow> {
  const fault = givenPasswordFault(password);
  if (fault !== undefined) throw fieldProblem('current_password', fault);
  const { accountId, sessionId } = caller;
  const account = await queries.selectAccount(database.kysely, accountId);
  const attempted = {
    lanes: limits.lanes.login(parseEmail(account?.email ?? '')?.normalized ?? '', origin.address),
    origin,
    otherwise: () => Promise.resolve({ accountId, isOpen: true, lanes: limits.lanes.session(sessionId) }),
  };
  return hasher.keepRoom(origin, () => limits.during(attempted, check));

  async function check(attempt: Attempt): Promise<queries.AccountRow> {
    const matches = await hasher.verify(password, account?.passwordHash, origin);
    if (account && matches) return account;
    await attempt.count();
    const details = { reason: 'wrong current password' };
    await recordEvent(database.kysely, origin, clock.now(), { event: 'login.failed', accountId, details });
    throw fieldProblem('current_password', 'This is not the current password.');
  }
}
