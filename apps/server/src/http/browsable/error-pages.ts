import { STATUS_CODES } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { problemPath } from '../error-handler.ts';
import { problemExamples } from '../examples.ts';
import { describeApi } from '../openapi.ts';
import { pageHeaders } from '../page-headers.ts';
import { Problem, problems, type ProblemCode } from '../problems.ts';
import { describe, problemCodesOf, type Description, type Placed } from './described.ts';
import { html, type Html } from '../../lib/html.ts';
import { layout, type Layout, type Page } from './layout.ts';
import { endpointList } from './endpoint-list.ts';
import { prose, pretty } from './prose.ts';

const codes = Object.keys(problems) as ProblemCode[];

/**
 * The pages that the `type` of a problem leads to: what the code means and what to do. They are there also where the
 * browsable API is switched off.
 */
export function registerErrorPages(app: FastifyInstance, surroundings: Layout): void {
  let description: Description | undefined;
  const render = (page: Page): string => layout(page, surroundings);

  app.get(problemPath, (_request, reply) =>
    reply.headers(pageHeaders).type('text/html; charset=utf-8').send(render(listPage())),
  );

  app.get<{ Params: { code: string } }>(`${problemPath}:code`, (request, reply) => {
    const { code } = request.params;
    if (!isProblemCode(code)) throw new Problem('not_found');
    description ??= describe(describeApi(app));
    return reply
      .headers(pageHeaders)
      .type('text/html; charset=utf-8')
      .send(render(codePage(code, description, surroundings.isBrowsable())));
  });
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code);
}

function listPage(): Page {
  return {
    title: 'Errors',
    crumbs: [],
    main: html`<h1>Errors</h1>
      <p>
        Every error is a problem document (RFC 9457). <code>code</code> is for programs and never changes,
        <code>detail</code> says what to do, and <code>type</code> is the address of one of these pages.
      </p>
      <ul class="codes">
        ${codes.map(
          (code) =>
            html`<li>
              <a href="${problemPath}${code}"><code>${code}</code></a>
              <span class="quiet">${problems[code].status}</span>
              <span class="summary">${problems[code].title}</span>
            </li>`,
        )}
      </ul>`,
  };
}

function codePage(code: ProblemCode, { paths }: Description, linked: boolean): Page {
  const { status, title, meaning, detail } = problems[code];
  const all = [...paths.values()].flat();
  const some = all.filter((operation) => problemCodesOf(operation).includes(code));
  return {
    title,
    crumbs: [{ path: problemPath, name: 'Errors' }],
    main: html`<h1>${title}</h1>
      <p>
        <code>${code}</code>,
        <strong class="status status-${String(status).slice(0, 1)}">${status} ${STATUS_CODES[status]}</strong>
      </p>
      <h2>What it means</h2>
      <p>${prose(meaning)}</p>
      <h2>What to do</h2>
      <p>${prose(detail)}</p>
      <h2>Example</h2>
      <pre><code>${pretty(problemExamples[code])}</code></pre>
      ${whereFrom(some, all, linked)}`,
  };
}

function whereFrom(some: readonly Placed[], all: readonly Placed[], linked: boolean): Html {
  const title = html`<h2>Who answers with it</h2>`;
  if (some.length === 0)
    return html`${title}
      <p>Every address, whatever is there.</p>`;
  if (some.length === all.length)
    return html`${title}
      <p>Every endpoint.</p>`;
  return html`${title} ${endpointList(some, { linked })}`;
}
