import { Worker } from 'node:worker_threads';
import type { FormerWork } from './former-hashes.ts';

/** What a thread is asked: the hash of a password, or whether it is that of `passwordHash` or of a hash of Django's. */
type Job =
  | { password: string; options: object }
  | { password: string; passwordHash: string }
  | { password: string; formerWork: FormerWork };
type Answer = { result: string | boolean } | { message: string };

/** A thread that does one job at a time. */
interface HashThread {
  /** Where the thread ends instead of answering, it is not to be used again. */
  ask(job: Job): Promise<Answer>;
}

const idle: HashThread[] = [];

/**
 * Has a password hashed or checked on a thread that nothing else waits for. There are as many threads as jobs have been
 * given at a time; whoever calls bounds that.
 */
export async function hashOnThread(job: Job): Promise<string | boolean> {
  const thread = idle.pop() ?? startThread();
  const answer = await thread.ask(job);
  idle.push(thread);
  if ('message' in answer) throw new Error(answer.message);
  return answer.result;
}

function startThread(): HashThread {
  const worker = new Worker(new URL('./hash-thread.mjs', import.meta.url), {
    // The memory of a hash is not part of these.
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
    execArgv: [],
  });
  let waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  worker.on('error', end).on('exit', end);
  worker.on('message', (answer: Answer) => {
    // A thread without work does not keep the process from ending.
    worker.unref();
    waiting?.resolve(answer);
  });
  const thread: HashThread = {
    ask(job) {
      worker.ref();
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        worker.postMessage(job);
      });
    },
  };
  return thread;

  function end(cause: unknown): void {
    if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
    waiting?.reject(new Error('a thread that hashes passwords has ended', { cause }));
  }
}
