import { onTestFinished } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { secretKey } from './app.ts';
import type { LaunchOptions } from './child-process.ts';
import { freePort, startPostgres } from './postgres-server.ts';
import { startHaproxy } from './haproxy.ts';
import { startNginx } from './nginx.ts';
import type { Proxy } from './proxy.ts';
import { startServer, type ServerProcess } from './server-process.ts';

/** Three nodes on one database, behind a proxy. */
export interface Fleet {
  readonly proxy: Proxy;
  readonly nodes: ServerProcess[];
  readonly environment: Environment;
  /** Starts a node at the port of one that has ended, and waits until it is ready. */
  replace(i: number, options?: LaunchOptions): Promise<ServerProcess>;
}

const nodeCount = 3;

interface Options {
  readonly environment?: Environment;
  /** Which node is next: any, or the next one in a circle; HAProxy takes any, of those that say that they are ready. */
  readonly proxy?: 'nginx, at random' | 'nginx, in a circle' | 'HAProxy';
}

/** Starts everything anew, with a PostgreSQL of its own; all of it ends with the test. */
export async function startFleet(options: Options = {}): Promise<Fleet> {
  const { environment: more = {}, proxy: kind = 'nginx, at random' } = options;
  const postgres = await startPostgres();
  onTestFinished(() => postgres.stop());
  const port = await freePort();
  const environment: Environment = {
    DATABASE_URL: postgres.url,
    SECRET_KEY: secretKey,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TRUST_PROXY: '127.0.0.1',
    ...more,
  };
  const nodes: ServerProcess[] = [];
  for (let i = 0; i < nodeCount; i += 1) nodes.push(await startServer(environment));
  const ports = nodes.map((node) => node.port);
  const proxy =
    kind === 'HAProxy'
      ? await startHaproxy({ nodes: ports, port })
      : await startNginx({ nodes: ports, port, balancing: kind === 'nginx, at random' ? 'random;' : '' });
  return {
    proxy,
    nodes,
    environment,
    async replace(i, launched) {
      const node = await startServer({ ...environment, PORT: String(ports[i]) }, launched);
      nodes[i] = node;
      return node;
    },
  };
}
