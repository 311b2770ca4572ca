import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { definitionOf } from '../../src/metrics/catalogue.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../../${path}`, import.meta.url)), 'utf8');

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

/** What Prometheus adds to what it is told. */
const added = ['instance', 'job', 'le', 'worker', 'up'];
const functions =
  /^(sum|count|max|min|rate|increase|topk|histogram_quantile|label_values|vector|by|and|or|unless|offset)$/;

/** The metrics that an expression names, each with the labels that it looks at. */
function namesIn(expression: string): readonly { name: string; labels: readonly string[] }[] {
  const plain = expression.replace(/\b(by|on|without) \([^)]*\)/g, '').replace(/\[[^\]]*\]/g, '');
  const selectors = [...plain.matchAll(/\b([a-z][a-z_0-9]*)\b(?:\{([^}]*)\})?/g)];
  const inside = plain.replace(/\{[^}]*\}/g, (braces) => ' '.repeat(braces.length));
  return selectors
    .filter(({ index, 1: name = '' }) => inside.startsWith(name, index) && !functions.test(name))
    .map(([, name = '', braces = '']) => ({
      name,
      labels: [...braces.matchAll(/([a-z_]+)(?:=~?|!=|!~)"/g)].map(([, label = '']) => label),
    }));
}

function groupings(expression: string): readonly string[] {
  return [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', '));
}

/** @returns what is wrong with an expression: metrics and labels that nobody has. */
function faultsOf(expression: string, ofLibrary: ReadonlyMap<string, readonly string[]>): string[] {
  const names = namesIn(expression).filter(({ name }) => name !== 'up');
  if (names.length === 0 && !/\bup\{/.test(expression)) return [`${expression} names no metric`];
  const known = names.map(({ name, labels }) => {
    const base = name.replace(/_(bucket|sum|count)$/, '');
    const own =
      definitionOf(name) ?? (definitionOf(base)?.type === 'histogram' ? definitionOf(base) : undefined);
    return { name, labels, has: own?.labels ?? ofLibrary.get(name) ?? ofLibrary.get(base) };
  });
  const all = [...known.flatMap(({ has = [] }) => has), ...added];
  return [
    ...known.filter(({ has }) => !has).map(({ name }) => `${name} is no metric`),
    ...known.flatMap(({ name, labels, has = [] }) =>
      labels.filter((label) => ![...has, ...added].includes(label)).map((label) => `${name} has no ${label}`),
    ),
    ...groupings(expression)
      .filter((label) => !all.includes(label))
      .map((label) => `nothing has ${label}`),
  ];
}

async function metricsOfLibrary(): Promise<ReadonlyMap<string, readonly string[]>> {
  const scraped = await (await createMetrics()).scrape();
  // What is counted only once there is something to count shows no labels yet.
  const kind = ['kind', 'space', 'version', 'major', 'minor', 'patch'];
  return new Map(scraped.filter(({ name }) => !definitionOf(name)).map(({ name }) => [name, kind]));
}

const panels = (JSON.parse(read('deploy/monitoring/grafana-dashboard.json')) as { panels: Panel[] }).panels;
const alerts = read('deploy/monitoring/alerts.yml')
  .split(/^ {6}- alert: /m)
  .slice(1);

describe('deploy/monitoring', () => {
  test('the check finds a metric or a label that nobody has', async () => {
    const ofLibrary = await metricsOfLibrary();
    const wrong = [
      'sum(rate(latchkey_login_total[5m]))',
      'sum(rate(latchkey_logins_total{result="refused"}[5m]))',
      'sum by (address) (rate(latchkey_logins_total[5m]))',
      'latchkey_ready_bucket',
      'process_cpus_total',
      '1 > 2',
    ];
    for (const expression of wrong) expect(faultsOf(expression, ofLibrary), expression).toHaveLength(1);
  });

  test('every panel asks for metrics and labels that are there', async () => {
    const ofLibrary = await metricsOfLibrary();
    const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    expect(expressions.length).toBeGreaterThan(30);
    expect(expressions.flatMap((expression) => faultsOf(expression, ofLibrary))).toEqual([]);
  });

  test('the dashboard shows every metric', () => {
    const shown = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join('\n');
    const page = read('docs/monitoring.md');
    const names = [...page.matchAll(/^\| `(latchkey_\w+)`/gm)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !shown.includes(name))).toEqual([]);
  });

  test('every alert asks for what is there, says what to do, and has its section in the page', async () => {
    const ofLibrary = await metricsOfLibrary();
    const page = read('docs/monitoring.md');
    const tests = read('deploy/monitoring/alerts.test.yml');
    expect(alerts.length).toBeGreaterThan(10);
    for (const alert of alerts) {
      const name = alert.split('\n', 1)[0] ?? '';
      const expression = /^ +expr: '(.*)'$/m.exec(alert)?.[1]?.replaceAll("''", "'") ?? '';
      expect(faultsOf(expression, ofLibrary), name).toEqual([]);
      expect(alert, name).toMatch(/^ +summary: '.{20,}'$/m);
      expect(alert, name).toMatch(/^ +description: '.{40,}'$/m);
      expect(alert, name).toContain(`runbook: docs/monitoring.md#${name.toLowerCase()}\n`);
      expect(page, name).toContain(`\n### ${name}\n`);
      expect(tests, name).toContain(`  - name: ${name}\n`);
    }
  });
});
