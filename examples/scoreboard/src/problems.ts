import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** An answer that says what went wrong and what to do (RFC 9457), in the form that Latchkey's own answers have. */
export class Problem extends Error {
  readonly status: number;
  /** For programs. */
  readonly code: string;
  /** What is wrong with each field. */
  readonly errors: FieldErrors | undefined;

  /** @param detail what to do, for people. */
  constructor(status: number, code: string, detail: string, errors?: FieldErrors) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  404: 'There is nothing here',
  409: 'This is not possible now',
  413: 'The request is too large',
  415: 'The body is of an unknown type',
  500: 'Something went wrong',
};

/** Makes a problem document of every error. What is our own fault is logged, and not told. */
export function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) =>
    send(reply, new Problem(404, 'not_found', 'Check the address and the method.')),
  );
  app.setErrorHandler<FastifyError | Problem>(answerError);
}

export function answerError(
  error: FastifyError | Problem,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = error instanceof Problem ? error : toProblem(error);
  if (problem.status === 500) request.log.error(error);
  return send(reply, problem);
}

function toProblem({ validation, statusCode = 500, message }: FastifyError): Problem {
  if (validation)
    return new Problem(400, 'invalid_request', 'Correct what `errors` names.', toErrors(validation));
  if (statusCode === 413) return new Problem(413, 'too_large', 'Send at most 4 MiB.');
  // What Fastify says of a request is for its sender.
  if (statusCode < 500) return new Problem(statusCode, 'invalid_request', message);
  return new Problem(500, 'internal_error', 'Try again. The log of the service says more.');
}

/** What the validator calls it when there is nothing, or nothing but blanks. */
const missing = ['required', 'minLength', 'pattern'];

function toErrors(validation: NonNullable<FastifyError['validation']>): FieldErrors {
  return Object.fromEntries(
    validation.map(({ instancePath, keyword, params, message = 'is not valid' }) => {
      const { missingProperty } = params;
      const field = typeof missingProperty === 'string' ? missingProperty : instancePath.slice(1) || 'body';
      return [field, [missing.includes(keyword) ? 'Give this.' : `This ${message}.`]];
    }),
  );
}

function send(reply: FastifyReply, { status, code, message: detail, errors }: Problem): FastifyReply {
  const title = titles[status] ?? 'The request was not served';
  return reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status, detail, code, errors }));
}
