import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { TokenPair } from './client.ts';

interface TokenAnswer {
  readonly status: number;
  readonly body: TokenPair;
}

export interface BegunRequest {
  readonly answer: Promise<TokenAnswer>;
  /** Sends the body, and waits for the answer. */
  finish(): Promise<TokenAnswer>;
}

/** Begins a POST on a connection of its own, and waits until the server has read its head and asks for the body. */
export function beginRequest(url: string, body: object): Promise<BegunRequest> {
  const payload = JSON.stringify(body);
  const sent = request(url, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(payload),
      expect: '100-continue',
    },
  });
  const answered = new Promise<TokenAnswer>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      text(response).then(
        (received) =>
          // What the tests send here is answered with tokens, or fails them.
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(received) as TokenPair }),
        reject,
      );
    });
  });
  sent.flushHeaders();
  return new Promise((resolve, reject) => {
    answered.catch(reject);
    sent.on('continue', () => {
      resolve({
        answer: answered,
        finish: () => {
          sent.end(payload);
          return answered;
        },
      });
    });
  });
}
