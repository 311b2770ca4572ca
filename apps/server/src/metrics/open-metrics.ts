import cluster from 'node:cluster';
import type { Config } from '../config.ts';
import { createMetrics, type Metrics, type Scraped } from './metrics.ts';
import { answerAsWorker } from './worker-metrics.ts';

/** The metrics of this process, and what a scrape tells. */
export interface OpenedMetrics {
  readonly own: Metrics;
  /** Of all workers, where this is one of several. */
  readonly scrape: () => Promise<readonly Scraped[]>;
}

/** @returns undefined where nobody is to see metrics: then nothing is measured for them, and their library not loaded. */
export async function openMetrics({ metrics }: Pick<Config, 'metrics'>): Promise<OpenedMetrics | undefined> {
  if (!metrics) return undefined;
  const own = await createMetrics();
  return { own, scrape: cluster.isWorker ? answerAsWorker(own) : own.scrape };
}
