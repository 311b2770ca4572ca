import { ApiProblem } from '@latchkey/client';

/** What went wrong, for people. */
export interface Fault {
  readonly title: string;
  readonly detail: string;
}

export function faultOf(error: unknown): Fault {
  if (error instanceof ApiProblem) return { title: error.title, detail: error.detail };
  return {
    title: 'Something went wrong in this page',
    detail: error instanceof Error ? error.message : 'Load the page anew.',
  };
}

/** What is wrong with each field, in one text each. */
export function fieldFaults(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  return Object.fromEntries(Object.entries(error.errors).map(([field, texts]) => [field, texts.join(' ')]));
}

/** Whether a question is worth asking again by itself: where the server was out of reach, not where it said no. */
export function shouldAskAgain(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof ApiProblem && (error.status === 0 || error.status >= 502);
}
