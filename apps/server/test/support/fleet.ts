import { onTestFinished } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { secretKey } from './app.ts';
import type { LaunchOptions } from './child-process.ts';
import { freePort, startPostgres } from './postgres-server.ts';
import { startNginx, type Nginx } from './nginx.ts';
import { startServer, type ServerProcess } from './server-process.ts';

/** Several nodes on one database, behind an nginx. */
export interface Fleet {
  readonly proxy: Nginx;
  readonly nodes: ServerProcess[];
  readonly environment: Environment;
  /** Starts a node at the port of one that has ended, and waits until it is ready. */
  replace(i: number, options?: LaunchOptions): Promise<ServerProcess>;
}

interface Options {
  readonly count?: number;
  readonly environment?: Environment;
  readonly balancing?: string;
}

/** Starts everything anew, with a PostgreSQL of its own; all of it ends with the test. */
export async function startFleet(options: Options = {}): Promise<Fleet> {
  const { count = 3, environment: more = {}, balancing } = options;
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
  for (let i = 0; i < count; i += 1) nodes.push(await startServer(environment));
  const ports = nodes.map((node) => node.port);
  const proxy = await startNginx({ nodes: ports, port, ...(balancing !== undefined && { balancing }) });
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
