import { ApiProblem } from '@latchkey/client';

/** What is said about a request that failed, where no field is to blame. */
export function problemWords(problem: ApiProblem): string {
  const words = problem.code === 'unknown' ? `${problem.title}.` : `${problem.title}. ${problem.detail}`;
  const { retryAfterSeconds: seconds } = problem;
  if (problem.status !== 429 || seconds === undefined) return words;
  return `${problem.title}. Try again in ${seconds === 1 ? 'a second' : inTime(seconds)}.`;
}

/** Errors of programming are not shown to users: they go on their way. */
export function toApiProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  throw error;
}

function inTime(seconds: number): string {
  return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
