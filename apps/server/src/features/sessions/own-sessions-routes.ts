import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { requireValid, type FieldRule } from '../../http/field-rules.ts';
import type { Guards } from '../../http/guards.ts';
import { readPage } from '../../http/paging.ts';
import { originOf } from '../../http/request-origin.ts';
import type { OwnSessionsService } from './own-sessions.ts';
import * as schemas from './schemas.ts';

interface Deps {
  readonly own: OwnSessionsService;
  readonly guards: Guards;
  readonly newPassword: FieldRule;
}

export function registerOwnSessionsRoutes(server: FastifyInstance, { own, guards, newPassword }: Deps): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();

  // Who calls is asked before what is sent is judged: hence attachValidation and requireValid everywhere.
  const checked = <S>(schema: S) => ({ schema, attachValidation: true });

  app.get('/api/me/sessions/', checked(schemas.listSessionsSchema), async (request) => {
    const caller = await guards.liveCaller(request);
    await requireValid(request);
    return own.list(caller, readPage(request.query));
  });

  app.delete('/api/me/sessions/', { schema: schemas.endOthersSchema }, async (request, reply) => {
    const caller = await guards.liveCaller(request);
    await own.endOthers(caller, originOf(request, caller));
    return reply.code(204).send(null);
  });

  app.delete('/api/me/sessions/:id/', { schema: schemas.endSessionSchema }, async (request, reply) => {
    const caller = await guards.liveCaller(request);
    await own.end(caller, request.params.id, originOf(request, caller));
    return reply.code(204).send(null);
  });

  app.post('/api/me/password/', checked(schemas.changePasswordSchema), async (request) => {
    const caller = await guards.liveCaller(request);
    await requireValid(request, { new_password: newPassword });
    await own.changePassword(caller, request.body, originOf(request, caller));
    return { success: 'Password changed.' };
  });

  app.delete('/api/me/', checked(schemas.deleteMeSchema), async (request, reply) => {
    const caller = await guards.liveCaller(request);
    await requireValid(request);
    await own.deleteAccount(caller, request.body.current_password, originOf(request, caller));
    return reply.code(204).send(null);
  });

  app.get('/api/me/export/', { schema: schemas.exportSchema }, async (request) => {
    return own.export(await guards.liveCaller(request));
  });
}
