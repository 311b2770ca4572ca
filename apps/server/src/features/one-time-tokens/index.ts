export { claimToken, makeToken, voidTokens } from './one-time-tokens.ts';
