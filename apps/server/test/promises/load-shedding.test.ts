import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { defaultEmail, defaultPassword } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { expectProblem } from '../support/expect-problem.ts';

/** Keeps the main thread busy again and again, with a breath for the server in between. */
function keepBusy(milliseconds: number): () => void {
  let isOver = false;
  const work = (): void => {
    const until = performance.now() + milliseconds;
    while (performance.now() < until);
    if (!isOver) setImmediate(work);
  };
  setImmediate(work);
  return () => (isOver = true);
}

test('while the main thread cannot keep up, logins are refused at once; who is signed in is served', async () => {
  const app = await startApp('SQLite');
  await app.register();
  const pair = await app.login();
  const login = () => app.post('/api/login/', { email: defaultEmail, password: defaultPassword });

  const stop = keepBusy(330);
  const refused = await eventually('a refused login', async () => {
    const answer = await login();
    return answer.status === 503 ? answer : undefined;
  });
  expectProblem(refused, 503, 'overloaded');
  expect(refused.headers['retry-after']).toBe('1');
  expect((await app.get('/api/me/', pair.access_token)).status).toBe(200);
  expect((await app.refresh(pair.refresh_token)).status).toBe(200);
  expect((await app.get('/health/ready')).status).toBe(200);
  stop();
  await eventually('a login that is served again', async () => (await login()).status === 200);
});

test('one long piece of work is no overload', async () => {
  const app = await startApp('SQLite');
  await app.register();
  keepBusy(600)();
  await app.login();
});
