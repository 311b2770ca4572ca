import { Problem } from '../../http/problems.ts';
import type { EndReason } from './protocol.ts';

export const refreshTokenUnknown = (): Problem => new Problem('refresh_token_unknown');

export const refreshTokenReused = (): Problem => new Problem('refresh_token_reused', { reason: 'reuse' });

export const refreshTokenExpired = (): Problem => new Problem('refresh_token_expired', { reason: 'expired' });

export const sessionEnded = (reason: EndReason): Problem => new Problem('session_ended', { reason });

export const sessionNotFound = (): Problem =>
  new Problem('not_found', { detail: 'There is no such session of this account.' });

export const originNotAllowed = (detail: string): Problem => new Problem('forbidden', { detail });

/** Nothing is wrong with the token: it cannot be judged, or written, at this moment. */
export const cannotRefreshNow = (cause: string): Problem =>
  new Problem('unavailable', { headers: { 'retry-after': '1' }, cause: new Error(cause) });

export const staffOnly = (): Problem =>
  new Problem('forbidden', { detail: 'Only accounts that may administer (is_staff) can do this.' });
