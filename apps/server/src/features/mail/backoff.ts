const firstMs = 30_000;
const longestMs = 3_600_000;

/** A mail that could not be delivered for so long is given up. */
export const giveUpAfterMs = 24 * 3_600_000;

/** How long a mail waits after so many tries: twice as long after each, an hour at most. */
export function waitAfterMs(attempts: number): number {
  return Math.min(firstMs * 2 ** (attempts - 1), longestMs);
}
