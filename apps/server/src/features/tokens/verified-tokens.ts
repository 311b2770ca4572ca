import type { AccessTokenClaims } from './claims.ts';

/** How many tokens a generation holds: two of them take some megabytes. */
const generationSize = 4_000;

/**
 * Access tokens whose signature and claims have been found right. Most are sent more than once in their half minute, and
 * the same bytes under the same keys are always as right as they were. Whether one has expired is not kept here.
 */
export class VerifiedTokens {
  #young = new Map<string, AccessTokenClaims>();
  #old = new Map<string, AccessTokenClaims>();

  get(token: string): AccessTokenClaims | undefined {
    const claims = this.#young.get(token);
    if (claims) return claims;
    const older = this.#old.get(token);
    if (older) this.add(token, older);
    return older;
  }

  add(token: string, claims: AccessTokenClaims): void {
    if (this.#young.size >= generationSize) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(token, claims);
  }
}
