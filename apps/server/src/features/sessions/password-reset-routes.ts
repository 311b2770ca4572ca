import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { requireValid, type FieldRule } from '../../http/field-rules.ts';
import { originOf } from '../../http/request-origin.ts';
import { emailFault, requireEmail } from '../accounts/index.ts';
import type { PasswordReset } from './password-reset.ts';
import { confirmResetSchema, requestResetSchema } from './schemas.ts';

interface Deps {
  readonly passwordReset: PasswordReset;
  readonly newPassword: FieldRule;
}

export function registerPasswordResetRoutes(
  server: FastifyInstance,
  { passwordReset, newPassword }: Deps,
): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();

  app.post(
    '/api/password-reset/',
    { schema: requestResetSchema, attachValidation: true },
    async (request, reply) => {
      await requireValid(request, { email: emailFault });
      await passwordReset.request(requireEmail(request.body.email).normalized, originOf(request));
      return reply.code(202).send({ success: 'If there is such an account, a mail is on its way.' });
    },
  );

  app.post(
    '/api/password-reset/confirm/',
    { schema: confirmResetSchema, attachValidation: true },
    async (request) => {
      await requireValid(request, { new_password: newPassword });
      const { token, new_password } = request.body;
      await passwordReset.confirm(token, new_password, originOf(request));
      return { success: 'Password changed.' };
    },
  );
}
