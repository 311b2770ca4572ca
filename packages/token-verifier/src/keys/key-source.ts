import type { VerificationKey } from './verification-key.ts';

export interface KeySource {
  /**
   * The keys that a token with this `kid` may have been signed with, whatever their algorithm.
   *
   * @throws TokenError `keys_unavailable` where that cannot be known at the moment.
   */
  find(kid: string | undefined): Promise<readonly VerificationKey[]>;
}
