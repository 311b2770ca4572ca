import type { OutgoingHttpHeaders } from 'node:http';
import type { Answer } from '../http/answer.ts';
import type { Sender } from '../http/sender.ts';

export interface Request {
  readonly headers?: OutgoingHttpHeaders;
  /** A text or bytes are sent as they are, with no media type; anything else as JSON. */
  readonly body?: unknown;
}

/** Requests, in the words of the API. */
export interface Exchange {
  readonly send: (method: string, path: string, request?: Request) => Promise<Answer>;
  readonly post: (path: string, body: unknown, headers?: OutgoingHttpHeaders) => Promise<Answer>;
  readonly call: (accessToken: string, method: string, path: string, body?: unknown) => Promise<Answer>;
}

/** @param journal takes every answer, for the promises about all of them. */
export function createExchange(sender: Sender, journal: Answer[]): Exchange {
  const send: Exchange['send'] = async (method, path, { headers = {}, body } = {}) => {
    const isRaw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
    const answer = await sender.send({
      method,
      path,
      headers: {
        'user-agent': 'latchkey-conformance',
        ...(!isRaw && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: isRaw ? body : JSON.stringify(body),
    });
    journal.push(answer);
    return answer;
  };
  return {
    send,
    post: (path, body, headers = {}) => send('POST', path, { body, headers }),
    call: (accessToken, method, path, body) =>
      send(method, path, {
        headers: { authorization: `Bearer ${accessToken}` },
        ...(body !== undefined && { body }),
      }),
  };
}
