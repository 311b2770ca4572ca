import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { requireValid } from '../../http/field-rules.ts';
import { originOf } from '../../http/request-origin.ts';
import type { AddressProofs } from './address-proof.ts';
import { emailFault } from './email.ts';
import { requireEmail } from './given.ts';
import { askForProofSchema, proveAddressSchema } from './schemas.ts';

export function registerAddressProofRoutes(
  server: FastifyInstance,
  { proofs }: { readonly proofs: AddressProofs },
): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();

  app.post('/api/verify-email/', { schema: proveAddressSchema }, async (request) => {
    await proofs.prove(request.body.token, originOf(request));
    return { success: 'E-mail address confirmed.' };
  });

  app.post(
    '/api/verify-email/resend/',
    { schema: askForProofSchema, attachValidation: true },
    async (request, reply) => {
      await requireValid(request, { email: emailFault });
      await proofs.askAgain(requireEmail(request.body.email).normalized, originOf(request));
      return reply.code(202).send({ success: 'If there is such an account, a mail is on its way.' });
    },
  );
}
