import type { FastifyInstance } from 'fastify';
import { problemPath } from './error-handler.ts';
import { Problem, problems, type ProblemCode } from './problems.ts';

/** The page that the `type` of a problem leads to: what the code means and what to do. */
export function registerErrorPages(app: FastifyInstance): void {
  app.get<{ Params: { code: string } }>(`${problemPath}:code`, (request, reply) => {
    const { code } = request.params;
    if (!isProblemCode(code)) throw new Problem('not_found');
    const { status, title, detail } = problems[code];
    return reply
      .type('text/html; charset=utf-8')
      .send(
        `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
          `<title>${code}</title><h1>${title}</h1><p>${detail}</p><p>HTTP ${status}, <code>${code}</code></p></html>`,
      );
  });
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code);
}
