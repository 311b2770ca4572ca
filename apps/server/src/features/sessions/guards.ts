import type { FastifyRequest } from 'fastify';
import type { Caller, Guards } from '../../http/guards.ts';
import { accessTokenInvalid, type Authenticate } from '../tokens/index.ts';
import { staffOnly } from './errors.ts';
import { selectLiveCaller } from './own-queries.ts';
import type { SessionDeps } from './service.ts';

export function createGuards({ database, clock }: SessionDeps, authenticate: Authenticate): Guards {
  const caller: Guards['caller'] = (request) => {
    const { user_id: accountId, sid: sessionId } = authenticate(request);
    return { accountId, sessionId };
  };
  async function findLive(request: FastifyRequest): Promise<{ caller: Caller; isStaff: boolean }> {
    const claimed = caller(request);
    const live = await selectLiveCaller(database.kysely, claimed.accountId, claimed.sessionId, clock.now());
    if (!live) throw accessTokenInvalid();
    return { caller: claimed, isStaff: live.isStaff === 1 };
  }

  return {
    caller,
    async liveCaller(request) {
      return (await findLive(request)).caller;
    },
    async admin(request) {
      const live = await findLive(request);
      if (!live.isStaff) throw staffOnly();
      return live.caller;
    },
  };
}
