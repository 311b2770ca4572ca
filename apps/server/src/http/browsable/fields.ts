import type { Parameter, Schema } from './described.ts';
import { html, type Html } from '../../lib/html.ts';
import { prose } from './prose.ts';
import { fieldsOf, rulesOf, typeOf } from './schema-words.ts';

/** What is said of a field that must be there, and of one that need not. */
interface Words {
  readonly required: string;
  readonly optional: string;
}

export const asked: Words = { required: 'required', optional: '' };
export const answered: Words = { required: '', optional: 'not always there' };

/** The fields of a body: what they are, the rules they keep, and the fields within them. */
export function fieldList(schema: Schema | undefined, words: Words): Html {
  const { properties = {}, required = [] } = fieldsOf(schema) ?? {};
  const names = Object.keys(properties);
  if (names.length === 0) return html``;
  return html`<ul class="fields">
    ${Object.entries(properties).map(([name, field]) => item(name, field, required.includes(name), words))}
  </ul>`;
}

/** The parameters of an operation in one place: its path, its query or its headers. */
export function parameterList(parameters: readonly Parameter[]): Html {
  return html`<ul class="fields">
    ${parameters.map(({ name, schema, description, required = false }) =>
      item(name, { ...schema, ...(description !== undefined && { description }) }, required, asked),
    )}
  </ul>`;
}

function item(name: string, schema: Schema, isRequired: boolean, words: Words): Html {
  const presence = isRequired ? words.required : words.optional;
  const sentences = [...(schema.description === undefined ? [] : [schema.description]), ...rulesOf(schema)];
  return html`<li>
    <code class="name">${name}</code> <span class="type">${typeOf(schema)}</span>
    ${presence !== '' && html`<span class="required">${presence}</span>`}
    ${sentences.length > 0 && html`<p>${prose(sentences.join(' '))}</p>`} ${fieldList(schema, words)}
  </li> `;
}
