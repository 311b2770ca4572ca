import { createServer, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Readonly<Record<string, unknown>>;

/** A request on its way to the real server. */
export interface Call {
  readonly method: string;
  /** With the trailing slash, without the query. */
  readonly path: string;
  /** As it was sent. */
  readonly target: string;
  readonly headers: OutgoingHttpHeaders;
  readonly raw: Buffer;
  /** The members of a JSON body; none where it is something else. */
  readonly body: Json;
}

/** An answer on its way back. */
export interface Reply {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  /** The members of a JSON body; none where it is something else. */
  readonly body: Json;
  readonly raw: Buffer;
}

/** Passes a request on to the real server; what is given is sent instead of what came. */
export type Next = (
  changes?: Partial<Pick<Call, 'method' | 'target' | 'headers' | 'raw' | 'body'>>,
) => Promise<Reply>;

/** Stands between the kit and the real server, and breaks a promise. */
export type Tamper = (call: Call, next: Next) => Promise<Reply> | Reply;

/** A server that tampers with the requests and answers of a real one. */
export async function startFaultyServer(
  realUrl: string,
  tamper: Tamper,
): Promise<{ url: string; stop: () => void }> {
  const server = createServer((incoming, outgoing) => {
    void answer(incoming).then((reply) => {
      outgoing.writeHead(reply.status, { ...reply.headers, 'content-length': reply.raw.length });
      outgoing.end(reply.raw);
    });
  });

  async function answer(incoming: IncomingMessage): Promise<Reply> {
    const { method = 'GET', url: target = '/', headers } = incoming;
    const raw = await readAll(incoming);
    const [path = ''] = target.split('?');
    const call: Call = {
      method,
      target,
      path: `${path.replace(/\/$/, '')}/`,
      headers,
      raw,
      body: membersOf(raw),
    };
    const next: Next = (changes = {}) => {
      const changed = { ...call, ...changes };
      return forward(
        realUrl,
        changes.body ? { ...changed, raw: Buffer.from(JSON.stringify(changes.body)) } : changed,
      );
    };
    try {
      return await tamper(call, next);
    } catch (error) {
      return replyWith(599, { fault: String(error) });
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

function forward(realUrl: string, { method, target, headers, raw }: Call): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const others = without(headers, 'transfer-encoding', 'content-length');
    const length = raw.length > 0 ? { 'content-length': raw.length } : {};
    const sent = request(
      `${realUrl}${target}`,
      { method, headers: { ...others, ...length, connection: 'close' } },
      (incoming) => {
        readAll(incoming).then((bytes) => {
          const kept = without(incoming.headers, 'connection', 'keep-alive');
          resolve({ status: incoming.statusCode ?? 0, headers: kept, raw: bytes, body: membersOf(bytes) });
        }, reject);
      },
    );
    sent.on('error', reject);
    sent.end(raw);
  });
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function membersOf(raw: Buffer): Json {
  try {
    const value = JSON.parse(raw.toString()) as unknown;
    // An object that is no array has text keys.
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
  } catch {
    return {};
  }
}

/** What is left of an object without some of its members. */
export function without<Value>(
  object: Readonly<Record<string, Value>>,
  ...names: readonly string[]
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** A JSON answer; an error is a whole problem document. */
export function replyWith(status: number, body: Json, headers: OutgoingHttpHeaders = {}): Reply {
  const raw = Buffer.from(JSON.stringify(body));
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return {
    status,
    body,
    raw,
    headers: { 'content-type': type, 'x-request-id': crypto.randomUUID(), ...headers },
  };
}

export function problem(
  status: number,
  code: string,
  more: Json = {},
  headers: OutgoingHttpHeaders = {},
): Reply {
  return replyWith(
    status,
    { type: `/errors/${code}`, title: code, status, detail: code, code, ...more },
    headers,
  );
}
