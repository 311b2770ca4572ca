import { TokenError, type TokenErrorCode, type Verifier } from '../../src/index.ts';

/** With which code a token is refused; 'accepted' where it is not. What is no TokenError is thrown on. */
export async function refusal(verifier: Verifier, token: unknown): Promise<TokenErrorCode | 'accepted'> {
  try {
    await verifier.verify(token as string); // What a caller without types may give.
    return 'accepted';
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    return error.code;
  }
}
