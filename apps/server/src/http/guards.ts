import type { FastifyRequest } from 'fastify';

/** Whoever sends a request. */
export interface Caller {
  readonly accountId: number;
  readonly sessionId: string;
}

/** How routes learn who calls. The features that know it provide it; the routes of every feature use it. */
export interface Guards {
  /**
   * The caller by the access token alone, without any query.
   *
   * @throws Problem `access_token_missing`, `access_token_invalid` or `access_token_expired`.
   */
  caller(request: FastifyRequest): Caller;
  /**
   * The caller, whose session is found to be live and whose account to be active, in one query. What changes an
   * account asks for it: a token that was minted elsewhere with the shared secret has no session.
   *
   * @throws Problem like `caller`.
   */
  liveCaller(request: FastifyRequest): Promise<Caller>;
  /**
   * The caller, who may administer: like `liveCaller`, and the account is found to be staff in the same query.
   *
   * @throws Problem like `caller`; `forbidden`.
   */
  admin(request: FastifyRequest): Promise<Caller>;
}
