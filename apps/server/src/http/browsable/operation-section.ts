import { answers } from './answers.ts';
import { bodyOf, examplesOf, type Placed } from './described.ts';
import { asked, fieldList, parameterList } from './fields.ts';
import { html, type Html } from '../../lib/html.ts';
import { prose, pretty } from './prose.ts';
import { snippets } from './snippets.ts';
import { tryForm, type Opened } from './try-form.ts';

const places = [
  ['path', 'In the path'],
  ['query', 'In the query'],
  ['header', 'Headers'],
] as const;

/** Everything about one method of an address. */
export function operationSection(operation: Placed, opened: Opened, publicUrl: string): Html {
  const { operationId, method, summary, description, security, parameters = [] } = operation;
  return html`<section class="operation" aria-labelledby="${operationId}">
    <h2 id="${operationId}"><span class="method method-${method}">${method}</span> ${summary}</h2>
    ${description !== undefined && html`<p>${prose(description)}</p>`}
    <p class="quiet">${accessOf(security)} Operation <code>${operationId}</code>.</p>
    ${tryForm(operation, opened)}
    ${places.map(([place, title]) => {
      const some = parameters.filter((parameter) => parameter.in === place);
      return (
        some.length > 0 &&
        html`<h3>${title}</h3>
          ${parameterList(some)}`
      );
    })}
    ${bodySection(operation)} ${snippets(operation, opened, publicUrl)} ${answers(operation)}
  </section>`;
}

function bodySection(operation: Placed): Html | undefined {
  const body = bodyOf(operation);
  if (!body) return undefined;
  return html`<h3>Body</h3>
    ${fieldList(body.schema, asked)}
    ${examplesOf(body).map(
      ([, value]) =>
        html`<details>
          <summary>Example</summary>
          <pre><code>${pretty(value)}</code></pre>
        </details>`,
    )}`;
}

function accessOf(security: readonly unknown[]): Html {
  return security.length === 0
    ? html`Anybody may call it.`
    : html`It needs an access token: <code>Authorization: Bearer …</code>.`;
}
