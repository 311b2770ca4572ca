import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

type Responder = (request: IncomingMessage, response: ServerResponse) => void;

/** A real server, which answers every path as it is told at the moment. */
export interface KeyServer {
  readonly url: string;
  /** How many requests have come. */
  readonly requests: () => number;
  answer(responder: Responder): void;
  publish(keys: readonly unknown[], headers?: Record<string, string>): void;
}

export async function startKeyServer(): Promise<KeyServer> {
  let responder: Responder = (_request, response) => void response.writeHead(404).end();
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    responder(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // It listens on a port, not on a pipe.
  const answer = (next: Responder): void => void (responder = next);
  return {
    url: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    requests: () => requests,
    answer,
    publish: (keys, headers = {}) =>
      answer((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify({ keys }));
      }),
  };
}
