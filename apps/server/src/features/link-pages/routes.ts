import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toProblem } from '../../http/error-handler.ts';
import type { FieldRule } from '../../http/field-rules.ts';
import { pageHeaders } from '../../http/page-headers.ts';
import type { Problem } from '../../http/problems.ts';
import { originOf } from '../../http/request-origin.ts';
import { parseEmail, type AddressProofs } from '../accounts/index.ts';
import type { AddressUndo, PasswordReset } from '../sessions/index.ts';
import type { Settings } from '../settings/index.ts';
import { createLinkPages, stylePath } from './pages.ts';
import { pageStyle } from './style.ts';
import type { PageWords } from './words.ts';

interface Deps {
  readonly settings: Settings;
  readonly proofs: AddressProofs;
  readonly passwordReset: PasswordReset;
  readonly addressUndo: AddressUndo;
  readonly newPassword: FieldRule;
}

/**
 * The pages that the links of mails lead to. They are plain HTML and work without any script. Opening one changes
 * nothing: programs that look at every link of a mail spend no token.
 */
export function registerLinkPages(app: FastifyInstance, deps: Deps): void {
  const { settings, proofs, passwordReset, addressUndo, newPassword } = deps;
  const pages = createLinkPages(settings);

  app.get(stylePath, (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .headers({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' })
      .send(pageStyle(settings.get('SERVICE_COLOUR'))),
  );

  app.get('/account/forgot-password', (_request, reply) => sendPage(reply, pages.forgot()));
  app.post('/account/forgot-password', async (request, reply) => {
    const email = field(request, 'email');
    const address = parseEmail(email);
    if (!address) return sendPage(reply, pages.forgot(email, { field: pages.words().emailFault }), 400);
    return attempt(
      reply,
      async () => {
        await passwordReset.request(address.normalized, originOf(request));
        return pages.forgotDone();
      },
      (page) => pages.forgot(email, { page }),
    );
  });

  app.get('/account/new-password', (request, reply) =>
    openLink(request, reply, pages.words().password.title, (token) => pages.password(token)),
  );
  app.post('/account/new-password', async (request, reply) => {
    const [token, password] = [field(request, 'token'), field(request, 'new_password')];
    if ((await newPassword(password)) !== undefined)
      return sendPage(reply, pages.password(token, { field: pages.passwordFault() }), 400);
    return attempt(
      reply,
      async () => {
        await passwordReset.confirm(token, password, originOf(request));
        return pages.passwordDone();
      },
      (page, isOver) =>
        isOver ? pages.broken(pages.words().password.title) : pages.password(token, { page }),
    );
  });

  app.get('/account/verify', (request, reply) =>
    openLink(request, reply, pages.words().verify.title, (token) => pages.verify(token)),
  );
  app.post('/account/verify', (request, reply) => {
    const token = field(request, 'token');
    return attempt(
      reply,
      async () => {
        await proofs.prove(token, originOf(request));
        return pages.verified();
      },
      (page, isOver) => (isOver ? pages.broken(pages.words().verify.title) : pages.verify(token, { page })),
    );
  });

  app.get('/account/not-me', (request, reply) =>
    openLink(request, reply, pages.words().notMe.title, (token) => pages.notMe(token)),
  );
  app.post('/account/not-me', (request, reply) => {
    const token = field(request, 'token');
    return attempt(
      reply,
      async () => {
        const resetToken = await addressUndo.undo(token, originOf(request));
        return pages.password(resetToken, {}, pages.words().notMe.done);
      },
      (page, isOver) => (isOver ? pages.broken(pages.words().notMe.title) : pages.notMe(token, { page })),
    );
  });

  /** The same page for every token: whether it is good is found out when it is used. */
  function openLink(
    request: FastifyRequest,
    reply: FastifyReply,
    title: string,
    page: (token: string) => string,
  ): FastifyReply {
    const { token } = request.query as { token?: unknown };
    const isToken = typeof token === 'string' && /^[\w-]{1,200}$/.test(token);
    return isToken ? sendPage(reply, page(token)) : sendPage(reply, pages.broken(title), 400);
  }

  /** @param otherwise the page again, with what went wrong; or, where the link `isOver`, without a form. */
  async function attempt(
    reply: FastifyReply,
    work: () => Promise<string>,
    otherwise: (fault: string, isOver: boolean) => string,
  ): Promise<FastifyReply> {
    try {
      const page = await work();
      return await sendPage(reply, page);
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code === 'internal_error') throw error;
      reply.headers({ ...problem.extras.headers });
      const isOver = problem.code === 'token_invalid';
      return sendPage(reply, otherwise(inWords(problem, pages.words()), isOver), problem.status);
    }
  }
}

function inWords({ code }: Problem, words: PageWords): string {
  if (code === 'token_invalid') return words.linkInvalid;
  if (code === 'email_taken') return words.emailTaken;
  return code === 'too_many_requests' ? words.tooMany : words.later;
}

/** A field of a form; '' where it is missing or given twice. */
function field(request: FastifyRequest, name: string): string {
  // Whatever was sent: the body parsers give an object of fields, or some other JSON.
  const value = (request.body as Readonly<Record<string, unknown>> | null)?.[name];
  return typeof value === 'string' ? value : '';
}

function sendPage(reply: FastifyReply, page: string, status = 200): FastifyReply {
  return reply.code(status).headers(pageHeaders).type('text/html; charset=utf-8').send(page);
}
