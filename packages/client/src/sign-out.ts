import { isRecord } from './api-problem.ts';

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

export function toSignedOutReason(value: unknown): SignedOutReason {
  return endReasons.find((reason) => reason === value) ?? 'unknown';
}

/** Tells the other tabs of a session's end. */
export interface SignOutChannel {
  tell(sessionId: string, reason: SignedOutReason): void;
  close(): void;
}

/** Where the browser has no BroadcastChannel, the other tabs find out at their next refresh. */
export function openSignOutChannel(
  hear: (sessionId: string, reason: SignedOutReason) => void,
): SignOutChannel {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel('latchkey-sign-out');
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!isRecord(data) || typeof data['sessionId'] !== 'string') return;
    hear(data['sessionId'], data['reason'] === 'logout' ? 'other tab' : toSignedOutReason(data['reason']));
  };
  return {
    tell: (sessionId, reason) => channel.postMessage({ sessionId, reason }),
    close: () => channel.close(),
  };
}
