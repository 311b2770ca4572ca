import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { requireValid } from '../../http/field-rules.ts';
import type { Guards } from '../../http/guards.ts';
import { readPage } from '../../http/paging.ts';
import { Problem } from '../../http/problems.ts';
import { readId, readTime } from '../../http/query-fields.ts';
import { originOf } from '../../http/request-origin.ts';
import * as schemas from './sessions-schemas.ts';
import type { SessionAdministration } from './sessions-service.ts';

interface Deps {
  readonly sessions: SessionAdministration;
  readonly guards: Guards;
}

export function registerAdminSessionRoutes(server: FastifyInstance, { sessions, guards }: Deps): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();
  const checked = <S>(schema: S) => ({ schema, attachValidation: true });

  app.get('/api/admin/sessions/', checked(schemas.listSessionsSchema), async (request) => {
    await guards.admin(request);
    await requireValid(request);
    const { account, state = 'live' } = request.query;
    return sessions.list({ accountId: readId('account', account), state }, readPage(request.query));
  });

  app.delete('/api/admin/sessions/:id/', { schema: schemas.endSessionSchema }, async (request, reply) => {
    const caller = await guards.admin(request);
    await sessions.end(request.params.id, originOf(request, caller));
    return reply.code(204).send(null);
  });

  app.post('/api/admin/sessions/end/', checked(schemas.endSessionsSchema), async (request) => {
    const caller = await guards.admin(request);
    await requireValid(request);
    const { account, begun_before, all } = request.body;
    if (Object.keys(request.body).length !== 1) throw sayWhich();
    const origin = originOf(request, caller);
    const before = readTime('begun_before', begun_before);
    if (account !== undefined) return { ended: await sessions.endSessionsOf(account, origin) };
    if (before !== undefined) return { ended: await sessions.endSessionsBegunBefore(before, origin) };
    if (all) return { ended: await sessions.endEverySession(origin) };
    throw sayWhich();
  });
}

function sayWhich(): Problem {
  const message = 'Give exactly one of `account`, `begun_before` and `all`.';
  return new Problem('invalid_request', {
    errors: { account: [message], begun_before: [message], all: [message] },
  });
}
