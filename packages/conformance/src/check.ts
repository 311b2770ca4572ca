import type { Answer } from './http/answer.ts';
import type { Stage } from './stage/stage.ts';

export { Broken, NotChecked } from './outcome.ts';

/** What a check needs beyond the address of the server. */
export type Need = 'admin' | 'disposable' | 'secret' | 'time';

/** A promise of the contract, and the attempt to catch the server breaking it. */
export interface Check {
  /** `group.name`; it never changes. */
  readonly id: string;
  /** The promise, as a sentence. */
  readonly promise: string;
  readonly needs: readonly Need[];
  /** @throws Broken when the promise is broken, NotChecked when nothing can be said. */
  readonly run: (stage: Stage) => Promise<void>;
}

/** A promise about all answers, judged when the other checks are through. */
export interface Judgement {
  readonly id: string;
  readonly promise: string;
  /** Those of the answers that the promise is about. */
  readonly concerns: (answer: Answer) => boolean;
  /** What would have been right, where the answer is wrong. */
  readonly fault: (answer: Answer) => string | undefined;
}

export interface Group {
  readonly id: string;
  readonly title: string;
  readonly checks: readonly Check[];
  readonly judgements?: readonly Judgement[];
}

/** @param needs what it cannot be checked without. */
export function check(id: string, promise: string, run: Check['run'], ...needs: readonly Need[]): Check {
  return { id, promise, run, needs };
}
