import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { requireValid } from '../../http/field-rules.ts';
import type { Guards } from '../../http/guards.ts';
import { readPage } from '../../http/paging.ts';
import { readId, readTime } from '../../http/query-fields.ts';
import { eventNamesSchema, listEventsSchema } from './schemas.ts';
import type { AuditService } from './service.ts';

interface Deps {
  readonly audit: AuditService;
  readonly guards: Guards;
}

export function registerAuditRoutes(server: FastifyInstance, { audit, guards }: Deps): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();

  app.get('/api/admin/audit/', { schema: listEventsSchema, attachValidation: true }, async (request) => {
    await guards.admin(request);
    await requireValid(request);
    const { event, account, actor, address, since, until } = request.query;
    const filter = {
      event,
      address,
      accountId: readId('account', account),
      actorId: readId('actor', actor),
      since: readTime('since', since),
      until: readTime('until', until),
    };
    return audit.list(filter, readPage(request.query, 'numbers'));
  });

  app.get('/api/admin/audit/events/', { schema: eventNamesSchema }, async (request) => {
    await guards.admin(request);
    return { events: audit.eventNames };
  });
}
