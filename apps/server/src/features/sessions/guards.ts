import type { Guards } from '../../http/guards.ts';
import { accessTokenInvalid, type Authenticate } from '../tokens/index.ts';
import { selectLiveCaller } from './own-queries.ts';
import type { SessionDeps } from './service.ts';

export function createGuards({ database, clock }: SessionDeps, authenticate: Authenticate): Guards {
  const caller: Guards['caller'] = (request) => {
    const { user_id: accountId, sid: sessionId } = authenticate(request);
    return { accountId, sessionId };
  };
  return {
    caller,
    async liveCaller(request) {
      const { accountId, sessionId } = caller(request);
      const live = await selectLiveCaller(database.kysely, accountId, sessionId, clock.now());
      if (!live) throw accessTokenInvalid();
      return { accountId, sessionId, isStaff: live.isStaff === 1 };
    },
  };
}
