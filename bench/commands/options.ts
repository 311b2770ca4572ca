export interface Options {
  /** Everything is done, and nothing for long. */
  readonly isQuick: boolean;
  /** Writes bench/results.json, docs/performance.md and its picture. */
  readonly isSaved: boolean;
}

/** What was asked for cannot be done; the message says what can. */
export class UsageError extends Error {}

/** Where the progress is told: apart from the results. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
