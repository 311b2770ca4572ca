import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { requireValid } from '../../http/field-rules.ts';
import type { Guards } from '../../http/guards.ts';
import type { Problem } from '../../http/problems.ts';
import { originOf } from '../../http/request-origin.ts';
import { emailFault } from './email.ts';
import { changeMeSchema, registerSchema, showMeSchema } from './schemas.ts';
import type { AccountService } from './service.ts';

interface Deps {
  readonly accounts: AccountService;
  readonly guards: Guards;
  /** What to throw where the account of a valid access token is gone or inactive. */
  readonly callerGone: () => Problem;
}

export function registerAccountRoutes(server: FastifyInstance, { accounts, guards, callerGone }: Deps): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();

  app.post('/api/register/', { schema: registerSchema, attachValidation: true }, async (request, reply) => {
    await requireValid(request, { email: emailFault, password: accounts.newPassword });
    const { id, email } = await accounts.register(request.body, originOf(request));
    return id === undefined ? reply.code(202).send({ email }) : reply.code(201).send({ id, email });
  });

  app.get('/api/me/', { schema: showMeSchema }, async (request) => {
    const { accountId } = guards.caller(request);
    return (await accounts.me(accountId)) ?? Promise.reject(callerGone());
  });

  for (const [method, id] of [
    ['PUT', 'changeMe'],
    ['PATCH', 'patchMe'],
  ] as const) {
    app.route({
      method,
      url: '/api/me/',
      schema: changeMeSchema(id),
      attachValidation: true,
      handler: async (request) => {
        const caller = await guards.liveCaller(request);
        await requireValid(request, { email: emailFault });
        await accounts.changeProfile(caller, request.body, originOf(request, caller));
        return (await accounts.me(caller.accountId)) ?? Promise.reject(callerGone());
      },
    });
  }
}
