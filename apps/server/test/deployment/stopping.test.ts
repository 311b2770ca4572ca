import { expect, test } from 'vitest';
import openapi from '../../../../docs/openapi.json' with { type: 'json' };
import { createProgram } from '../../src/cli/program.ts';
import { longestWaitSeconds } from '../../src/features/revocation/schemas.ts';
import { connectionLimits } from '../../src/http/connection-limits.ts';
import { read, readCompose, readFly, readManifests, readProcfile, readRender } from './deploy-files.ts';

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

/** What the tests look at in the Deployment. */
interface PodSpec {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly [
    {
      readonly startupProbe: Probe;
      readonly livenessProbe: Probe;
      readonly readinessProbe: Probe;
    },
  ];
}

const deployment = readManifests('deploy/kubernetes/latchkey.yaml').find(({ kind }) => kind === 'Deployment');
const pod = (deployment?.['spec'] as { template: { spec: PodSpec } }).template.spec;
const [container] = pod.containers;

function secondsIn(file: string, pattern: RegExp): number {
  const [, seconds] = pattern.exec(read(file)) ?? [];
  if (seconds === undefined) throw new Error(`${file} has no ${pattern.source}.`);
  return Number(seconds);
}

/** How long the server lets requests finish. */
const patienceSeconds = secondsIn('apps/server/src/stopping.ts', /patienceMs = (\d+)_000/);

test('whatever stops the server waits for longer than the server takes to stop', () => {
  const alone = readCompose('compose.yml').services['latchkey'];
  const node = readCompose('compose.postgres.yml', { PUBLIC_HOST: 'a' }).services['node-1'];
  const graceOf = (service: typeof node): number =>
    Number.parseInt(String(service?.['stop_grace_period']), 10);
  const waits = [
    graceOf(alone),
    Number.parseInt(readFly().kill_timeout, 10),
    readRender().services[0]?.maxShutdownDelaySeconds ?? 0,
    secondsIn('deploy/systemd/latchkey.service', /^TimeoutStopSec=(\d+)$/m),
    graceOf(node) - 2 * secondsIn('compose.postgres.yml', /SHUTDOWN_DELAY: '(\d+)'/),
    pod.terminationGracePeriodSeconds -
      2 * secondsIn('deploy/kubernetes/latchkey.yaml', /SHUTDOWN_DELAY: '(\d+)'/),
  ];
  for (const seconds of waits) expect(seconds).toBeGreaterThan(patienceSeconds);
});

test('every probe asks an address that there is: whether it lives where it would be ended, else whether it is ready', () => {
  const probes = {
    live: [container.startupProbe, container.livenessProbe].map(({ httpGet }) => httpGet.path),
    ready: [
      container.readinessProbe.httpGet.path,
      readFly().http_service.checks[0]?.path,
      readRender().services[0]?.healthCheckPath,
      /health_uri (\S+)/.exec(read('deploy/caddy/Caddyfile'))?.[1],
    ],
  };
  expect(probes).toEqual({
    live: Array(2).fill('/health/live'),
    ready: Array(4).fill('/health/ready'),
  });
  expect(Object.keys(openapi.paths)).toEqual(expect.arrayContaining(['/health/live', '/health/ready']));
});

test('proxies close idle connections before the server does, and wait longer than any answer takes', () => {
  const kept = [
    secondsIn('deploy/nginx/latchkey.conf', /keepalive_timeout (\d+)s;/),
    secondsIn('deploy/caddy/Caddyfile', /keepalive (\d+)s/),
  ];
  for (const seconds of kept) expect(seconds * 1_000).toBeLessThan(connectionLimits.keepAliveMs);
  const longestSeconds = longestWaitSeconds + connectionLimits.answerMs / 1_000;
  const waited = [
    secondsIn('deploy/nginx/latchkey.conf', /proxy_read_timeout (\d+)s;/),
    secondsIn('deploy/caddy/Caddyfile', /response_header_timeout (\d+)s/),
  ];
  for (const seconds of waited) expect(seconds).toBeGreaterThan(longestSeconds);
  expect(read('deploy/nginx/latchkey.conf')).not.toMatch(/^[^#]*non_idempotent/m);
});

test('every command that a platform runs is one of latchkey', () => {
  const commands = createProgram().commands.map((command) => command.name());
  const lines = [...readProcfile()].map(([, line]) => line);
  expect([...readProcfile().keys()]).toEqual(['release', 'web']);
  const own = [
    ...lines.map((line) => /^node apps\/server\/dist\/cli\.js (\S+)$/.exec(line)?.[1]),
    /^latchkey (\S+)$/.exec(readRender().services[0]?.preDeployCommand ?? '')?.[1],
    /^ExecStart=\S+node \S+\/cli\.js (\S+)$/m.exec(read('deploy/systemd/latchkey.service'))?.[1],
  ];
  expect(own).toEqual(['migrate', 'serve', 'migrate', 'serve']);
  expect(commands).toEqual(expect.arrayContaining(own));
});
