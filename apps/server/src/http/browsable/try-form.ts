import { bodyOf, examplesOf, type Placed, type Schema } from './described.ts';
import { html, type Html } from '../../lib/html.ts';
import { rulesOf, typeOf } from './schema-words.ts';

/** What the address that was opened says already. */
export interface Opened {
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

interface Field {
  readonly name: string;
  readonly place: 'path' | 'query' | 'header' | 'body' | 'token';
  readonly schema: Schema;
  readonly required: boolean;
  readonly value?: string | undefined;
  readonly label?: string;
  readonly hint?: string;
}

/** The form that sends a real request. It waits, hidden, for the script of the page, which alone can send JSON. */
export function tryForm(operation: Placed, opened: Opened): Html {
  const { operationId, method, path, summary } = operation;
  const body = bodyOf(operation);
  const [example] = examplesOf(body);
  const write = (field: Field): Html => fieldOf(operationId, field);
  return html`<form
    class="try"
    hidden
    data-try="${operationId}"
    data-method="${method}"
    data-path="${path}"
    ${example !== undefined && html`data-example="${JSON.stringify(example[1])}"`}
    aria-label="Try ${method}: ${summary}"
    autocomplete="off"
    novalidate
  >
    <h3>Try it</h3>
    ${parameterFields(operation, opened).map(write)} ${operation.security.length > 0 && write(tokenField)}
    ${
      body &&
      html`<div data-fields>${bodyFields(body.schema).map(write)}</div>
        <div class="field" data-json hidden>
          <label for="${operationId}-json">Body as JSON</label>
          <textarea id="${operationId}-json" rows="8" spellcheck="false" data-json-text></textarea>
          <p class="hint">It is sent as it stands, right or wrong.</p>
        </div>
        <label class="tick"><input type="checkbox" data-json-switch /> Write the body as JSON</label>`
    }
    <div class="actions">
      <button class="primary${method === 'DELETE' && ' danger'}">Send ${method}</button>
      ${example !== undefined && html`<button type="button" data-fill>Fill in the example</button>`}
    </div>
    <div data-answer></div>
  </form>`;
}

/** Where nobody types a token, that of the session on the page is sent. */
const tokenField: Field = {
  name: 'access token',
  label: 'Access token',
  place: 'token',
  schema: { type: 'string' },
  required: false,
  hint: 'Left empty, the token of the session above is sent, always a fresh one.',
};

function parameterFields({ parameters = [] }: Placed, opened: Opened): readonly Field[] {
  return parameters.map(({ name, in: place, schema, required = false }) => ({
    name,
    place,
    schema,
    required,
    value: valueOf(name, place, opened),
  }));
}

function valueOf(name: string, place: string, { path, query }: Opened): string | undefined {
  if (place === 'path') return path[name];
  return place === 'query' ? (query.get(name) ?? undefined) : undefined;
}

function bodyFields({ properties = {}, required = [] }: Schema): readonly Field[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    place: 'body',
    schema,
    required: required.includes(name),
  }));
}

function fieldOf(operationId: string, field: Field): Html {
  const { name, place, schema, required, label = name, hint } = field;
  const id = `${operationId}-${place}-${name.replaceAll(' ', '-')}`;
  const notes = hint ?? [`${capital(typeOf(schema))}.`, ...rulesOf(schema)].join(' ').replaceAll('`', '');
  return html`<div class="field">
    <label for="${id}">${label}${required && html` <span class="required">required</span>`}</label>
    ${control(id, field)}
    <p class="hint" id="${id}-hint">${notes}</p>
    <p class="error" id="${id}-error" data-error-of="${name}" hidden></p>
  </div>`;
}

function control(id: string, { name, place, schema, required, value = '' }: Field): Html {
  const attributes = html`id="${id}" data-name="${name}" data-in="${place}" data-type="${kindOf(schema)}"
  aria-describedby="${id}-hint ${id}-error" ${required && html`aria-required="true"`}`;
  const choices = schema.enum?.map(String) ?? (schema.type === 'boolean' ? ['true', 'false'] : undefined);
  if (choices) {
    return html`<select ${attributes}>
      <option value="">(left out)</option>
      ${choices.map(
        (choice) => html`<option ${choice === value && html`selected`} value="${choice}">${choice}</option>`,
      )}
    </select>`;
  }
  if (kindOf(schema) === 'json') return html`<textarea ${attributes} rows="3" spellcheck="false"></textarea>`;
  const isSecret = name.includes('password');
  return html`<input
    ${attributes}
    type="${isSecret ? 'password' : 'text'}"
    value="${value}"
    autocomplete="${isSecret ? 'new-password' : 'off'}"
    autocapitalize="none"
    spellcheck="false"
    ${schema.type === 'integer' && html`inputmode="numeric"`}
  />`;
}

/** How the script makes a value out of what is typed. */
function kindOf({ type, enum: values }: Schema): 'text' | 'integer' | 'boolean' | 'json' {
  if (type === 'string' || (type === undefined && values)) return 'text';
  return type === 'integer' || type === 'boolean' ? type : 'json';
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
