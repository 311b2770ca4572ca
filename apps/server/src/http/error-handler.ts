import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isUnavailable } from '../db/errors.ts';
import { QueueFullError } from '../lib/waiting-line.ts';
import { Problem, problemDocument, type ProblemCode } from './problems.ts';
import { fieldErrors } from './validation-errors.ts';

/** Where the explanation of an error code is served. */
export const problemPath = '/errors/';

/** How long a client should wait before it tries again, in seconds, where the database is away. */
const retryAfterSeconds = 1;

/** Answers every error as a problem document, and tells the log what happened. */
export function registerErrorHandler(app: FastifyInstance, publicUrl: string): void {
  app.setErrorHandler((error: unknown, request, reply) => {
    const problem = toProblem(error);
    if (problem.status >= 500) logFault(request, problem, error);
    return sendProblem(reply, problem, publicUrl);
  });
}

export function sendProblem(reply: FastifyReply, problem: Problem, publicUrl: string): FastifyReply {
  const document = problemDocument(problem, `${publicUrl}${problemPath}`);
  return reply
    .code(problem.status)
    .headers({ 'cache-control': 'no-store', ...problem.extras.headers })
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(document);
}

function logFault(request: FastifyRequest, problem: Problem, error: unknown): void {
  if (problem.code === 'internal_error') request.log.error({ err: error }, 'a request failed');
  else request.log.warn({ code: problem.code, cause: causeOf(error) }, 'a request could not be served now');
}

/** What the operator searches for: SQLite says little in words and more in its code. */
function causeOf(error: unknown): string {
  const cause = error instanceof Problem ? error.cause : error;
  if (!(cause instanceof Error)) return '';
  return 'code' in cause && typeof cause.code === 'string'
    ? `${cause.message} (${cause.code})`
    : cause.message;
}

const codeOfFastifyError: Record<string, ProblemCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
  FST_ERR_BAD_URL: 'not_found',
  FST_ERR_NOT_FOUND: 'not_found',
  FST_ERR_ASYNC_CONSTRAINT: 'not_found',
};

/** The problem that an error means for the caller. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof QueueFullError) {
    return new Problem('overloaded', { headers: { 'retry-after': String(error.retryAfterSeconds) } });
  }
  if (isUnavailable(error)) return unavailable(error);
  const { code, validation, statusCode = 500 } = error as Partial<FastifyError>;
  if (validation) {
    const errors = fieldErrors(validation);
    return new Problem(
      'invalid_request',
      errors ? { errors } : { detail: 'The body must be a JSON object.' },
    );
  }
  const known = code === undefined ? undefined : codeOfFastifyError[code];
  if (known) return new Problem(known);
  if (statusCode >= 400 && statusCode < 500) {
    return new Problem('invalid_request', {
      detail: STATUS_CODES[statusCode] ?? 'The request is not valid.',
    });
  }
  return new Problem('internal_error', { cause: error });
}

/** A 503 that says when to come back. */
export function unavailable(cause: unknown): Problem {
  return new Problem('unavailable', { headers: { 'retry-after': String(retryAfterSeconds) }, cause });
}
