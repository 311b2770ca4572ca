const retryMs = 2_000;

/**
 * Runs `work` again and again, each time as many milliseconds after its end as it returned. A failure is reported, and
 * the work tried again a little later.
 *
 * @param firstMs how long it waits before the first time, and after a failure.
 * @returns a function that stops it, and waits for the end of work that is under way.
 */
export function repeat(
  work: () => Promise<number>,
  onError: (error: unknown) => void,
  firstMs = retryMs,
): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  const next = (waitMs: number): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      underWay = work().then(next, (error: unknown) => {
        if (!stopped) onError(error);
        next(firstMs);
      });
    }, waitMs);
    timer.unref();
  };
  next(firstMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
    return underWay;
  };
}
