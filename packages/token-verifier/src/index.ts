export { createVerifier, type Verifier, type VerifierOptions } from './verifier.ts';
export { TokenError, type TokenErrorCode } from './token-error.ts';
export type { AccessTokenClaims } from './claims.ts';
export type { Clock } from './clock.ts';
export type { Fetch } from './fetch-text.ts';
export type { GivenKey } from './keys/given-keys.ts';
export type { RevocationOptions } from './revocations/revocations.ts';
