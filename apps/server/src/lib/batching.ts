import { tracingInUse, type SpanReference, type Tracing } from './tracing.ts';
import { QueueFullError } from './waiting-line.ts';

interface Entry<T, R> {
  readonly input: T;
  /** The span of whoever gave it. */
  readonly under?: SpanReference | undefined;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

export type Batch<T, R> = readonly Entry<T, R>[];

interface Options<T, R> {
  /** For traces. */
  readonly name?: string;
  /** What two inputs must not be worked on at the same time; without it there is nothing like that. */
  key?(input: T): number;
  /** Answers every entry. What it leaves unanswered when it throws is rejected with that error. */
  run(batch: Batch<T, R>): Promise<void>;
  /** How many batches run at a time. */
  readonly concurrency: number;
  readonly maximumSize: number;
  /** How much may wait. What comes when there is more is refused, with a QueueFullError. */
  readonly maximumWaiting: number;
}

/** While all batches have been on their way for this long, nothing else is taken in, in milliseconds. */
const stuckAfterMs = 1_000;
const retryAfterSeconds = 1;

/**
 * Gathers what arrives in one turn of the event loop and works on it together. While as many batches as allowed are
 * on their way, what arrives waits and makes the next one: the busier the server, the larger its batches.
 * A lone input waits for nothing.
 *
 * @throws QueueFullError at once where too much waits, or no batch comes to its end.
 */
export function createBatcher<T, R>(options: Options<T, R>): (input: T) => Promise<R> {
  let waiting: Entry<T, R>[] = [];
  let running = 0;
  let scheduled = false;
  let isStuck = false;
  let stuckTimer: NodeJS.Timeout | undefined;
  const keysAtWork = new Set<number | undefined>();
  const tracing = tracingInUse();

  function isAtWork(input: T): boolean {
    return options.key !== undefined && keysAtWork.has(options.key(input));
  }

  function schedule(): void {
    if (scheduled || running >= options.concurrency || waiting.length === 0) return;
    scheduled = true;
    setImmediate(start);
  }

  function start(): void {
    scheduled = false;
    const batch: Entry<T, R>[] = [];
    const later: Entry<T, R>[] = [];
    for (const entry of waiting) {
      const free = batch.length < options.maximumSize && !isAtWork(entry.input);
      (free ? batch : later).push(entry);
    }
    waiting = later;
    // Everything waits for a key at work: the end of that batch schedules again.
    if (batch.length > 0) void work(batch);
  }

  async function work(batch: Entry<T, R>[]): Promise<void> {
    running += 1;
    watch();
    const keys = new Set(options.key && batch.map(({ input }) => options.key?.(input)));
    for (const key of keys) keysAtWork.add(key);
    schedule();
    try {
      await (tracing ? traced(tracing, batch) : options.run(batch));
    } catch (error) {
      for (const entry of batch) entry.reject(error);
    }
    for (const key of keys) keysAtWork.delete(key);
    running -= 1;
    watch();
    schedule();
  }

  /** A batch is part of the trace of the first who is in it, and points to all others. */
  function traced(by: Tracing, batch: Batch<T, R>): Promise<void> {
    const [parent, ...links] = batch.flatMap(({ under }) => under ?? []);
    if (!parent) return options.run(batch);
    const attributes = { 'latchkey.batch.size': batch.length };
    const name = `batch of ${options.name ?? 'requests'}`;
    return by.inSpan({ name, attributes, parent, links }, () => options.run(batch));
  }

  /** Begins anew whenever a batch begins or ends. */
  function watch(): void {
    isStuck = false;
    clearTimeout(stuckTimer);
    if (running < options.concurrency) return;
    stuckTimer = setTimeout(() => {
      // Once what has arrived is read: where this process was held up, the end of a batch may be here already.
      setImmediate(() => (isStuck = running >= options.concurrency));
    }, stuckAfterMs);
    stuckTimer.unref();
  }

  function isFull(): boolean {
    return isStuck || waiting.length >= options.maximumWaiting;
  }

  return (input) =>
    new Promise<R>((resolve, reject) => {
      if (isFull()) return reject(new QueueFullError(retryAfterSeconds));
      waiting.push(tracing ? { input, resolve, reject, under: tracing.here() } : { input, resolve, reject });
      schedule();
    });
}
