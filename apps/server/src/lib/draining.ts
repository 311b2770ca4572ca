import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { openAnswers } from './open-answers.ts';

const lookEveryMs = 100;

/**
 * Lets a server that closes end with its last answer. By itself it waits for every connection: for one that is kept
 * for the next request, and for one that a browser has opened in advance and never used.
 *
 * @returns a function to call when the server is closed.
 *
 * @example
 * const drain = createDrain(server);
 * drain();
 * server.close(() => console.log('every request has its answer'));
 */
export function createDrain(server: Server): () => void {
  const connections = new Set<Socket>();
  const answers = openAnswers(server);

  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });

  return () => {
    server.prependListener('request', (_request, answer: ServerResponse) => isTheLast(answer));
    for (const answer of answers) isTheLast(answer);
    // The first bytes of a request may be on their way: a connection is unused when it is so twice.
    let unused = new Set<Socket>();
    setInterval(() => {
      server.closeIdleConnections();
      for (const socket of unused) if (isUnused(socket)) socket.destroy();
      unused = new Set([...connections].filter(isUnused));
    }, lookEveryMs).unref();
  };
}

/** Says so in its header: `Connection: close`. */
function isTheLast(answer: ServerResponse): void {
  answer.shouldKeepAlive = false;
}

function isUnused(socket: Socket): boolean {
  return socket.bytesRead === 0;
}
