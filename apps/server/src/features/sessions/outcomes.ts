import { Problem, type ProblemCode } from '../../http/problems.ts';
import { QueueFullError } from '../../lib/waiting-line.ts';
import type { LoginOutcome, RefreshOutcome } from '../activity/index.ts';

const ofRefreshes: Partial<Record<ProblemCode, RefreshOutcome>> = {
  refresh_token_reused: 'reused',
  session_ended: 'ended',
  refresh_token_expired: 'expired',
  refresh_token_unknown: 'unknown',
};
const ofLogins: Partial<Record<ProblemCode, LoginOutcome>> = {
  invalid_credentials: 'refused',
  too_many_requests: 'limited',
  email_not_verified: 'unproven',
};

/** What a refresh that was not granted is counted as. */
export function refreshOutcomeOf(error: unknown): RefreshOutcome {
  if (error instanceof QueueFullError) return 'overloaded';
  return (error instanceof Problem && ofRefreshes[error.code]) || 'failed';
}

/** What a login that did not succeed is counted as. */
export function loginOutcomeOf(error: unknown): LoginOutcome {
  if (error instanceof QueueFullError) return 'overloaded';
  return (error instanceof Problem && ofLogins[error.code]) || 'failed';
}
