import type { HistogramReading } from '../lib/histogram.ts';
import type { MetricName } from './catalogue.ts';

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number | HistogramReading;
}

/** What one part of the house says at a scrape. */
export type Readings = Partial<Record<MetricName, readonly Sample[]>>;

/** Reads the plain numbers of one part, when somebody asks. Where it fails, its metrics are missing in that scrape. */
export type Source = () => Readings | Promise<Readings>;

export function single(value: number | HistogramReading): readonly Sample[] {
  return [{ value }];
}

/** One sample for each key of an object of numbers, under a label of that name. */
export function each(label: string, numbers: Readonly<Record<string, number>>): readonly Sample[] {
  return Object.entries(numbers).map(([key, value]) => ({ labels: { [label]: key }, value }));
}
