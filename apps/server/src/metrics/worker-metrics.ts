import cluster, { type Worker } from 'node:cluster';
import { mergeWorkers, type WorkerAnswer } from './merge-workers.ts';
import type { Metrics, Scraped } from './metrics.ts';

/*
 * With WORKERS a scrape reaches one process of several, and has to tell of all of them. A worker that is asked asks the
 * process above, which asks every worker; the messages are these.
 */
type Message =
  | { readonly metrics: 'wanted'; readonly id: number }
  | { readonly metrics: 'asked'; readonly id: number }
  | { readonly metrics: 'own'; readonly id: number; readonly scraped: readonly Scraped[] }
  | { readonly metrics: 'all'; readonly id: number; readonly scraped: readonly Scraped[] };

/** A worker that has not answered by then is told to be down. Longer than the worker waits for its own parts. */
const patienceMs = 4_000;

/** In the process above the workers: what scrapes all of them, and answers each worker that wants to know. */
export function scrapeWorkers(): () => Promise<readonly Scraped[]> {
  const numbers = new Map<number, number>();
  const waiting = new Map<number, (worker: Worker, scraped: readonly Scraped[]) => void>();
  let lastId = 0;

  // A worker that takes another one's place takes its number: there are never more series than workers.
  cluster.on('fork', ({ id }) => {
    const taken = new Set(numbers.values());
    let number = 1;
    while (taken.has(number)) number += 1;
    numbers.set(id, number);
  });
  cluster.on('exit', ({ id }) => numbers.delete(id));

  const scrapeAll = (): Promise<readonly Scraped[]> =>
    new Promise((resolve) => {
      const id = (lastId += 1);
      const asked = Object.values(cluster.workers ?? {}).filter((worker) => worker?.isConnected());
      const answers = new Map<number, WorkerAnswer>();
      const finish = (): void => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(mergeWorkers([...answers.values()]));
      };
      const timer = setTimeout(finish, patienceMs);
      for (const worker of asked) {
        const number = worker && numbers.get(worker.id);
        if (!worker || number === undefined) continue;
        answers.set(worker.id, { number, scraped: undefined });
        send(worker, { metrics: 'asked', id });
      }
      let missing = answers.size;
      if (missing === 0) return finish();
      waiting.set(id, ({ id: workerId }, scraped) => {
        const answer = answers.get(workerId);
        if (!answer || answer.scraped) return;
        answers.set(workerId, { ...answer, scraped });
        missing -= 1;
        if (missing === 0) finish();
      });
    });

  cluster.on('message', (worker, message: unknown) => {
    if (!isMessage(message)) return;
    if (message.metrics === 'own') waiting.get(message.id)?.(worker, message.scraped);
    if (message.metrics === 'wanted') {
      void scrapeAll().then((scraped) => send(worker, { metrics: 'all', id: message.id, scraped }));
    }
  });
  return scrapeAll;
}

/**
 * In a worker: answers the process above.
 *
 * @returns what scrapes all workers by asking it. Where it does not answer, nothing is told but of this process.
 */
export function answerAsWorker(metrics: Metrics): () => Promise<readonly Scraped[]> {
  const waiting = new Map<number, (scraped: readonly Scraped[]) => void>();
  let lastId = 0;
  process.on('message', (message: unknown) => {
    if (!isMessage(message)) return;
    if (message.metrics === 'all') waiting.get(message.id)?.(message.scraped);
    if (message.metrics === 'asked') {
      const { id } = message;
      void metrics.scrape().then((scraped) => process.send?.({ metrics: 'own', id, scraped }));
    }
  });
  return () =>
    new Promise((resolve) => {
      const id = (lastId += 1);
      const finish = (scraped: readonly Scraped[] | Promise<readonly Scraped[]>): void => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(scraped);
      };
      const timer = setTimeout(() => finish(metrics.scrape()), 2 * patienceMs);
      waiting.set(id, finish);
      process.send?.({ metrics: 'wanted', id } satisfies Message);
    });
}

/** One that has just died need not be told. */
function send(worker: Worker, message: Message): void {
  if (worker.isConnected()) worker.send(message, () => undefined);
}

function isMessage(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'metrics' in message;
}
