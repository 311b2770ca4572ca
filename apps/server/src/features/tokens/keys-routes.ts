import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { requireValid } from '../../http/field-rules.ts';
import type { Guards } from '../../http/guards.ts';
import { originOf } from '../../http/request-origin.ts';
import type { KeyAdministration } from './key-administration.ts';
import * as schemas from './keys-schemas.ts';

interface Deps {
  readonly keys: KeyAdministration;
  readonly guards: Guards;
}

export function registerKeyRoutes(server: FastifyInstance, { keys, guards }: Deps): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();
  const checked = <S>(schema: S) => ({ schema, attachValidation: true });

  app.get('/api/admin/keys/', { schema: schemas.listKeysSchema }, async (request) => {
    await guards.admin(request);
    return { keys: await keys.list() };
  });

  app.post('/api/admin/keys/', { schema: schemas.addSchema }, async (request, reply) => {
    const caller = await guards.admin(request);
    return reply.code(201).send(await keys.add(originOf(request, caller)));
  });

  app.post('/api/admin/keys/rotate/', checked(schemas.rotateSchema), async (request, reply) => {
    const caller = await guards.admin(request);
    await requireValid(request);
    return reply.code(201).send(await keys.rotate(request.body, originOf(request, caller)));
  });

  app.post('/api/admin/keys/:kid/activate/', checked(schemas.activateSchema), async (request) => {
    const caller = await guards.admin(request);
    await requireValid(request);
    return keys.activate(request.params.kid, originOf(request, caller));
  });

  app.post('/api/admin/keys/:kid/retire/', checked(schemas.retireSchema), async (request, reply) => {
    const caller = await guards.admin(request);
    await requireValid(request);
    await keys.retire(request.params.kid, request.body, originOf(request, caller));
    return reply.code(204).send(null);
  });
}
