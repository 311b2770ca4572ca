export { claimToken, makeToken, voidLaterTokens, voidTokens } from './one-time-tokens.ts';
export { selectTokensOf } from './queries.ts';
