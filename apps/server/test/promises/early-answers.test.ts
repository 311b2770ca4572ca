import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { pause } from '../support/eventually.ts';
import { readAnswers } from '../support/raw-http.ts';

const chunk = 'x'.repeat(16_384);
const chunks = 20;

/** A client that begins to send a body which is too large, and does not heed that the server has closed its side. */
function sendTooMuch(app: TestApp): { socket: Socket; errors: Error[]; received: () => string } {
  const { hostname, port } = new URL(app.url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  const errors: Error[] = [];
  let received = '';
  socket.on('error', (error) => errors.push(error));
  socket.setEncoding('latin1').on('data', (bytes: string) => (received += bytes));
  const head = `POST /api/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
  socket.write(`${head}Content-Length: ${chunks * chunk.length}\r\n\r\n`);
  return { socket, errors, received: () => received };
}

test('who is refused in the middle of a large body may send the rest of it, and reads the answer', async () => {
  const app = await startApp('SQLite');
  const { socket, errors, received } = sendTooMuch(app);
  for (let sent = 0; sent < chunks; sent += 1) {
    await pause(10);
    socket.write(chunk);
  }
  await new Promise<void>((resolve) => socket.end(resolve));
  const [answer] = readAnswers(received());
  expect(answer?.status).toBe(413);
  expect(answer?.headers['connection']).toBe('close');
  expect(errors).toEqual([]);
});

test('who never sends the rest after the answer is let go', async () => {
  const app = await startApp('SQLite');
  const { socket, received } = sendTooMuch(app);
  const gone = new Promise((resolve) => socket.once('close', resolve));
  const timer = setInterval(() => socket.write('x'), 50);
  onTestFinished(() => clearInterval(timer));
  await gone;
  expect(received()).toContain('413');
});
