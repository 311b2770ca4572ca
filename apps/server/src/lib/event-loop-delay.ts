const sampleEveryMs = 50;
const samples = 3;

export interface EventLoopDelay {
  /** How long whatever comes has to wait for the main thread at least, in milliseconds, as measured lately. */
  readonly delayMs: number;
  stop(): void;
}

/**
 * Measures how late a timer is. What counts is the smallest of the last three delays, as in CoDel (RFC 8289): a single
 * long piece of work is over when it has been noticed, and only a queue that stays is overload.
 */
export function watchEventLoopDelay(): EventLoopDelay {
  const latest: number[] = Array<number>(samples).fill(0);
  let delayMs = 0;
  let due = performance.now() + sampleEveryMs;
  const timer = setTimeout(() => {
    latest.shift();
    latest.push(performance.now() - due);
    delayMs = Math.min(...latest);
    due = performance.now() + sampleEveryMs;
    timer.refresh();
  }, sampleEveryMs);
  timer.unref();
  return {
    get delayMs() {
      return delayMs;
    },
    stop: () => clearTimeout(timer),
  };
}
