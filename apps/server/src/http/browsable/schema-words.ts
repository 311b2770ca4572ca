import type { Schema } from './described.ts';

/** What a value is, in a few words: `text`, `whole number or null`, `list of text`. */
export function typeOf(schema: Schema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.type === 'array') return `list of ${schema.items ? typeOf(schema.items) : 'anything'}`;
  if (schema.type === 'string' && schema.format !== undefined) return formats[schema.format] ?? 'text';
  if (schema.type !== undefined) return words[schema.type] ?? schema.type;
  return schema.enum ? 'text' : 'anything';
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  null: 'null',
};

const formats: Readonly<Record<string, string>> = {
  uuid: 'UUID',
  uri: 'address',
  'date-time': 'time (RFC 3339)',
};

/** The rules that a value has to keep, as short sentences. */
export function rulesOf(schema: Schema): readonly string[] {
  const { minLength, maxLength, minimum, maximum, enum: values } = schema;
  return [
    ...(values ? [`One of ${values.map((value) => `\`${String(value)}\``).join(', ')}.`] : []),
    range(minLength, maxLength, 'characters'),
    range(minimum, maximum),
  ].filter((rule) => rule !== undefined);
}

function range(least: number | undefined, most: number | undefined, unit?: string): string | undefined {
  if (least === undefined && most === undefined) return undefined;
  const of = unit === undefined ? '' : ` ${unit}`;
  if (most === undefined) return `At least ${String(least)}${least === 1 ? of.replace(/s$/, '') : of}.`;
  if (least === undefined) return `At most ${String(most)}${of}.`;
  return `${String(least)} to ${String(most)}${of}.`;
}

/** The fields of an object, of the items of a list, or of what is not null. */
export function fieldsOf(schema: Schema | undefined): Schema | undefined {
  if (!schema) return undefined;
  if (schema.properties && Object.keys(schema.properties).length > 0) return schema;
  if (schema.items) return fieldsOf(schema.items);
  return schema.anyOf?.map(fieldsOf).find((found) => found !== undefined);
}
