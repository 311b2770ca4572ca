import { connect, type Socket } from 'node:net';

/** A connection on which bytes are sent as they are. */
export interface RawConnection {
  readonly socket: Socket;
  write(bytes: string | Buffer): void;
  /** All that has come back so far. */
  received(): string;
  /** Resolves when the other side has closed, with all that came back. */
  readonly closed: Promise<string>;
}

export function openRaw({ url }: { readonly url: string }): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  let answer = '';
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
    const closed = new Promise<string>((done) => {
      socket.once('end', () => {
        socket.end();
        done(answer);
      });
      // A reset is a way of closing too.
      socket.once('error', () => done(answer));
      socket.once('close', () => done(answer));
    });
    socket.once('error', reject);
    socket.once('connect', () => {
      resolve({
        socket,
        closed,
        received: () => answer,
        write(bytes) {
          if (socket.writable) socket.write(bytes);
        },
      });
    });
  });
}

/** Sends bytes on a connection of their own. @returns all that came back until the server closed it. */
export async function sendRaw(server: { readonly url: string }, bytes: string | Buffer): Promise<string> {
  const connection = await openRaw(server);
  connection.write(bytes);
  return connection.closed;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Splits what came back into answers, by their lengths. @throws Error where it is not a sequence of whole answers. */
export function readAnswers(bytes: string, { headless = [] as readonly number[] } = {}): RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let rest = bytes; rest !== '';) {
    const head = /^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(rest);
    if (!head) throw new Error(`this is no answer: ${JSON.stringify(rest.slice(0, 200))}`);
    const [whole, status = '', lines = ''] = head;
    const headers = Object.fromEntries(
      lines
        .split('\r\n')
        .filter(Boolean)
        .map((line) => {
          const colon = line.indexOf(':');
          return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
        }),
    );
    rest = rest.slice(whole.length);
    const isHeadless = headless.includes(answers.length) || /^(1..|204|304)$/.test(status);
    const { body, length } = isHeadless ? { body: '', length: 0 } : readBody(rest, headers);
    answers.push({ status: Number(status), headers, body });
    rest = rest.slice(length);
  }
  return answers.filter(({ status }) => status >= 200);
}

function readBody(rest: string, headers: Readonly<Record<string, string>>): { body: string; length: number } {
  if (headers['transfer-encoding'] === 'chunked') return readChunks(rest);
  const length = Number(headers['content-length']);
  if (!(rest.length >= length))
    throw new Error(`an answer of ${headers['content-length'] ?? 'no'} bytes was cut off`);
  return { body: rest.slice(0, length), length };
}

function readChunks(rest: string): { body: string; length: number } {
  let body = '';
  let at = 0;
  for (;;) {
    const [line, digits = ''] = /^([0-9a-f]+)\r\n/i.exec(rest.slice(at, at + 12)) ?? [];
    if (line === undefined) throw new Error('a chunk has no size');
    const size = Number.parseInt(digits, 16);
    body += rest.slice(at + line.length, at + line.length + size);
    at += line.length + size + 2;
    if (size === 0) return { body, length: at };
  }
}
