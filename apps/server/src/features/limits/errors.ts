import { Problem } from '../../http/problems.ts';
import { durationInWords } from '../settings/index.ts';
import type { Lane } from './lanes.ts';

/** A lane that has no room, and for how long. */
export interface FullLane {
  readonly lane: Lane;
  readonly waitMs: number;
}

/**
 * The 429, with the fields of draft-ietf-httpapi-ratelimit-headers-10: the policies that refuse, and when they do not.
 */
export function tooManyRequests(full: readonly FullLane[]): Problem {
  const retryAfter = Math.max(...full.map(({ waitMs }) => toSeconds(waitMs)));
  const policy = full.map(({ lane }) => `"${lane.policy}";q=${lane.limit};w=${toSeconds(lane.windowMs)}`);
  const state = full.map(({ lane, waitMs }) => `"${lane.policy}";r=0;t=${toSeconds(waitMs)}`);
  return new Problem('too_many_requests', {
    detail: `Try again in ${durationInWords(retryAfter)}.`,
    headers: {
      'retry-after': String(retryAfter),
      'ratelimit-policy': policy.join(', '),
      ratelimit: state.join(', '),
    },
  });
}

function toSeconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1_000);
}
