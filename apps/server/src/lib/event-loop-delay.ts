import type { Histogram } from './histogram.ts';

const sampleEveryMs = 50;
const kept = 3;

export interface EventLoopDelay {
  /** How long whatever comes has to wait for the main thread at least, in milliseconds, as measured lately. */
  readonly delayMs: number;
  stop(): void;
}

/**
 * Measures how late a timer is. What counts is the smallest of the last three delays, as in CoDel (RFC 8289): a single
 * long piece of work is over when it has been noticed, and only a queue that stays is overload.
 *
 * @param samples is given each delay, in seconds.
 */
export function watchEventLoopDelay(samples?: Histogram): EventLoopDelay {
  const latest: number[] = Array<number>(kept).fill(0);
  let delayMs = 0;
  let due = performance.now() + sampleEveryMs;
  const timer = setTimeout(() => {
    latest.shift();
    const lateMs = Math.max(0, performance.now() - due);
    latest.push(lateMs);
    samples?.note(lateMs / 1_000);
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
