import { onTestFinished } from 'vitest';
import { watch, type Process } from './child-process.ts';
import { createClient, type Client } from './client.ts';
import { eventually } from './eventually.ts';

/** A real proxy before several nodes, and a client of it. */
export interface Proxy extends Client {
  /** What its log has of the requests so far. */
  requests(): readonly ProxiedRequest[];
}

export interface ProxiedRequest {
  readonly path: string;
  readonly status: number;
  /** The port of the node that answered. */
  readonly node: number | undefined;
  /** How many nodes, or connections, were tried in vain before. */
  readonly retries: number;
}

export interface ProxyOptions {
  readonly port: number;
  /** The ports of the nodes on this machine. */
  readonly nodes: readonly number[];
}

/** Starts a program that serves as a proxy, and waits until it does; it ends with the test. */
export async function runProxy(
  program: string,
  args: readonly string[],
  { port }: ProxyOptions,
): Promise<Client & Process> {
  const proxy = watch(program, args, { PATH: `${process.env['PATH']}:/usr/sbin` });
  // Killed, it would leave its workers behind.
  onTestFinished(async () => {
    proxy.signal('SIGTERM');
    await proxy.exited;
  });
  const client = createClient(`http://127.0.0.1:${port}`, { isProxied: true });
  await eventually(`${program} to pass requests on`, async () => {
    if (proxy.hasEnded()) throw new Error(proxy.stdout() + proxy.stderr());
    return client.get('/health/live').then(
      ({ status }) => status === 200,
      () => false,
    );
  });
  return { ...client, ...proxy };
}
