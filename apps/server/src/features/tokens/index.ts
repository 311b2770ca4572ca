export { createAccessTokens, type AccessTokens } from './access-tokens.ts';
export { jwtAlgorithms, thumbprint, type JwtAlgorithm } from './algorithms.ts';
export { createAuthenticate, type Authenticate } from './authenticate.ts';
export { accessTokenInvalid } from './errors.ts';
export { countKeysSealedUnder, deleteKeysSealedUnder } from './queries.ts';
export { registerJwks } from './routes.ts';
export { findSealedKeys, loadSigningKeys, type SigningKeys } from './signing-keys.ts';
