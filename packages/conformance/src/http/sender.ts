import * as http from 'node:http';
import * as https from 'node:https';
import { readMembers, type Answer, type Sent } from './answer.ts';
import type { BaseUrl } from './base-url.ts';

/** How many connections are open at a time, the races included. */
const mostConnections = 64;
const mostAnswerBytes = 8 * 1_024 * 1_024;

export interface Sender {
  /** @throws NoAnswer when none came in time, or the connection broke. */
  send(sent: Sent): Promise<Answer>;
  close(): void;
}

/** The server did not answer a request. */
export class NoAnswer extends Error {
  readonly sent: Sent;

  constructor(sent: Sent, cause: unknown) {
    const code = (cause as NodeJS.ErrnoException).code; // any value may be asked for a member but null, which nobody throws
    const message = cause instanceof Error ? cause.message : String(cause);
    super(message.length > 0 ? message : (code ?? 'the connection broke'), { cause });
    this.sent = sent;
  }
}

/** Sends requests as they are given: no header, no redirect and no retry of its own. */
export function createSender(base: BaseUrl, timeoutSeconds: number): Sender {
  const { Agent, request } = base.isSecure ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: mostConnections });

  const attempt = (sent: Sent): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { method, headers, body } = sent;
      const outgoing = request(base.at(sent.path), { method, headers, agent }, (response) => {
        readText(response).then((text) => {
          clearTimeout(timer);
          const status = response.statusCode ?? 0;
          resolve({ sent, status, headers: response.headers, text, body: readMembers(text) });
        }, reject);
      });
      const timer = setTimeout(() => {
        outgoing.destroy(new Error(`no answer within ${timeoutSeconds} s`));
      }, timeoutSeconds * 1_000);
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        // The server closed an idle connection at the very moment when it was used again.
        if (error.code === 'ECONNRESET' && outgoing.reusedSocket) attempt(sent).then(resolve, reject);
        else reject(error);
      });
      // Node gives a DELETE no length by itself, and then its body would be cut off.
      if (body !== undefined) outgoing.setHeader('content-length', Buffer.byteLength(body));
      outgoing.end(body);
    });

  return {
    send: (sent) =>
      attempt(sent).catch((cause: unknown) => {
        throw new NoAnswer(sent, cause);
      }),
    close: () => agent.destroy(),
  };
}

async function readText(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostAnswerBytes) throw new Error(`the answer is longer than ${mostAnswerBytes} bytes`);
  }
  return Buffer.concat(chunks).toString();
}
