import { asCurl, asPython, asTypeScript, type Call } from '@latchkey/call-snippets';
import { bodyOf, examplesOf, type Placed, type Schema } from './described.ts';
import { html, type Html } from '../../lib/html.ts';
import type { Opened } from './try-form.ts';

const languages = [
  { name: 'curl', note: '', write: asCurl },
  { name: 'TypeScript', note: 'fetch', write: asTypeScript },
  { name: 'Python', note: 'urllib, which is part of Python', write: asPython },
] as const;

/** The call as code to copy. The script of the page writes it anew while somebody fills in the form. */
export function snippets(operation: Placed, opened: Opened, publicUrl: string): Html {
  const call = exampleCall(operation, opened, publicUrl);
  return html`<h3>Code</h3>
    ${languages.map(
      ({ name, note, write }, i) =>
        html`<details class="snippet" ${i === 0 ? html`open` : html``}>
          <summary>${name}${note !== '' && html` <span class="quiet">(${note})</span>`}</summary>
          <pre><code data-language="${name}">${write(call)}</code></pre>
          <button type="button" data-copy hidden>Copy<span class="spoken"> the ${name} code</span></button>
        </details>`,
    )}`;
}

function exampleCall(operation: Placed, opened: Opened, publicUrl: string): Call {
  const body = exampleBody(operation);
  return {
    method: operation.method,
    url: `${publicUrl}${addressOf(operation, opened)}`,
    headers: [
      ...(operation.security.length > 0 ? [['Authorization', 'Bearer <access token>'] as const] : []),
      ...(body === undefined ? [] : [['Content-Type', 'application/json'] as const]),
    ],
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

/** The path with what the opened address says already. */
function addressOf({ path }: Placed, opened: Opened): string {
  return path.replace(/\{(\w+)\}/g, (parameter, name: string) => {
    const value = opened.path[name];
    return value === undefined ? parameter : encodeURIComponent(value);
  });
}

/** The body of the document's example; where it has none, the fields that must be there. */
function exampleBody(operation: Placed): unknown {
  const media = bodyOf(operation);
  if (!media) return undefined;
  const [first] = examplesOf(media);
  return first ? first[1] : sample(media.schema);
}

function sample(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'integer') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return true;
  if (schema.type === 'string') return '…';
  const required = Object.entries(schema.properties ?? {}).filter(([name]) =>
    schema.required?.includes(name),
  );
  return Object.fromEntries(required.map(([name, field]) => [name, sample(field)]));
}
