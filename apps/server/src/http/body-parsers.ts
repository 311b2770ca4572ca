import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { Problem, type FieldErrors } from './problems.ts';

type Fields = Record<string, unknown>;

/**
 * Reads JSON and form bodies, strictly: bytes that are not UTF-8, NUL characters and lone surrogates are refused here,
 * for every route, since neither a database nor another client could give them back unchanged.
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
    done();
  });
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

function brokenTexts(value: unknown): FieldErrors | undefined {
  const errors = Object.create(null) as FieldErrors;
  const isBroken = (text: string): boolean => text.includes('\0') || !text.isWellFormed();
  const look = (part: unknown, path: string): void => {
    if (typeof part === 'string' && isBroken(part)) {
      errors[path] = ['Must not contain NUL characters or halves of characters.'];
    } else if (typeof part === 'object' && part !== null) {
      for (const [name, inner] of Object.entries(part)) {
        if (isBroken(name)) errors[path || 'body'] = ['The name of a field is not valid text.'];
        else look(inner, path ? `${path}.${name}` : name);
      }
    }
  };
  look(value, '');
  return Object.keys(errors).length > 0 ? errors : undefined;
}
