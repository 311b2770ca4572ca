import { headerOf } from './http/answer.ts';
import type { BaseUrl } from './http/base-url.ts';
import { NoAnswer, type Sender } from './http/sender.ts';
import { CannotRun } from './options.ts';

/**
 * Sees whether there is a server of this API at all, before it is asked a thousand things.
 * @throws CannotRun, with what to do.
 */
export async function knock(sender: Sender, base: BaseUrl): Promise<void> {
  const path = '/api/me/';
  const where = `${base.text}${path}`;
  const answer = await sender
    .send({ method: 'GET', path, headers: {}, body: undefined })
    .catch((error: unknown) => {
      if (error instanceof NoAnswer)
        throw new CannotRun(
          `${base.text} does not answer: ${error.message}. Is it running, and is that its address?`,
        );
      throw error;
    });
  if (answer.status === 401) return;
  if (answer.status >= 500)
    throw new CannotRun(
      `${where} was answered with ${answer.status}: the server does not work. Its log says why.`,
    );
  const location = headerOf(answer, 'location');
  if (answer.status >= 300 && answer.status < 400 && location !== undefined) {
    throw new CannotRun(`${where} redirects to ${location}. Give the address that it redirects to.`);
  }
  throw new CannotRun(
    `There is no such server at ${base.text}: GET ${where} without a token should be answered with 401, and was with ${answer.status}. Give the address that /api/ stands below.`,
  );
}
