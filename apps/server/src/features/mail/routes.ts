import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { requireValid } from '../../http/field-rules.ts';
import type { Guards } from '../../http/guards.ts';
import { readPage } from '../../http/paging.ts';
import { readId } from '../../http/query-fields.ts';
import { originOf } from '../../http/request-origin.ts';
import { registerMailFrame } from './mail-frame-routes.ts';
import type { OutboxService } from './outbox-service.ts';
import { listMailsSchema, sendAgainSchema, showMailSchema } from './schemas.ts';

interface Deps {
  readonly outbox: OutboxService;
  readonly guards: Guards;
}

export function registerMailRoutes(server: FastifyInstance, { outbox, guards }: Deps): void {
  registerMailFrame(server);
  const app = server.withTypeProvider<TypeBoxTypeProvider>();

  app.get('/api/admin/mails/', { schema: listMailsSchema, attachValidation: true }, async (request) => {
    await guards.admin(request);
    await requireValid(request);
    const { state, account } = request.query;
    return outbox.list({ state, accountId: readId('account', account) }, readPage(request.query));
  });

  app.get('/api/admin/mails/:id/', { schema: showMailSchema }, async (request) => {
    await guards.admin(request);
    return outbox.show(request.params.id);
  });

  app.post('/api/admin/mails/:id/send/', { schema: sendAgainSchema }, async (request) => {
    const caller = await guards.admin(request);
    await outbox.sendAgain(request.params.id, originOf(request, caller));
    return outbox.show(request.params.id);
  });
}
