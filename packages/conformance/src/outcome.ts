import type { Answer } from './http/answer.ts';

/** The server does not keep a promise. */
export class Broken extends Error {
  /** The answer that shows it, if it is one answer. */
  readonly answer: Answer | undefined;

  /** @param expected what would have been right. */
  constructor(expected: string, answer?: Answer) {
    super(expected);
    this.answer = answer;
  }
}

/** Nothing can be said about the promise. */
export class NotChecked extends Error {}
