import { Worker } from 'node:worker_threads';
import type { FormerWork } from './former-hashes.ts';

/** What a thread is asked: the hash of a password, or whether it is that of `passwordHash` or of a hash of Django's. */
type Job =
  | { password: string; options: object }
  | { password: string; passwordHash: string }
  | { password: string; formerWork: FormerWork };
type Answer = { result: string | boolean } | { message: string };

/** A thread that does one job after the other. */
interface HashThread {
  /** How many jobs it has been given and has not answered. */
  readonly jobs: number;
  /** Where the thread ends instead of answering, it is not to be used again. */
  ask(job: Job, isPressed: boolean): Promise<Answer>;
}

const threads = new Set<HashThread>();

/**
 * Has a password hashed or checked on a thread that nothing else waits for.
 *
 * @param most how many threads there may be; beyond that a job waits for the one that has least to do, so that no thread
 *   waits for the main thread to hand on the next job. Whoever calls bounds how many wait.
 * @param isPressed whether others wait for this to come to its end: then the thread may answer a few jobs at a time. The
 *   main thread loses the caches with each hash, and several answers in a row cost it hardly more than one.
 */
export async function hashOnThread(job: Job, most: number, isPressed: boolean): Promise<string | boolean> {
  const answer = await threadFor(most).ask(job, isPressed);
  if ('message' in answer) throw new Error(answer.message);
  return answer.result;
}

function threadFor(most: number): HashThread {
  let least: HashThread | undefined;
  for (const thread of threads) if (!least || thread.jobs < least.jobs) least = thread;
  return !least || (least.jobs > 0 && threads.size < most) ? startThread() : least;
}

function startThread(): HashThread {
  const worker = new Worker(new URL('./hash-thread.mjs', import.meta.url), {
    // The memory of a hash is not part of these.
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
    execArgv: [],
  });
  /** In the order in which the thread answers. */
  const waiting: { resolve(answer: Answer): void; reject(error: Error): void }[] = [];
  worker.on('error', end).on('exit', end);
  worker.on('message', (answers: readonly Answer[]) => {
    for (const answer of answers) waiting.shift()?.resolve(answer);
    // A thread without work does not keep the process from ending.
    if (waiting.length === 0) worker.unref();
  });
  const thread: HashThread = {
    get jobs() {
      return waiting.length;
    },
    ask(job, isPressed) {
      worker.ref();
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        worker.postMessage({ ...job, isPressed });
      });
    },
  };
  threads.add(thread);
  return thread;

  function end(cause: unknown): void {
    threads.delete(thread);
    for (const one of waiting.splice(0))
      one.reject(new Error('a thread that hashes passwords has ended', { cause }));
  }
}
