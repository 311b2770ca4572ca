import { lookup } from 'node:dns/promises';
import { createServer, type Server } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { drainOf } from './lib/draining.ts';

/** All addresses of `localhost`, since clients may try only one of them; else the host as it is. */
export async function addressesOf(host: string): Promise<string[]> {
  if (host !== 'localhost') return [host];
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/**
 * Listens on every address that this machine has, at least on one. Fastify would run a second server for a second
 * address, which the service does not wait for when it closes, and would not mind if that address is taken.
 *
 * @throws Error `EADDRINUSE` where the port is taken on any of them, `EADDRNOTAVAIL` where the machine has none.
 */
export async function listen(
  app: FastifyInstance,
  addresses: readonly string[],
  port: number,
): Promise<void> {
  const others: Server[] = [];
  const closeOthers = (): void => {
    for (const other of others) other.close();
  };
  let listensAlready = false;
  let missing: Error | undefined;
  try {
    for (const host of addresses) {
      try {
        if (listensAlready) others.push(await passOn(app, host, port));
        else await app.listen({ host, port });
        listensAlready = true;
      } catch (error) {
        if (!isMissing(error)) throw error;
        // What /etc/hosts names and the machine does not have: ::1 where IPv6 is switched off.
        missing = error;
      }
    }
    if (!listensAlready) throw missing ?? new Error('There is no address to listen on.');
  } catch (error) {
    closeOthers();
    throw error;
  }
  drainOf(app.server).onBegin(closeOthers);
}

/** Takes connections for the service, as if they had come to its own address. */
function passOn(app: FastifyInstance, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    // As node:http makes its own.
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      app.server.emit('connection', socket);
    });
    server.once('error', reject);
    server.listen({ host, port }, () => resolve(server));
  });
}

function isMissing(error: unknown): error is Error {
  return (
    error instanceof Error && 'code' in error && /^(EADDRNOTAVAIL|EAFNOSUPPORT)$/.test(String(error.code))
  );
}
