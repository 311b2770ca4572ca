import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runProxy, type ProxiedRequest, type Proxy, type ProxyOptions } from './proxy.ts';

interface NginxOptions extends ProxyOptions {
  /** Which node is next: `random;`, or nothing: one after the other. */
  readonly balancing: '' | 'random;';
}

/** Starts Debian's nginx. It asks no node how it is: one that refuses a connection is passed over. */
export async function startNginx(options: NginxOptions): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-nginx-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // Its workers are another user's where root runs the tests.
  chmodSync(folder, 0o755);
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration(folder, options));
  const args = ['-p', folder, '-c', file, '-e', 'stderr', '-g', 'daemon off;'];
  const nginx = await runProxy('nginx', args, options);
  const log = join(folder, 'access.log');
  const requests = (): ProxiedRequest[] =>
    readFileSync(log, 'utf8').split('\n').filter(Boolean).map(parseLine);
  return { ...nginx, requests };
}

/** As it would be in production (docs/operations.md), but for TLS, the ports and where files lie. */
function configuration(folder: string, { port, nodes, balancing }: NginxOptions): string {
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
worker_processes 2;
pid ${folder}/nginx.pid;
error_log stderr;
events { worker_connections 1024; }
http {
  log_format tests '$uri $status [$upstream_addr]';
  access_log ${folder}/access.log tests;
  ${places.map((place) => `${place}_temp_path ${folder}/${place};`).join('\n  ')}
  upstream latchkey {
    zone latchkey 64k;
    ${balancing}
    ${nodes.map((node) => `server 127.0.0.1:${node} fail_timeout=1s;`).join('\n    ')}
    keepalive 32;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://latchkey;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_next_upstream error timeout;
      proxy_connect_timeout 2s;
    }
  }
}
`;
}

function parseLine(line: string): ProxiedRequest {
  const [, path = '', status = '', addresses = ''] = /^(.*) (\d+) \[(.*)\]$/.exec(line) ?? [];
  const nodes = [...addresses.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, node]) => Number(node));
  return { path, status: Number(status), node: nodes.at(-1), retries: Math.max(0, nodes.length - 1) };
}
