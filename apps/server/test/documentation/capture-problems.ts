import { connectionLimits } from '../../src/http/connection-limits.ts';
import { QueueFullError } from '../../src/lib/waiting-line.ts';
import { createPasswordHasher, type PasswordHasher } from '../../src/lib/password-hashing.ts';
import { startApp } from '../support/app.ts';
import { bearer, type Answer } from '../support/client.ts';
import { readAnswers, sendRaw } from '../support/raw-http.ts';

const user = { email: 'user@example.com', password: 'password' };

/** Meets the problems that a walk through all operations does not meet. @returns the answers. */
export async function captureRareProblems(): Promise<readonly Answer[]> {
  const lateAnswers = await waitTooLong();
  return [
    ...lateAnswers,
    await sendTooSlowly(),
    await logInUnproven(),
    await askForMetrics(),
    ...(await sendWhatIsNoRequest()),
    ...(await overwhelm()),
  ];
}

async function logInUnproven(): Promise<Answer> {
  const app = await startApp('SQLite', { environment: { EMAIL_VERIFICATION: 'required' } });
  await app.post('/api/register/', user);
  return app.post('/api/login/', user);
}

async function askForMetrics(): Promise<Answer> {
  const app = await startApp('SQLite', { environment: { METRICS_TOKEN: 'only-for-prometheus' } });
  return app.get('/metrics');
}

async function sendTooSlowly(): Promise<Answer> {
  const app = await startApp('SQLite', { connectionLimits: { ...connectionLimits, headMs: 200 } });
  const [answer] = readAnswers(await sendRaw(app, 'GET /api/me/ HTTP/1.1\r\n'));
  if (!answer) throw new Error('A request that does not arrive was not answered.');
  return { ...answer, text: answer.body, body: JSON.parse(answer.body) as Answer['body'] };
}

async function waitTooLong(): Promise<readonly Answer[]> {
  const app = await startApp('SQLite');
  await app.post('/api/register/', user);
  const pair = await app.login(user.email, user.password);
  const { body: next } = await app.refresh(pair.refresh_token);
  app.clock.advance(60);
  const expired = await app.get('/api/me/', pair.access_token);
  const reused = await app.refresh(pair.refresh_token);
  const ended = await app.refresh(next.refresh_token);
  const { refresh_token } = await app.login(user.email, user.password);
  app.clock.advance(31 * 86_400);
  return [expired, reused, ended, await app.refresh(refresh_token)];
}

async function sendWhatIsNoRequest(): Promise<readonly Answer[]> {
  const app = await startApp('SQLite', { environment: { LOGIN_FAILURES_PER_ACCOUNT: '1' } });
  const login = (body: unknown, headers = {}) => app.post('/api/login/', body, headers);
  await login({ ...user, password: 'wrong' });
  return [
    await login({ ...user, password: 'wrong' }),
    await login({ ...user, password: 'x'.repeat(70_000) }),
    await login('<login/>', { 'content-type': 'application/xml' }),
    await app.send('GET', '/api/me/', { headers: bearer('x'.repeat(20_000)) }),
    await app.send('DELETE', '/api/login/'),
  ];
}

/** Nothing that a client sends leads to these: here checking a password fails. */
async function overwhelm(): Promise<readonly Answer[]> {
  const causes = [
    new QueueFullError(2),
    Object.assign(new Error('the database is away'), { code: 'ECONNREFUSED' }),
    new Error('a fault'),
  ];
  const fail = (): Promise<never> => Promise.reject(causes.shift() ?? new Error('no cause is left'));
  const hasher: PasswordHasher = { ...createPasswordHasher(), verify: fail };
  const app = await startApp('SQLite', { hasher });
  const answers: Answer[] = [];
  while (causes.length > 0) answers.push(await app.post('/api/login/', user));
  return answers;
}
