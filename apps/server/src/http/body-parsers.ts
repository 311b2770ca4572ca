import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { createFieldErrors } from './field-errors.ts';
import { Problem, type FieldErrors } from './problems.ts';

type Fields = Record<string, unknown>;

/**
 * Reads JSON and form bodies, strictly: bytes that are not UTF-8, NUL characters and lone surrogates are refused here,
 * for every route and in addresses too, since neither a database nor another client could give them back unchanged.
 */
export function registerBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parseJsonText = app.getDefaultJsonParser('error', 'error');

  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const text = decode(body);
    if (text === undefined) return done(malformed('The body is not UTF-8.'));
    // No body is like {}: each missing field is then named.
    if (text.trim() === '') return done(null, {});
    void parseJsonText(request, text, (error, value) => {
      if (error) return done(malformed('The body is not JSON.'));
      // Only an escape can bring a NUL or half a character into valid UTF-8.
      const errors = text.includes('\\u') ? brokenTexts(value) : undefined;
      done(errors ? new Problem('invalid_request', { errors }) : null, value);
    });
  });

  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    (_request, body: Buffer, done) => {
      const text = decode(body);
      if (text === undefined) return done(malformed('The body is not UTF-8.'));
      const fields = formFields(text);
      const errors = brokenTexts(fields);
      done(errors ? new Problem('invalid_request', { errors }) : null, fields);
    },
  );

  app.addHook('preValidation', (request, _reply, done) => {
    // A request without any body and media type.
    request.body ??= request.headers['content-type'] === undefined ? {} : null;
    // An address can bring a NUL too, where one of its parts is read.
    const { params, querystring } = request.routeOptions.schema ?? {};
    const isSuspect = request.url.includes('%00') && (params ?? querystring) !== undefined;
    const errors = isSuspect
      ? brokenTexts({ ...asFields(request.params), ...asFields(request.query) })
      : undefined;
    done(errors ? new Problem('invalid_request', { errors }) : undefined);
  });
}

function asFields(value: unknown): Fields {
  // Fastify has made both from the address: objects of texts.
  return value as Fields;
}

function malformed(detail: string): Problem {
  return new Problem('invalid_request', { detail: `${detail} Send a JSON object.` });
}

function decode(body: Buffer): string | undefined {
  return isUtf8(body) ? body.toString('utf8').replace(/^\uFEFF/, '') : undefined;
}

/** A field that is given twice becomes a list, which no schema of a form takes. */
function formFields(text: string): Fields {
  const fields = Object.create(null) as Fields;
  for (const [name, value] of new URLSearchParams(text)) {
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  return fields;
}

/** Deeper than any body that is asked for. Looking further down would cost a frame of the stack for each step. */
const deepest = 32;

function brokenTexts(value: unknown): FieldErrors | undefined {
  const errors = createFieldErrors();
  const isBroken = (text: string): boolean => text.includes('\0') || !text.isWellFormed();
  const look = (part: unknown, path: string, depth: number): void => {
    if (typeof part === 'string' && isBroken(part)) {
      errors.add(path, 'Must not contain NUL characters or halves of characters.');
    } else if (typeof part === 'object' && part !== null) {
      if (depth === deepest) return errors.add(path, 'Is nested too deeply.');
      for (const [name, inner] of Object.entries(part)) {
        if (isBroken(name)) errors.add(path || 'body', 'The name of a field is not valid text.');
        else look(inner, path ? `${path}.${name}` : name, depth + 1);
      }
    }
  };
  look(value, '', 0);
  return errors.found();
}
