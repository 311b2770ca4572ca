import { STATUS_CODES } from 'node:http';
import { commonProblems } from '../openapi-document.ts';
import { problems, type ProblemCode } from '../problems.ts';
import {
  codesOf,
  examplesOf,
  problemOf,
  successOf,
  type Answer,
  type Media,
  type Operation,
} from './described.ts';
import { answered, fieldList } from './fields.ts';
import { html, type Html } from '../../lib/html.ts';
import { prose, pretty } from './prose.ts';
import { fieldsOf, typeOf } from './schema-words.ts';

/** Every answer that can come, by status, and every error by its code. */
export function answers({ responses }: Operation): Html {
  const all = Object.entries(responses);
  const successes = all.filter(([, answer]) => !problemOf(answer));
  const refusals = all.filter(([, answer]) => problemOf(answer));
  return html`<h3>Answers</h3>
    ${successes.map(([status, answer]) => success(status, answer))}
    <h3>Errors</h3>
    <p>
      Problem details (RFC 9457) with <code>type</code>, <code>title</code>, <code>status</code>,
      <code>detail</code> and <code>code</code>; where fields are wrong, <code>errors</code> names them.
    </p>
    ${refusalList(refusals, (code) => !commonProblems.has(code))}
    <details>
      <summary>Errors that most endpoints may answer with</summary>
      ${refusalList(refusals, (code) => commonProblems.has(code))}
    </details>`;
}

function success(status: string, answer: Answer): Html {
  const media = successOf(answer);
  return html`<div class="answer-described">
    <p>${statusLine(status)} ${prose(answer.description)}</p>
    ${media && !fieldsOf(media.schema) && html`<p class="quiet">JSON: ${typeOf(media.schema)}.</p>`}
    ${fieldList(media?.schema, answered)} ${examples(media)}
  </div>`;
}

function refusalList(
  refusals: readonly (readonly [string, Answer])[],
  isShown: (code: ProblemCode) => boolean,
): Html | undefined {
  const shown = refusals.map(([status, answer]) => refusal(status, answer, isShown)).filter(Boolean);
  return shown.length === 0 ? undefined : html`<dl class="errors">${shown}</dl>`;
}

function refusal(status: string, answer: Answer, isShown: (code: ProblemCode) => boolean): Html | undefined {
  const media = problemOf(answer);
  const named = Object.fromEntries(examplesOf(media));
  const codes = codesOf(media).filter(isShown);
  if (codes.length === 0) return undefined;
  return html`<dt>${statusLine(status)}</dt>
    ${codes.map(
      (code) =>
        html`<dd>
          <a href="/errors/${code}"><code>${code}</code></a> ${problems[code].title}.
          ${prose(problems[code].detail)} ${code in named && example('Example', named[code])}
        </dd>`,
    )}`;
}

function statusLine(status: string): Html {
  return html`<strong class="status status-${status.slice(0, 1)}">${status} ${STATUS_CODES[status]}</strong>`;
}

function examples(media: Media | undefined): readonly Html[] {
  return examplesOf(media).map(([, value]) => example('Example', value));
}

/** An example to unfold. */
function example(name: string, value: unknown): Html {
  return html`<details>
    <summary>${name}</summary>
    <pre><code>${pretty(value)}</code></pre>
  </details>`;
}
