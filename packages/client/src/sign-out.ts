const endReasons = [
  'logout',
  'reuse',
  'admin',
  'password_changed',
  'account_disabled',
  'limit',
  'key_retired',
  'expired',
] as const;

/** Why the server ended a session. */
export type EndReason = (typeof endReasons)[number];

/** Why this page is signed out. `unknown`: the session is gone, and the server does not say why. */
export type SignedOutReason = EndReason | 'other tab' | 'unknown';

/** @param value what the server says, or another tab. */
export function toSignedOutReason(value: unknown): SignedOutReason {
  if (value === 'other tab') return value;
  return endReasons.find((reason) => reason === value) ?? 'unknown';
}
