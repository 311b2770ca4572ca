import type { Metric, Registry } from 'prom-client';
import type { HistogramReading } from '../lib/histogram.ts';
import { catalogue, definitionOf } from './catalogue.ts';
import type { Readings, Sample, Source } from './readings.ts';

/** One metric with its samples, as prom-client writes it and as it goes from process to process. */
export interface Scraped {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly values: readonly ScrapedValue[];
}

interface ScrapedValue {
  /** Where it is another than that of the metric: the parts of a histogram. */
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Metrics {
  /** Has a part of the house asked at each scrape. */
  add(...sources: readonly Source[]): void;
  /** What this process says now. It never fails: what cannot be read in time is missing. */
  readonly scrape: () => Promise<readonly Scraped[]>;
}

/** A source that needs longer is left out of that scrape: Prometheus waits for ten seconds by default. */
const patienceMs = 2_500;

/**
 * Gathers the metrics of this process. Nothing is done until somebody scrapes: the parts count in plain numbers, which
 * are read then. prom-client knows the process itself, and writes the text; it is loaded here and nowhere else.
 */
export async function createMetrics(): Promise<Metrics> {
  const { collectDefaultMetrics, Registry } = await import('prom-client');
  const ofProcess = new Registry();
  collectDefaultMetrics({ register: ofProcess });
  // They look at each connection there is, one by one.
  for (const name of ['handles', 'requests', 'resources'])
    for (const each of ['', '_total']) ofProcess.removeSingleMetric(`nodejs_active_${name}${each}`);
  const sources: Source[] = [];
  return {
    add: (...more) => void sources.push(...more),
    async scrape() {
      const [process, ...readings] = await Promise.all([
        ofProcess.getMetricsAsJSON(),
        ...sources.map((source) => readInTime(source)),
      ]);
      const read = readings.reduce<Readings>((all, some) => ({ ...all, ...some }), {});
      // prom-client's declarations leave out what its histograms are made of.
      const ofLibrary = process as unknown as readonly Scraped[];
      return [...Object.keys(catalogue).map((name) => describe(name, read)), ...ofLibrary];
    },
  };
}

/** The text of Prometheus' format for what was scraped. */
export async function writeText(scraped: readonly Scraped[]): Promise<{ type: string; text: string }> {
  const { Registry } = await import('prom-client');
  const registry: Registry = new Registry();
  for (const metric of scraped) {
    // All that the registry asks of a metric is its name and what `get` gives.
    registry.registerMetric({ name: metric.name, get: () => Promise.resolve(metric) } as unknown as Metric);
  }
  return { type: registry.contentType, text: await registry.metrics() };
}

async function readInTime(source: Source): Promise<Readings> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Readings>((resolve) => {
    timer = setTimeout(() => resolve({}), patienceMs);
  });
  try {
    return await Promise.race([late, Promise.resolve().then(source)]);
  } catch {
    return {};
  } finally {
    clearTimeout(timer);
  }
}

function describe(name: string, readings: Readings): Scraped {
  const { type = 'gauge', help = '' } = definitionOf(name) ?? {};
  // The names are those of the catalogue, where the readings have theirs from.
  const samples: readonly Sample[] = (readings as Record<string, readonly Sample[]>)[name] ?? [];
  return {
    name,
    help,
    type,
    values: samples.flatMap(({ labels = {}, value }) =>
      typeof value === 'number' ? { labels, value } : writeHistogram(name, labels, value),
    ),
  };
}

function writeHistogram(
  name: string,
  labels: Readonly<Record<string, string>>,
  { atMost, sum, count }: HistogramReading,
): ScrapedValue[] {
  const bucket = (le: string, value: number) => ({
    metricName: `${name}_bucket`,
    labels: { ...labels, le },
    value,
  });
  return [
    ...atMost.map(([bound, value]) => bucket(String(bound), value)),
    bucket('+Inf', count),
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
