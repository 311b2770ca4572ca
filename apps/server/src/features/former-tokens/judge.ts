import type { FormerTokenSource } from '../../db/tables.ts';

/*
 * What a token of the former system is good for: one function of what is stored and the time. An exchanged one is
 * nothing that is judged here: it belongs to its session.
 */

interface Ending {
  /** In milliseconds since the epoch, as all times. */
  readonly endedAt: number | null;
  readonly endReason: string | null;
}

export interface FormerWindow extends Ending {
  readonly source: FormerTokenSource;
  /** When the last import that came to its end began. */
  readonly openedAt: number;
  readonly endsAt: number;
}

export interface FormerHolder extends Ending {
  /** When an import last found the account there, able to go on with its tokens. */
  readonly seenAt: number;
  readonly credentialVersion: number;
  readonly passwordCheck: string | null;
}

export interface StoredFormerToken extends Ending {
  readonly accountId: number | null;
  readonly expiresAt: number;
  /** When an import last found it there. */
  readonly seenAt: number;
  readonly selector: number | null;
}

/** What there is about a token at the moment of the decision, all of it held against changes. */
export interface Evidence {
  readonly window: FormerWindow | undefined;
  readonly holder: FormerHolder | undefined;
  readonly account: { readonly isActive: 0 | 1; readonly isStaff: 0 | 1; readonly credentialVersion: number };
  readonly token: StoredFormerToken;
  /** What the token carries of the password; null: nothing. */
  readonly passwordCheck: string | null;
}

export type Verdict =
  | { readonly kind: 'good' }
  | { readonly kind: 'ended'; readonly reason: string; readonly at: number }
  | { readonly kind: 'expired'; readonly at: number }
  | { readonly kind: 'unknown' };

/** Whether a token that was not exchanged yet may be. */
export function judge({ window, holder, account, token, passwordCheck }: Evidence, now: number): Verdict {
  // Whoever has the key can make tokens for anybody. They are of no use for an account that never came from there.
  if (!window || !holder) return { kind: 'unknown' };
  const ending = endingOf(token) ?? endingOf(holder) ?? endingOf(window) ?? goneOf(window, holder, token);
  if (ending) return ending;
  if (account.isActive !== 1) return { kind: 'ended', reason: 'account_disabled', at: now };
  if (account.isStaff === 1) return { kind: 'ended', reason: 'admin', at: now };
  if (account.credentialVersion !== holder.credentialVersion || isOfAnotherPassword(passwordCheck, holder))
    return { kind: 'ended', reason: 'password_changed', at: now };
  const overAt = Math.min(token.expiresAt, window.endsAt);
  return overAt <= now ? { kind: 'expired', at: overAt } : { kind: 'good' };
}

function endingOf({ endedAt, endReason }: Ending): Verdict | undefined {
  return endedAt === null ? undefined : { kind: 'ended', reason: endReason ?? 'admin', at: endedAt };
}

/**
 * What a later import has not found any more: the account was switched off, made staff or deleted there; the token was
 * spent or logged out. A signed token is in no table.
 */
function goneOf(
  { source, openedAt }: FormerWindow,
  holder: FormerHolder,
  token: StoredFormerToken,
): Verdict | undefined {
  if (holder.seenAt < openedAt) return { kind: 'ended', reason: 'admin', at: openedAt };
  const isGone = source === 'table' && token.seenAt < openedAt;
  return isGone ? { kind: 'ended', reason: 'logout', at: openedAt } : undefined;
}

/** With CHECK_REVOKE_TOKEN the former system refused such a token, too. */
function isOfAnotherPassword(passwordCheck: string | null, holder: FormerHolder): boolean {
  return passwordCheck !== null && holder.passwordCheck !== null && passwordCheck !== holder.passwordCheck;
}
