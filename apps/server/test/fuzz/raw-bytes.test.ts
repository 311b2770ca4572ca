import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectionLimits } from '../../src/http/connection-limits.ts';
import { problems } from '../../src/http/problems.ts';
import { startApp } from '../support/app.ts';
import { checkAnswerHeaders } from '../support/check-answer-headers.ts';
import { openRaw, readAnswers, sendRaw } from '../support/raw-http.ts';
import { fuzzRuns, fuzzTimeout } from './fuzz-runs.ts';
import { ambiguous, anyBytes } from './raw-requests.ts';

/*
 * Bytes on a real connection, which are nearly requests. What comes back has to be a sequence of whole answers, none of
 * them a 500, and the connection has to end. A failure prints the bytes, and the seed that repeats them (fuzz-runs.ts).
 */
const quickRuns = 600;
const known = new Set<number>([
  ...Object.values(problems).map(({ status }) => status),
  200,
  204,
  206,
  304,
  308,
  416,
]);
const start = () =>
  startApp('SQLite', {
    connectionLimits: {
      ...connectionLimits,
      headMs: 2_000,
      requestMs: 3_000,
      keepAliveMs: 1_000,
      lingerMs: 100,
    },
  });

describe('bytes that are nearly requests', () => {
  test(
    'are answered with whole answers, none of them a 500, and the connection ends',
    async () => {
      const app = await start();
      const seen = new Map<number, number>();
      const send = async (bytes: Buffer): Promise<void> => {
        const connection = await openRaw(app);
        connection.write(bytes);
        // Nothing more will come: whoever waits for the rest knows that it will not.
        connection.socket.end();
        const received = await connection.closed;
        const isHead = /^(\s|\r|\n)*HEAD /.test(bytes.toString('latin1')) || bytes.includes('HEAD ');
        // The lengths of answers to HEAD are those of bodies that are not there.
        const answers = isHead ? [] : readAnswers(received);
        if (isHead && /^HTTP\/1\.1 500/m.test(received)) throw new Error(received);
        for (const { status, headers } of answers) {
          seen.set(status, (seen.get(status) ?? 0) + 1);
          if (!known.has(status) || status === 500) throw new Error(`an answer of ${status}: ${received}`);
          checkAnswerHeaders('the bytes', headers);
        }
      };
      await fc.assert(fc.asyncProperty(anyBytes, send), fuzzRuns(quickRuns));
      expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 400, 404, 405]));
      expect((await app.get('/health/ready')).status).toBe(200);
    },
    fuzzTimeout(quickRuns / 10),
  );

  test('smuggle no second request in where they leave open where the first ends', async () => {
    const app = await start();
    const smuggled = 'GET /errors/not_found HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
    const head = 'POST /api/login/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
    for (const [name, body] of ambiguous) {
      const answers = readAnswers(await sendRaw(app, `${head}${body}${smuggled}`));
      expect(
        answers.map(({ status }) => status),
        name,
      ).toEqual([400]);
      expect(answers[0]?.headers['connection'], name).toBe('close');
    }
    // The same without what is ambiguous is two requests: the test would see a smuggled one.
    const plain = await sendRaw(app, `${head}Content-Length: 2\r\n\r\n{}${smuggled}`);
    expect(readAnswers(plain).map(({ status }) => status)).toEqual([400, 200]);
  });
});
