import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { randomId } from '../lib/ids.ts';
import { isOver, openAnswers } from '../lib/open-answers.ts';
import type { AnswerHeaders } from './answer-headers.ts';
import { problemPath } from './error-handler.ts';
import { Problem, problemDocument } from './problems.ts';

interface Options {
  readonly publicUrl: string;
  readonly answerHeaders: AnswerHeaders;
  /** How long a connection that was answered so may stay open, for the answer to arrive, in milliseconds. */
  readonly lingerMs: number;
}

/** Answers what never becomes a request, in the form of every other error, and closes the connection. */
export function registerConnectionErrors(server: Server, options: Options): void {
  const underWay = openAnswers(server);
  const refused = new WeakSet<Socket>();

  // Node would answer these by itself, without a body. Only `100-continue` means anything (RFC 9110, section 10.1.1).
  server.on('checkExpectation', (request, answer) => server.emit('request', request, answer));
  server.on('connect', (_request, socket: Socket) => {
    refuseConnection(socket, new Problem('method_not_allowed'), options);
  });

  server.removeAllListeners('clientError');
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // What goes on arriving after an error is an error again.
    if (refused.has(socket)) return;
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    refused.add(socket);
    const answers = [...underWay].filter((answer) => answer.req.socket === socket && !isOver(answer));
    const last = answers.at(-1);
    const refuse = (): void => refuseConnection(socket, problemOf(error), options);
    // One whose request was still arriving when it was answered was not forgotten above.
    if (!last || (last.req.complete && last.writableFinished)) return refuse();
    // Requests may follow each other without waiting for answers (RFC 9112, section 9.3.2). What is wrong came after
    // good ones, whose answers go first, or a client would take this answer for one of theirs.
    if (last.req.complete) {
      last.once('close', () => {
        if (socket.writable) refuse();
      });
      return;
    }
    // The answer to a broken or late request; where it has begun, or others have to come before it, there is none.
    if (answers.length === 1 && !last.headersSent) return refuse();
    socket.destroy();
  });
}

/** Writes a problem to a connection that has no request, and closes it. */
function refuseConnection(socket: Socket, problem: Problem, options: Options): void {
  const { publicUrl, answerHeaders, lingerMs } = options;
  const body = JSON.stringify(problemDocument(problem, `${publicUrl}${problemPath}`));
  const headers = {
    ...answerHeaders,
    ...problem.extras.headers,
    connection: 'close',
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'x-request-id': randomId(),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const { status } = problem;
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n'));
  // Whoever does not close the other half would keep it.
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

function problemOf({ code }: NodeJS.ErrnoException): Problem {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem('request_timeout');
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem('headers_too_large');
  return new Problem('invalid_request', { detail: 'This is not a valid HTTP request.' });
}
