import { expect, onTestFinished, test } from 'vitest';
import { pino } from 'pino';
import { connectionLimits } from '../../src/http/connection-limits.ts';
import { createHttpServer } from '../../src/http/create-server.ts';
import { publicUrl } from '../support/app.ts';
import { createClient } from '../support/client.ts';
import { expectProblem } from '../support/expect-problem.ts';

test('a request that nothing answers gets 503 in time, once; a late answer harms nobody', async () => {
  const limits = { ...connectionLimits, answerMs: 300 };
  const app = createHttpServer({ publicUrl, trustProxy: false, logger: pino({ level: 'silent' }), limits });
  onTestFinished(() => app.close());
  let answerLate: (() => void) | undefined;
  app.get('/held-up', () => new Promise((resolve) => (answerLate = () => resolve({ late: true }))));
  app.get('/quick', () => Promise.resolve({ quick: true }));
  const client = createClient(await app.listen({ host: '127.0.0.1', port: 0 }));

  const [heldUp, quick] = await Promise.all([client.get('/held-up'), client.get('/quick')]);
  expectProblem(heldUp, 503, 'unavailable');
  expect(heldUp.headers['retry-after']).toBe('1');
  expect(quick.body).toEqual({ quick: true });
  answerLate?.();
  expect((await client.get('/quick')).status).toBe(200);
});
