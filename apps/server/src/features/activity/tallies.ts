/**
 * What became of a refresh. `rotated`: a new token; `repeated`: the same answer again, for a race or a late retry;
 * `exchanged`: the first of a session, for a token of the former system;
 * `reused`: two parties held the token, and the session was ended; `overloaded`: refused, nothing was looked at;
 * `failed`: the database was away, or a fault.
 */
export const refreshOutcomes = [
  'rotated',
  'repeated',
  'exchanged',
  'reused',
  'ended',
  'expired',
  'unknown',
  'overloaded',
  'failed',
] as const;
export type RefreshOutcome = (typeof refreshOutcomes)[number];

/**
 * What became of a login. `refused`: address or password were wrong, or the account is switched off; `limited`: too many
 * attempts; `unproven`: the address has to be confirmed first; `overloaded`: the password was not looked at.
 */
export const loginOutcomes = ['succeeded', 'refused', 'limited', 'unproven', 'overloaded', 'failed'] as const;
export type LoginOutcome = (typeof loginOutcomes)[number];

/** What came of trying once to hand a mail to the mail server. */
export const deliveryOutcomes = ['sent', 'refused', 'deferred', 'uncertain', 'lost'] as const;
export type DeliveryOutcome = (typeof deliveryOutcomes)[number];

/** What this process has counted since it started, in plain numbers: one addition each, read when somebody asks. */
export interface Tallies {
  readonly refreshes: Record<RefreshOutcome, number>;
  readonly logins: Record<LoginOutcome, number>;
  readonly deliveries: Record<DeliveryOutcome, number>;
}

export function createTallies(): Tallies {
  return {
    refreshes: zeros(refreshOutcomes),
    logins: zeros(loginOutcomes),
    deliveries: zeros(deliveryOutcomes),
  };
}

function zeros<K extends string>(keys: readonly K[]): Record<K, number> {
  // Every key is given its number.
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
}
