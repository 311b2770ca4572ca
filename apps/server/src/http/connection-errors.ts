import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { randomId } from '../lib/ids.ts';
import { problemPath } from './error-handler.ts';
import { Problem, problemDocument, type ProblemCode } from './problems.ts';

const codes: Record<string, ProblemCode> = { HPE_HEADER_OVERFLOW: 'headers_too_large' };

/** Answers what is not even HTTP, in the form of every other error. */
export function registerConnectionErrors(server: Server, publicUrl: string): void {
  server.removeAllListeners('clientError');
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const timedOut = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
    const problem = new Problem(codes[error.code ?? ''] ?? 'invalid_request', {
      detail: timedOut ? 'The request took too long to arrive.' : 'This is not a valid HTTP request.',
    });
    const status = timedOut ? 408 : problem.status;
    const body = JSON.stringify({ ...problemDocument(problem, `${publicUrl}${problemPath}`), status });
    socket.end(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
        'Connection: close',
        'Content-Type: application/problem+json; charset=utf-8',
        `Content-Length: ${Buffer.byteLength(body)}`,
        `x-request-id: ${randomId()}`,
        '',
        body,
      ].join('\r\n'),
    );
  });
}
