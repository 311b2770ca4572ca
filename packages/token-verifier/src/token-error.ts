/**
 * Why a token was not accepted. All but the last two are about the token; those two are about what the verifier cannot
 * know at the moment, so that the same token may be accepted a little later.
 */
export type TokenErrorCode =
  | 'malformed'
  | 'too_large'
  | 'wrong_type'
  | 'wrong_algorithm'
  | 'unknown_key'
  | 'bad_signature'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'bad_claims'
  | 'not_yet_valid'
  | 'expired'
  | 'revoked'
  | 'keys_unavailable'
  | 'feed_stale';

/** What `verify` throws. Its message is for the log of a developer, and never holds the token. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly code: TokenErrorCode;

  constructor(code: TokenErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }

  /** Whether the token was not looked at to the end, and is to be answered with 503 instead of 401. */
  get isTemporary(): boolean {
    return this.code === 'keys_unavailable' || this.code === 'feed_stale';
  }
}
