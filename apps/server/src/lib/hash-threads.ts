import { Worker } from 'node:worker_threads';

/** What a thread is asked: the hash of a password, or whether it is that of `passwordHash`. */
type Job = { password: string; options: object } | { password: string; passwordHash: string };
type Answer = { result: string | boolean } | { message: string };

const idle: Worker[] = [];

/**
 * Has a password hashed or checked on a thread that nothing else waits for. There are as many threads as jobs have been
 * given at a time; whoever calls bounds that.
 */
export async function hashOnThread(job: Job): Promise<string | boolean> {
  const thread = idle.pop() ?? startThread();
  // A thread without work does not keep the process from ending.
  thread.ref();
  // Where it ends instead of answering, it is not used again.
  const answer = await ask(thread, job);
  thread.unref();
  idle.push(thread);
  if ('message' in answer) throw new Error(answer.message);
  return answer.result;
}

function startThread(): Worker {
  return new Worker(new URL('./hash-thread.mjs', import.meta.url), {
    // The memory of a hash is not part of these.
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
    execArgv: [],
  });
}

function ask(thread: Worker, job: Job): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void =>
      reject(new Error('a thread that hashes passwords has ended', { cause }));
    const onMessage = (answer: Answer): void => {
      thread.off('error', fail).off('exit', fail);
      resolve(answer);
    };
    thread.once('message', onMessage).once('error', fail).once('exit', fail);
    thread.postMessage(job);
  });
}
