import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createMetrics, writeText } from '../../src/metrics/metrics.ts';
import { createHistogram, latencyBounds } from '../../src/lib/histogram.ts';

const folder = fileURLToPath(new URL('../../../../deploy/monitoring/', import.meta.url));

function promtool(args: readonly string[], { cwd = folder, input = '' } = {}) {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd, input, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}

/** A copy of the folder in which the alerts were changed. */
function withAlerts(change: (rules: string) => string): string {
  const copy = mkdtempSync(join(tmpdir(), 'latchkey-alerts-'));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  cpSync(folder, copy, { recursive: true });
  writeFileSync(join(copy, 'alerts.yml'), change(readFileSync(join(copy, 'alerts.yml'), 'utf8')));
  return copy;
}

test('Prometheus takes the alerts and the configuration as they are', () => {
  const version = execFileSync('promtool', ['--version'], { encoding: 'utf8' });
  expect(version).toContain('promtool');
  expect(promtool(['check', 'rules', 'alerts.yml'])).toMatchObject({ status: 0 });
  expect(promtool(['check', 'config', '--syntax-only', 'prometheus.yml'])).toMatchObject({ status: 0 });
});

test('each alert fires where it should, alone, and none where all is well', () => {
  const { status, said } = promtool(['test', 'rules', 'alerts.test.yml']);
  expect(said).toContain('SUCCESS');
  expect(status).toBe(0);
});

test('the tests of the alerts find one that never fires, and one that always does', () => {
  const alerts = [...readFileSync(join(folder, 'alerts.yml'), 'utf8').matchAll(/^ +expr: '(.*)'$/gm)];
  expect(alerts.length).toBeGreaterThan(10);
  const never = withAlerts((rules) => rules.replace(/^( +expr: )'.*'$/gm, "$1'vector(0) > 1'"));
  const { status, said } = promtool(['test', 'rules', 'alerts.test.yml'], { cwd: never });
  expect(status).toBe(1);
  const names = [...readFileSync(join(folder, 'alerts.yml'), 'utf8').matchAll(/ alert: (\w+)/g)];
  expect(
    names.filter(([, name = '']) => !said.includes(`alertname="${name}"`)).map(([, name]) => name),
  ).toEqual([]);
  const [, first = ''] = alerts[0] ?? [];
  const always = withAlerts((rules) => rules.replace(first, 'vector(1)'));
  expect(promtool(['test', 'rules', 'alerts.test.yml'], { cwd: always }).status).toBe(1);
});

test('Prometheus reads what a scrape answers, and has nothing to say against names and forms', async () => {
  const metrics = await createMetrics();
  const durations = createHistogram(latencyBounds);
  durations.note(0.003);
  metrics.add(() => ({
    latchkey_http_requests_total: [
      { labels: { route: '/api/"quoted"\\{id}/\n', method: 'GET', status: '2xx' }, value: 2 },
    ],
    latchkey_http_request_duration_seconds: [
      { labels: { route: '/', method: 'GET' }, value: durations.read() },
    ],
    latchkey_ready: [{ value: 1 }],
  }));
  const { text } = await writeText(await metrics.scrape());
  const { status, said } = promtool(['check', 'metrics'], { input: text });
  // What the library says of the process has names of its own.
  const ours = said.split('\n').filter((line) => line.includes('latchkey_') || line.includes('error'));
  expect(ours).toEqual([]);
  // 3: something could be named better; 1: it cannot be read.
  expect([0, 3]).toContain(status);
  expect(promtool(['check', 'metrics'], { input: `${text}latchkey_ready{ 1\n` }).status).toBe(1);
});
