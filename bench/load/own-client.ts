import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Histogram } from './histogram.ts';
import type { Load, Measured } from './load.ts';

/*
 * A client that does no more than it must, so that it takes as little as it can of the cores that it shares with the
 * server: requests are one write, answers are read as far as their status, their length and their token.
 */

const endOfHead = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('\r\n0\r\n\r\n');
const tokenName = Buffer.from('"refresh_token":"');
const uuidLength = 36;

// What the parent process sends.
const load = JSON.parse(await text(process.stdin)) as Load;
process.stdout.write(JSON.stringify(await send(load)));

async function send({ url, connections, seconds }: Load): Promise<Measured> {
  const address = new URL(url);
  const requests = requestsOf(load, address);
  const times = new Histogram();
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(address)));
  const start = performance.now();
  const until = start + seconds * 1_000;
  await Promise.all(sockets.map((socket) => keepAsking(socket, requests, times, until)));
  const perSecond = times.count / ((performance.now() - start) / 1_000);
  return { perSecond, p50Ms: times.percentile(0.5), p99Ms: times.percentile(0.99) };
}

function open({ hostname, port }: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    socket.once('connect', () => resolve(socket)).once('error', reject);
  });
}

interface Requests {
  next(): string;
  answered(answer: Buffer): void;
}

function requestsOf(
  { method, headers = {}, bodies, accessTokens, tokens }: Load,
  { pathname, host }: URL,
): Requests {
  const given = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${pathname} HTTP/1.1\r\nHost: ${host}\r\n${given.join('')}`;
  const withBody = (body: string): string =>
    `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  if (tokens) {
    const queue = [...tokens];
    let first = 0;
    return {
      next: () => withBody(`{"refresh_token":"${queue[first++] ?? ''}"}`),
      answered(answer) {
        const at = answer.indexOf(tokenName);
        if (at < 0) throw new Error(`an answer without a token: ${answer.toString()}`);
        queue.push(answer.toString('latin1', at + tokenName.length, at + tokenName.length + uuidLength));
      },
    };
  }
  const withToken = (token: string): string => `${head}Authorization: Bearer ${token}\r\n\r\n`;
  const prepared = bodies?.map(withBody) ?? accessTokens?.map(withToken) ?? [`${head}\r\n`];
  let at = 0;
  return { next: () => prepared[at++ % prepared.length] ?? '', answered: () => undefined };
}

/** One request at a time until then. */
function keepAsking(socket: Socket, requests: Requests, times: Histogram, until: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentAt = 0;
    let pending: Buffer | undefined;
    const ask = (): void => {
      sentAt = performance.now();
      socket.write(requests.next(), 'latin1');
    };
    socket.on('data', (chunk: Buffer) => {
      const answer = pending === undefined ? chunk : Buffer.concat([pending, chunk]);
      if (!isWhole(answer)) {
        pending = answer;
        return;
      }
      pending = undefined;
      // "HTTP/1.1 200"
      if (answer[9] !== 0x32) return reject(new Error(answer.toString('utf8', 0, 600)));
      const now = performance.now();
      times.add(now - sentAt);
      requests.answered(answer);
      if (now < until) return ask();
      socket.destroy();
      resolve();
    });
    socket.once('close', () => reject(new Error('the server closed a connection')));
    ask();
  });
}

function isWhole(answer: Buffer): boolean {
  const end = answer.indexOf(endOfHead);
  if (end < 0) return false;
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(answer.toString('latin1', 0, end)) ?? [];
  // Without a length the answer comes in chunks.
  if (length === undefined) return answer.subarray(-lastChunk.length).equals(lastChunk);
  return answer.length >= end + endOfHead.length + Number(length);
}
