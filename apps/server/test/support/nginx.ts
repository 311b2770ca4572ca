import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { watch } from './child-process.ts';
import { createClient, type Client } from './client.ts';
import { eventually } from './eventually.ts';
import { freePort } from './postgres-server.ts';

/** How an nginx passes requests on. */
export interface NginxOptions {
  /** The ports of the nodes on this machine. */
  readonly nodes: readonly number[];
  /** Which node is next; `random;` unless given. Nothing: one after the other. */
  readonly balancing?: string;
}

/** A real nginx before several nodes, and a client of it. */
export interface Nginx extends Client {
  /** The nodes that it sends no requests to, from the moment this resolves. */
  leaveOut(ports: readonly number[]): Promise<void>;
  /** What its log has of the requests so far. */
  requests(): readonly ProxiedRequest[];
}

export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The ports of the nodes that were tried, in their order. */
  readonly nodes: readonly number[];
}

const logFormat = '$request_method $uri $status [$upstream_addr]';

/** Starts Debian's nginx on a port; it ends with the test. */
export async function startNginx(options: NginxOptions & { readonly port?: number }): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-nginx-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // Its workers are another user's where root runs the tests.
  chmodSync(folder, 0o755);
  const port = options.port ?? (await freePort());
  const file = join(folder, 'nginx.conf');
  const write = (leftOut: readonly number[]): void =>
    writeFileSync(file, configuration(folder, port, options, leftOut));
  write([]);
  const nginx = watch('nginx', ['-p', folder, '-c', file, '-e', 'stderr', '-g', 'daemon off;'], {
    PATH: `${process.env['PATH']}:/usr/sbin`,
  });
  // Killed, it would leave its workers behind.
  onTestFinished(async () => {
    nginx.signal('SIGTERM');
    await nginx.exited;
  });
  const client = createClient(`http://127.0.0.1:${port}`, { isProxied: true });
  await eventually('an nginx that passes requests on', async () => {
    if (nginx.hasEnded()) throw new Error(nginx.stderr());
    return client.get('/health/live').then(
      ({ status }) => status === 200,
      () => false,
    );
  });
  const log = join(folder, 'access.log');
  return {
    ...client,
    requests: () => readFileSync(log, 'utf8').split('\n').filter(Boolean).map(parseLine),
    async leaveOut(ports) {
      write(ports);
      const generations = countStarts(nginx.stderr());
      nginx.signal('SIGHUP');
      await eventually('an nginx that has read its configuration again', () => {
        const lines = nginx.stderr();
        return countStarts(lines) > generations && countEnds(lines) >= countStarts(lines) - workers;
      });
    },
  };
}

const workers = 2;
const countStarts = (lines: string): number => lines.match(/start worker process \d+/g)?.length ?? 0;
const countEnds = (lines: string): number => lines.match(/worker process \d+ exited/g)?.length ?? 0;

/** As it would be in production, but for TLS, the ports and where files lie. */
function configuration(
  folder: string,
  port: number,
  { nodes, balancing = 'random;' }: NginxOptions,
  leftOut: readonly number[],
): string {
  const servers = nodes.map(
    (node) => `server 127.0.0.1:${node} fail_timeout=1s${leftOut.includes(node) ? ' down' : ''};`,
  );
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
worker_processes ${workers};
pid ${folder}/nginx.pid;
error_log stderr notice;
events { worker_connections 1024; }
http {
  log_format tests '${logFormat}';
  access_log ${folder}/access.log tests;
  ${places.map((place) => `${place}_temp_path ${folder}/${place};`).join('\n  ')}
  upstream latchkey {
    zone latchkey 64k;
    ${balancing}
    ${servers.join('\n    ')}
    # Connections to the nodes are kept for 60 seconds; a node keeps them for 72.
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
      # A node that cannot be reached is passed over. A POST that was sent is never sent again.
      proxy_next_upstream error timeout;
      proxy_connect_timeout 2s;
    }
  }
}
`;
}

function parseLine(line: string): ProxiedRequest {
  const [, method = '', path = '', status = '', addresses = ''] =
    /^(\S+) (.*) (\d+) \[(.*)\]$/.exec(line) ?? [];
  const nodes = [...addresses.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, node]) => Number(node));
  return { method, path, status: Number(status), nodes };
}
