import { isRefreshToken, takeUp, type AccessToken, type SharedAccessToken } from '../access-token.ts';
import { isRecord } from '../api-problem.ts';
import type { Clock } from '../clock.ts';
import { isIdempotencyKey } from './idempotency-key.ts';
import type { Held } from './place.ts';

/** What is stored, as one text: a crash leaves all of it, or what was there before. */
export interface StoredSession extends SharedAccessToken {
  readonly refresh_token: string;
  /** Of the refresh that has begun and has no answer yet. */
  readonly idempotency_key?: string;
}

export interface HeldInStorage extends Held {
  readonly stored: StoredSession;
  readonly accessToken: AccessToken;
}

/** Reads what may have been written by anybody. @returns undefined where it is no session. */
export function readStoredSession(text: string, clock: Clock): HeldInStorage | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const accessToken = takeUp(value, clock);
    if (!isRecord(value) || !isRefreshToken(value['refresh_token'])) return undefined;
    const { idempotency_key: key } = value;
    if (key !== undefined && !isIdempotencyKey(key)) return undefined;
    // Looked at just now, the shared token by `takeUp`.
    const stored = value as unknown as StoredSession;
    return { stored, accessToken, body: { refresh_token: stored.refresh_token } };
  } catch {
    return undefined;
  }
}
