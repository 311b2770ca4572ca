import { expect } from 'vitest';
import { runConformance, type Outcome, type Report } from 'latchkey-conformance';
import type { Environment } from '../../src/config.ts';

const admin = { email: 'admin@example.com', password: 'the password of the admin' };

/** Of these an answer must come by itself, and a good server sends none. */
const neverMet = ['refresh.retry-after', 'http.overload'];

/** What a server is told whose contract is walked: its admin, and lifetimes that the walk really waits for. */
export const walkable: Environment = {
  // Shorter than usual, yet long enough for a busy machine.
  ACCESS_TOKEN_LIFETIME: '12',
  REFRESH_REUSE_GRACE: '5',
  ADMIN_EMAIL: admin.email,
  ADMIN_PASSWORD: admin.password,
};

/**
 * Requires of a running server all that the conformance kit can see from outside.
 *
 * @param secret that of HS256, where the kit is to verify the tokens and to mint its own.
 * @param unchecked what else the kit cannot tell about this server.
 */
export async function walkContract(
  baseUrl: string,
  { secret, unchecked = [] }: { secret?: string; unchecked?: readonly string[] } = {},
): Promise<void> {
  const report = await runConformance({ baseUrl, admin, disposable: true, ...(secret && { secret }) });
  expect(report.results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  const left = idsOf(report, 'not checked').filter((id) => !id.startsWith('mail.'));
  expect(left.sort()).toEqual([...neverMet, ...unchecked].sort());
  expect(report.accountsLeft).toEqual([]);
}

function idsOf({ results }: Report, outcome: Outcome): string[] {
  return results.filter((result) => result.outcome === outcome).map(({ id }) => id);
}
