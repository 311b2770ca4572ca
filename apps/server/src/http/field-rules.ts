import type { FastifyRequest, FastifySchemaValidationError } from 'fastify';
import { isRecord } from '../lib/is-record.ts';
import { Problem, type FieldErrors } from './problems.ts';
import { fieldErrors } from './validation-errors.ts';

/** What is wrong with a text; undefined: nothing. */
export type FieldRule = (text: string) => string | undefined | Promise<string | undefined>;

/**
 * Applies rules that a schema cannot express and names every bad field at once, those that break the schema too.
 * For routes with `attachValidation`.
 *
 * @throws Problem `invalid_request`.
 */
export async function requireValid(
  request: FastifyRequest,
  rules: Readonly<Record<string, FieldRule>> = {},
): Promise<void> {
  const { validationError } = request;
  if (validationError && validationError.validationContext !== 'body') throw validationError;
  // A body that is no object has no fields to name.
  if (validationError && !isRecord(request.body)) throw validationError;
  // Fastify types what its validator found as any[]; for a schema it is always this.
  const found = (validationError?.validation ?? []) as FastifySchemaValidationError[];
  const errors: FieldErrors = fieldErrors(found) ?? {};
  const fields = request.body as Readonly<Record<string, unknown>>;
  for (const [field, rule] of Object.entries(rules)) {
    const value = fields[field];
    if (typeof value !== 'string' || Object.hasOwn(errors, field)) continue;
    const fault = await rule(value);
    if (fault !== undefined) errors[field] = [fault];
  }
  if (Object.keys(errors).length > 0) throw new Problem('invalid_request', { errors });
  if (validationError) throw validationError;
}
