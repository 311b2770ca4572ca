import type { FastifySchemaValidationError } from 'fastify';
import { createFieldErrors } from './field-errors.ts';
import type { FieldErrors } from './problems.ts';

/** What the validator found, as messages for people under the names of the fields; undefined: no field is to blame. */
export function fieldErrors(found: readonly FastifySchemaValidationError[]): FieldErrors | undefined {
  const errors = createFieldErrors();
  for (const error of found) {
    const field = fieldName(error);
    if (field !== undefined) errors.add(field, message(error));
  }
  return errors.found();
}

function fieldName({ keyword, params, instancePath }: FastifySchemaValidationError): string | undefined {
  if (keyword === 'required') return String(params['missingProperty']);
  if (keyword === 'additionalProperties') return String(params['additionalProperty']);
  return instancePath.slice(1).replaceAll('/', '.') || undefined;
}

function message({ keyword, params, message: fallback }: FastifySchemaValidationError): string {
  const limit = String(params['limit']);
  switch (keyword) {
    case 'required':
      return 'This field is required.';
    case 'additionalProperties':
      return 'There is no such field.';
    case 'type':
      return `Must be ${article(String(params['type']))}.`;
    case 'minLength':
      return limit === '1' ? 'Must not be empty.' : `Must have at least ${limit} characters.`;
    case 'maxLength':
      return `Must have at most ${limit} characters.`;
    case 'enum':
      return `Must be one of: ${(params['allowedValues'] as unknown[]).join(', ')}.`;
    case 'const':
      return `Must be ${JSON.stringify(params['allowedValue'])}.`;
    default:
      return `Is not valid: ${fallback ?? keyword}.`;
  }
}

function article(type: string): string {
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type === 'string' ? 'text' : type}`;
}
