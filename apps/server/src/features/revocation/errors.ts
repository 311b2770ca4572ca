import { Problem } from '../../http/problems.ts';

const retryAfterSeconds = 5;

export const tooManyFollowers = (): Problem =>
  new Problem('overloaded', {
    detail: 'Too many wait for the feed already. Ask without `wait`, or try again later.',
    headers: { 'retry-after': String(retryAfterSeconds) },
  });
