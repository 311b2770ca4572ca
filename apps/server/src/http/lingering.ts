import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Reads on for a moment where an answer came before the whole of its request, and the connection ends with it (RFC 9112,
 * section 9.6). Closed at once, it would be reset by what is still arriving, and a reset takes the answer along: a proxy
 * would know of nothing but a broken connection, and say 502.
 *
 * @param lingerMs how long, in milliseconds, whoever goes on sending is read from.
 */
export function registerLingering(server: Server, lingerMs: number): void {
  const latest = new WeakMap<Socket, IncomingMessage>();
  server.prependListener('request', (request) => void latest.set(request.socket, request));
  server.on('connection', (socket: Socket) => {
    const close = socket.destroySoon.bind(socket);
    // What node:http ends a connection with after its last answer. It drops the rest of the request by itself.
    socket.destroySoon = () => {
      const request = latest.get(socket);
      if (!request || request.complete || socket.destroyed) return close();
      socket.end();
      const timer = setTimeout(close, lingerMs);
      request.once('end', close);
      socket.once('close', () => clearTimeout(timer));
    };
  });
}
