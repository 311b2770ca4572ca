import { createHash } from 'node:crypto';
import type { Settings } from '../settings/index.ts';
import type { Rules } from './protocol.ts';

/** The rules as the settings have them now. */
export function currentRules(settings: Settings): Rules {
  const milliseconds = (
    name: 'REFRESH_TOKEN_LIFETIME' | 'SESSION_ABSOLUTE_LIFETIME' | 'REFRESH_REUSE_GRACE',
  ): number => settings.get(name) * 1_000;
  return {
    grace: milliseconds('REFRESH_REUSE_GRACE'),
    refreshLifetime: milliseconds('REFRESH_TOKEN_LIFETIME'),
    absoluteLifetime: milliseconds('SESSION_ABSOLUTE_LIFETIME'),
  };
}

/** Enough of a hash to recognise an Idempotency-Key, salted with its session; null where none was sent. */
export function idempotencyDigest(selector: number, key: string | undefined): string | null {
  if (key === undefined) return null;
  return createHash('sha256').update(`${selector}:${key}`).digest('base64url').slice(0, 22);
}
