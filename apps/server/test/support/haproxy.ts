import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runProxy, type ProxiedRequest, type Proxy, type ProxyOptions } from './proxy.ts';

/** Starts Debian's HAProxy. It asks every node five times a second whether it is ready, and believes the second no. */
export async function startHaproxy(options: ProxyOptions): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-haproxy-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, configuration(options));
  const haproxy = await runProxy('haproxy', ['-db', '-f', file], options);
  const requests = (): ProxiedRequest[] =>
    haproxy
      .stdout()
      .split('\n')
      .flatMap((line) => parseLine(line) ?? []);
  return { ...haproxy, requests };
}

/** As it would be in production, but for TLS and the ports. */
function configuration({ port, nodes }: ProxyOptions): string {
  return `
global
  log stdout format raw local0
defaults
  mode http
  log global
  timeout connect 2s
  timeout client 75s
  timeout server 75s
frontend clients
  bind 127.0.0.1:${port}
  log-format "request %HP %ST %s %rc"
  default_backend latchkey
backend latchkey
  balance random
  option forwardfor
  option httpchk GET /health/ready
  default-server check inter 200ms fall 2 rise 1
  ${nodes.map((node) => `server ${node} 127.0.0.1:${node}`).join('\n  ')}
`;
}

function parseLine(line: string): ProxiedRequest | undefined {
  const [whole, path = '', status, node, retries] = /^request (.*) (-?\d+) (\S+) \+?(\d+)$/.exec(line) ?? [];
  if (whole === undefined) return undefined;
  return { path, status: Number(status), node: Number(node), retries: Number(retries) };
}
