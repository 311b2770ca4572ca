import type { Server, ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { networkOf } from '../lib/networks.ts';

/** What a client may take up by being slow, or by being many. Times are in milliseconds. */
export interface ConnectionLimits {
  /** For the head of a request to arrive; also how long a new connection may say nothing. */
  readonly headMs: number;
  /** For the whole request to arrive. */
  readonly requestMs: number;
  /** For the answer to begin, whatever holds it up. The request's own arrival is part of it. */
  readonly answerMs: number;
  /** How long a connection waits for its next request. Longer than proxies keep theirs, so that they close first. */
  readonly keepAliveMs: number;
  /** How long a client may read nothing of an answer. */
  readonly unreadMs: number;
  /** How long a connection may stay open after its last answer, for that to arrive. */
  readonly lingerMs: number;
  readonly headers: number;
  readonly connections: number;
  /** Of one IPv4 address or one IPv6 /64, where no proxy stands before the server. */
  readonly connectionsPerNetwork: number;
}

export const connectionLimits: ConnectionLimits = {
  headMs: 10_000,
  requestMs: 15_000,
  answerMs: 20_000,
  keepAliveMs: 72_000,
  unreadMs: 30_000,
  lingerMs: 2_000,
  headers: 100,
  connections: 10_000,
  connectionsPerNetwork: 2_000,
};

/** What Node is told when it makes the server. */
export function serverOptions({ headMs, keepAliveMs, requestMs }: ConnectionLimits): ServerOptions {
  return {
    headersTimeout: headMs,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    // Node looks for connections that are over their time only so often; 30 seconds, unless told.
    connectionsCheckingInterval: Math.min(1_000, headMs / 4),
    maxHeaderSize: 16_384,
    // Node would answer without a body. `request-head.ts` says what is missing.
    requireHostHeader: false,
  };
}

const complainEveryMs = 60_000;

interface Options {
  readonly limits: ConnectionLimits;
  /** Then the addresses of connections are those of proxies. */
  readonly isBehindProxy: boolean;
  readonly logger: Pick<FastifyBaseLogger, 'warn'>;
}

/**
 * Closes connections beyond the limits at once: they are a last line, which honest traffic does not reach. All that
 * listens for the server passes its connections through here.
 */
export function registerConnectionLimits(server: Server, { limits, isBehindProxy, logger }: Options): void {
  const open = new Map<string, number>();
  let total = 0;
  let complainedAt = -Infinity;

  server.prependListener('connection', (socket: Socket) => {
    const network = networkOf(socket.remoteAddress ?? '');
    const fromNetwork = (open.get(network) ?? 0) + 1;
    open.set(network, fromNetwork);
    total += 1;
    socket.once('close', () => {
      total -= 1;
      const left = (open.get(network) ?? 0) - 1;
      if (left > 0) open.set(network, left);
      else open.delete(network);
    });

    const isCrowd = fromNetwork > limits.connectionsPerNetwork && !isBehindProxy && !isLoopback(network);
    if (total <= limits.connections && !isCrowd) return;
    socket.destroy();
    const now = performance.now();
    if (now - complainedAt < complainEveryMs) return;
    complainedAt = now;
    logger.warn(
      { network, connections: fromNetwork, in_all: total },
      'too many connections; new ones are closed',
    );
  });
}

/** A proxy on this machine that TRUST_PROXY does not tell of, or who tests the server. */
function isLoopback(network: string): boolean {
  return network.startsWith('127.') || network === networkOf('::1');
}
