import { randomUUID } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { bearer, type Answer } from './client.ts';
import { eventually } from './eventually.ts';
import type { MailServer } from './mail-server.ts';
import type { ServerProcess } from './server-process.ts';

/**
 * Has every kind of mail with a link sent, and uses the links, with `EMAIL_VERIFICATION` at `optional`: over the API and
 * through the pages. @returns the secrets: the tokens of the links, as they arrived, and the passwords.
 */
export async function useMailThoroughly(server: ServerProcess, mails: MailServer): Promise<Set<string>> {
  const secrets = new Set<string>();
  const secret = (name: string): string => {
    const made = `${name}-${randomUUID()}`;
    secrets.add(made);
    return made;
  };
  const must = async (status: number, answering: Promise<Answer>): Promise<Answer> => {
    const answer = await answering;
    if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
    return answer;
  };
  const seen = new Set<string>();
  /** The token of the next mail to an address. */
  const tokenFor = (email: string): Promise<string> =>
    eventually(`a link for ${email}`, async () => {
      for (const bytes of mails.received) {
        const { headers, text = '' } = await simpleParser(bytes);
        const token = /\?token=([\w-]{32})/.exec(text)?.[1] ?? '';
        const isTheirs = JSON.stringify(headers.get('to')).includes(email);
        if (!isTheirs || token === '' || seen.has(token)) continue;
        seen.add(token);
        secrets.add(token);
        return token;
      }
      return undefined;
    });
  const open = (page: string, token: string): Promise<Answer> =>
    must(200, server.get(`/account/${page}?token=${token}`));
  const send = (page: string, fields: Record<string, string>, status = 200): Promise<Answer> =>
    must(
      status,
      server.send('POST', `/account/${page}`, {
        body: new URLSearchParams(fields).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    );

  const email = `${randomUUID()}@example.com`;
  const other = `${randomUUID()}@example.com`;
  const password = secret('password-of-mail');
  await must(201, server.post('/api/register/', { email, password }));
  await tokenFor(email);
  await must(202, server.post('/api/verify-email/resend/', { email }));
  await must(202, server.post('/api/password-reset/', { email }));
  const [one, two] = [await tokenFor(email), await tokenFor(email)];
  const isProof = (await server.post('/api/verify-email/', { token: one })).status === 200;
  const [proof, reset] = isProof ? [one, two] : [two, one];
  if (!isProof) await must(200, server.post('/api/verify-email/', { token: proof }));
  await must(400, server.post('/api/verify-email/', { token: proof }));
  await open('new-password', reset);
  await send('new-password', { token: reset, new_password: 'short' }, 400);
  const changed = secret('changed-through-mail');
  await send('new-password', { token: reset, new_password: changed });
  await send('new-password', { token: reset, new_password: secret('once-more') }, 400);

  const { body } = await must(200, server.post('/api/login/', { email, password: changed }));
  const headers = bearer(body.access_token);
  await must(200, server.send('PUT', '/api/me/', { body: { email: other }, headers }));
  const confirmation = await tokenFor(other);
  await open('verify', confirmation);
  await send('verify', { token: confirmation });
  const undo = await tokenFor(email);
  await open('not-me', undo);
  const { text } = await send('not-me', { token: undo });
  const handedOver = /name="token"\s+value="([\w-]{32})"/.exec(text)?.[1];
  if (handedOver === undefined) throw new Error(`no form for a new password: ${text}`);
  secrets.add(handedOver);
  await send('new-password', { token: handedOver, new_password: secret('after-all') });
  return secrets;
}
