import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { requireValid, type FieldRule } from '../../http/field-rules.ts';
import { operation } from '../../http/operation.ts';
import { originOf } from '../../http/request-origin.ts';
import { body, oneTimeToken } from '../../http/schemas.ts';
import { emailFault, emailField, passwordField } from '../accounts/index.ts';
import type { FirstAdmin } from './first-admin.ts';

const showSetupSchema = operation(
  { id: 'showSetup', tag: 'Installation', summary: 'Ask whether a first admin is needed', access: 'anybody' },
  {
    response: {
      200: Type.Object(
        { needed: Type.Boolean({ description: 'Whether there has never been an admin.' }) },
        { description: 'Whether the link of the terminal is waiting.' },
      ),
    },
  },
);

const setupSchema = operation(
  {
    id: 'setUp',
    tag: 'Installation',
    summary: 'Make the first admin',
    description:
      'With the token of the link that the server shows in its terminal while there has never been one.',
    access: 'anybody',
    problems: ['token_invalid', 'email_taken', 'too_many_requests', 'overloaded'],
  },
  {
    body: body({ token: oneTimeToken, email: emailField, password: passwordField }),
    response: {
      201: Type.Object({ id: Type.Integer(), email: Type.String() }, { description: 'The first admin.' }),
    },
  },
);

interface Deps {
  readonly firstAdmin: FirstAdmin;
  readonly newPassword: FieldRule;
}

export function registerSetupRoutes(server: FastifyInstance, { firstAdmin, newPassword }: Deps): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();

  app.get('/api/admin/setup/', { schema: showSetupSchema }, async () => ({
    needed: await firstAdmin.isNeeded(),
  }));

  app.post('/api/admin/setup/', { schema: setupSchema, attachValidation: true }, async (request, reply) => {
    await requireValid(request, { email: emailFault, password: newPassword });
    const { token, ...given } = request.body;
    return reply.code(201).send(await firstAdmin.claimLink(token, given, originOf(request)));
  });
}
