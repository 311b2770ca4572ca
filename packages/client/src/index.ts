export { ApiProblem, type FieldErrors } from './api-problem.ts';
export {
  createClient,
  type Client,
  type ClientOptions,
  type Credentials,
  type JsonOptions,
} from './client.ts';
export type { Claims } from './access-token.ts';
export type { Clock } from './clock.ts';
export type { KeyStorage } from './storage.ts';
export type { Locks } from './locks.ts';
export type { EndReason, SignedOutReason } from './sign-out.ts';
