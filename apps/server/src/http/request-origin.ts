import type { FastifyRequest } from 'fastify';
import type { Origin } from '../lib/origin.ts';
import { clientAddress } from './client-address.ts';
import type { Caller } from './guards.ts';

/**
 * How long a request waits for a place, in milliseconds: for the hashing of a password, or for its turn. What cannot be
 * begun by then is refused, so that no client and no proxy has to give up by itself.
 */
const longestWaitMs = 5_000;

/** The origin of what a request asks for. The address is looked up only where it is needed. */
export function originOf(request: FastifyRequest, caller?: Caller): Origin {
  return new RequestOrigin(request, caller?.accountId ?? null);
}

class RequestOrigin implements Origin {
  readonly source = 'api';
  readonly actorId: number | null;
  readonly deadline = performance.now() + longestWaitMs;
  readonly #request: FastifyRequest;
  #address: string | undefined;

  constructor(request: FastifyRequest, actorId: number | null) {
    this.#request = request;
    this.actorId = actorId;
  }

  get address(): string {
    // Kept: a connection that has gone meanwhile has no address any more.
    return (this.#address ??= clientAddress(this.#request));
  }

  isGone(): boolean {
    return this.#request.raw.socket.destroyed;
  }

  get requestId(): string {
    return this.#request.id;
  }
}
