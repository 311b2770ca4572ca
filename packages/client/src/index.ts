export { ApiProblem, type FieldErrors } from './api-problem.ts';
export {
  createClient,
  type Client,
  type ClientOptions,
  type Credentials,
  type HeldToken,
  type JsonOptions,
} from './client.ts';
export type { Claims } from './access-token.ts';
export type { AccountCalls } from './account-calls.ts';
export type { Answer, Body, Schemas } from './api-shapes.ts';
export type { Clock } from './clock.ts';
export type { Locks } from './locks.ts';
export type { EndReason, SignedOutReason } from './sign-out.ts';
export { createMemoryStorage, StorageError, type KeyStorage, type TokenStorage } from './storage.ts';
