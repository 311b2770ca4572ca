import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A network between the browser and a server: it carries everything there, and not all of it back. */
export interface LossyNetwork {
  /** What the browser calls; the server's PUBLIC_URL. */
  readonly url: string;
  /** Where requests go from now on. */
  connect(serverUrl: string): void;
  /** Answers a path itself, as the web server of a page would. */
  serve(path: string, type: string, content: string): void;
  /** From now on the second of each five answers of an API path is lost: after the server gave it, without a word. */
  loseOneInFive(): void;
  /** From now on everything arrives. */
  recover(): void;
  /** How many requests of a path were answered with that status, lost ones included; all of them without a status. */
  answered(path: string, status?: number): number;
  lost(path: string): number;
  close(): Promise<void>;
}

export async function startLossyNetwork(): Promise<LossyNetwork> {
  const pages = new Map<string, { type: string; content: string }>();
  const statuses = new Map<string, number[]>();
  const lost = new Map<string, number>();
  let target = '';
  let isLossy = false;

  function carry(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const path = new URL(incoming.url ?? '/', 'http://localhost').pathname;
    const page = pages.get(path);
    if (page) return void outgoing.writeHead(200, { 'content-type': page.type }).end(page.content);
    const onward = request(
      target + (incoming.url ?? '/'),
      { method: incoming.method ?? 'GET', headers: incoming.headers },
      (answer) => {
        const seen = statuses.get(path) ?? [];
        statuses.set(path, [...seen, answer.statusCode ?? 0]);
        if (isLossy && path.startsWith('/api/') && seen.length % 5 === 1) {
          lost.set(path, (lost.get(path) ?? 0) + 1);
          answer.resume();
          outgoing.destroy();
          return;
        }
        // On a connection that was used before, the browser itself would send a request again whose answer is lost.
        outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, connection: 'close' });
        answer.pipe(outgoing);
      },
    );
    onward.once('error', () => outgoing.destroy());
    incoming.pipe(onward);
  }

  const server = createServer(carry);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  // It listens on a port, so its address has one.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    connect: (serverUrl) => void (target = serverUrl),
    serve: (path, type, content) => void pages.set(path, { type, content }),
    loseOneInFive: () => void (isLossy = true),
    recover: () => void (isLossy = false),
    answered: (path, status) =>
      (statuses.get(path) ?? []).filter((seen) => status === undefined || seen === status).length,
    lost: (path) => lost.get(path) ?? 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
