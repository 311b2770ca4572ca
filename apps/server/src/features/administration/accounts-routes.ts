import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { requireValid, type FieldRule } from '../../http/field-rules.ts';
import type { Guards } from '../../http/guards.ts';
import { readPage } from '../../http/paging.ts';
import { readFlag } from '../../http/query-fields.ts';
import { originOf } from '../../http/request-origin.ts';
import { emailFault } from '../accounts/index.ts';
import * as schemas from './accounts-schemas.ts';
import type { AccountAdministration } from './accounts-service.ts';
import { accountNotFound } from './errors.ts';

interface Deps {
  readonly accounts: AccountAdministration;
  readonly guards: Guards;
  readonly newPassword: FieldRule;
}

export function registerAdminAccountRoutes(
  server: FastifyInstance,
  { accounts, guards, newPassword }: Deps,
): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();
  const checked = <S>(schema: S) => ({ schema, attachValidation: true });

  app.get('/api/admin/accounts/', checked(schemas.listAccountsSchema), async (request) => {
    await guards.admin(request);
    await requireValid(request);
    const { q, is_active, is_staff } = request.query;
    const filter = {
      text: q?.trim() || undefined,
      isActive: readFlag('is_active', is_active),
      isStaff: readFlag('is_staff', is_staff),
    };
    return accounts.list(filter, readPage(request.query, 'numbers'));
  });

  app.post('/api/admin/accounts/', checked(schemas.createAccountSchema), async (request, reply) => {
    const caller = await guards.admin(request);
    await requireValid(request, { email: emailFault, password: newPassword });
    return reply.code(201).send(await accounts.create(request.body, originOf(request, caller)));
  });

  app.get('/api/admin/accounts/:id/', { schema: schemas.showAccountSchema }, async (request) => {
    await guards.admin(request);
    return accounts.show(idOf(request.params));
  });

  app.patch('/api/admin/accounts/:id/', checked(schemas.changeAccountSchema), async (request) => {
    const caller = await guards.admin(request);
    await requireValid(request, { email: emailFault });
    return accounts.change(idOf(request.params), request.body, originOf(request, caller));
  });

  app.delete('/api/admin/accounts/:id/', { schema: schemas.removeAccountSchema }, async (request, reply) => {
    const caller = await guards.admin(request);
    await accounts.remove(idOf(request.params), originOf(request, caller));
    return reply.code(204).send(null);
  });

  app.post(
    '/api/admin/accounts/:id/reset-link/',
    { schema: schemas.resetLinkSchema },
    async (request, reply) => {
      const caller = await guards.admin(request);
      const link = await accounts.makeResetLink(idOf(request.params), originOf(request, caller));
      return reply.code(201).send(link);
    },
  );
}

/** @throws Problem `not_found` for what cannot be an id. */
function idOf({ id }: { id: string }): number {
  if (!/^\d{1,15}$/.test(id)) throw accountNotFound();
  return Number(id);
}
