import type { Client } from './client.ts';
import { bearer } from './client.ts';

export const metricsToken = 'only-for-prometheus';

/** The series of one scrape, in the text format of Prometheus. */
export interface Scrape {
  readonly text: string;
  /** The names that have a type. */
  readonly names: readonly string[];
  readonly series: readonly Series[];
  /** The sum of the series of that name that have these labels, 0 where there is none. */
  readonly sum: (name: string, labels?: Readonly<Record<string, string>>) => number;
}

export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const line = /^([a-z_][a-z0-9_]*)(?:\{((?:[a-zA-Z_]+="(?:[^"\\]|\\.)*",?)*)\})? (\S+)$/;

/** @throws Error where a line is not of the format. */
export function parseMetrics(text: string): Scrape {
  const series = text
    .split('\n')
    .filter((one) => one !== '' && !one.startsWith('#'))
    .map((one) => {
      const [, name = '', labels = '', value = ''] = line.exec(one) ?? [];
      if (name === '') throw new Error(`not of Prometheus' text format: ${one}`);
      const pairs = [...labels.matchAll(/([a-zA-Z_]+)="((?:[^"\\]|\\.)*)"/g)];
      return {
        name,
        labels: Object.fromEntries(pairs.map(([, label = '', content = '']) => [label, content])),
        value: Number(value.replace('Inf', 'Infinity')),
      };
    });
  return {
    text,
    names: [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name),
    series,
    sum: (name, wanted = {}) =>
      series
        .filter(
          (one) =>
            one.name === name &&
            Object.entries(wanted).every(([label, value]) => one.labels[label] === value),
        )
        .reduce((sum, { value }) => sum + value, 0),
  };
}

/** @throws Error where it is not answered. */
export async function scrape(client: Pick<Client, 'send'>, token = metricsToken): Promise<Scrape> {
  const answer = await client.send('GET', '/metrics', { headers: bearer(token) });
  if (answer.status !== 200) throw new Error(`/metrics answered ${answer.status}: ${answer.text}`);
  return parseMetrics(answer.text);
}
