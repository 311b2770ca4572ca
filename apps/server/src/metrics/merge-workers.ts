import { definitionOf } from './catalogue.ts';
import type { Scraped } from './metrics.ts';

/** What one worker has said; undefined: it did not answer in time. */
export interface WorkerAnswer {
  /** From 1. */
  readonly number: number;
  readonly scraped: readonly Scraped[] | undefined;
}

/**
 * One answer for all workers: each series gets the number of its worker as a label. What is of the whole installation
 * all of them would say alike, so the first who knows it says it.
 */
export function mergeWorkers(answers: readonly WorkerAnswer[]): readonly Scraped[] {
  const inOrder = [...answers].sort((a, b) => a.number - b.number);
  const merged = new Map<string, Scraped>();
  for (const { number, scraped = [] } of inOrder) {
    for (const metric of scraped) {
      const before = merged.get(metric.name)?.values ?? [];
      const isShared = definitionOf(metric.name)?.isOfInstallation;
      const own = isShared
        ? metric.values
        : metric.values.map((value) => ({ ...value, labels: { ...value.labels, worker: String(number) } }));
      const values = isShared && before.length > 0 ? before : [...before, ...own];
      merged.set(metric.name, { ...metric, values });
    }
  }
  const name = 'latchkey_worker_up';
  const { help = '', type = 'gauge' } = definitionOf(name) ?? {};
  const values = inOrder.map(({ number, scraped }) => ({
    labels: { worker: String(number) },
    value: Number(scraped !== undefined),
  }));
  return [...[...merged.values()].filter((metric) => metric.name !== name), { name, help, type, values }];
}
