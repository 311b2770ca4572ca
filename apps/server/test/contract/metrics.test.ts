import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/metrics/catalogue.ts';
import { secretKey, startApp, type StartOptions, type TestApp } from '../support/app.ts';
import { bearer, defaultEmail, defaultPassword } from '../support/client.ts';
import { onEveryDatabase, type DatabaseKind } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { createHeldHasher } from '../support/held-hasher.ts';
import { startMailServer } from '../support/mail-server.ts';
import { metricsToken, scrape } from '../support/read-metrics.ts';
import { takeDatabaseAway } from '../support/take-database-away.ts';

const right = { email: defaultEmail, password: defaultPassword };

function startMeasured(kind: DatabaseKind, { environment, ...more }: StartOptions = {}): Promise<TestApp> {
  return startApp(kind, { environment: { METRICS_TOKEN: metricsToken, ...environment }, ...more });
}

describe('who may see the metrics', () => {
  test('nobody, unless the operator says so: the path is unknown, as any other', async () => {
    const app = await startApp('SQLite');
    for (const headers of [{}, bearer(metricsToken), bearer('')]) {
      expectProblem(await app.send('GET', '/metrics', { headers }), 404, 'not_found');
    }
    expectProblem(await app.post('/metrics', {}), 404, 'not_found');
  });

  test('with METRICS_TOKEN whoever sends it; an admin’s token is another thing', async () => {
    const app = await startMeasured('SQLite');
    await app.register();
    const { access_token } = await app.login();
    const wrong = [
      '',
      'x',
      `${metricsToken}x`,
      metricsToken.slice(1),
      metricsToken.toUpperCase(),
      access_token,
    ];
    for (const headers of [{}, ...wrong.map(bearer), { authorization: metricsToken }]) {
      const answer = await app.send('GET', '/metrics', { headers });
      expectProblem(answer, 401, 'metrics_token_invalid');
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="metrics"');
      expect(answer.text).not.toContain('latchkey_');
    }
    const { headers } = await app.send('GET', '/metrics', { headers: bearer(metricsToken) });
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expectProblem(await app.send('POST', '/metrics', { body: {} }), 405, 'method_not_allowed');
  });
});

onEveryDatabase('/metrics', (kind) => {
  test('has every metric of the catalogue, with the labels it says, and what is known of the process', async () => {
    const smtp = await startMailServer();
    const app = await startMeasured(kind, {
      environment: { SMTP_URL: smtp.url, MAIL_FROM: 'auth@example.com' },
    });
    await app.register();
    await app.login();
    const { names, series, sum } = await scrape(app);
    expect(names).toEqual(expect.arrayContaining(Object.keys(catalogue)));
    expect(names).toEqual(
      expect.arrayContaining([
        'process_cpu_seconds_total',
        'process_resident_memory_bytes',
        'nodejs_heap_size_used_bytes',
      ]),
    );
    for (const [name, { type, labels }] of Object.entries(catalogue)) {
      // One process alone has no workers.
      if (name === 'latchkey_worker_up') continue;
      const own = series.filter((one) => one.name === (type === 'histogram' ? `${name}_count` : name));
      expect(own.length, name).toBeGreaterThan(0);
      for (const one of own) expect(Object.keys(one.labels).sort(), name).toEqual([...labels].sort());
    }
    expect(sum('latchkey_ready')).toBe(1);
    expect(sum('latchkey_build_info', { database: kind === 'SQLite' ? 'sqlite' : 'postgres' })).toBe(1);
    expect(sum('latchkey_nodes')).toBe(1);
    expect(sum('latchkey_signing_key_age_seconds')).toBeLessThan(3_600);
  });

  test('moves by what happens: logins, refreshes, replays, reuse, and what is refused', async () => {
    const app = await startMeasured(kind, { environment: { LOGIN_FAILURES_PER_ACCOUNT: '2' } });
    await app.register();
    const before = await scrape(app);

    const first = await app.login();
    const { body: second } = await app.refresh(first.refresh_token);
    await app.refresh(first.refresh_token);
    app.clock.advance(3_600);
    await app.refresh(second.refresh_token);
    app.clock.advance(3_600);
    expectProblem(await app.refresh(first.refresh_token), 401, 'refresh_token_reused');
    expectProblem(await app.refresh(second.refresh_token), 401, 'session_ended');
    expectProblem(await app.refresh('0192f0c1-aaaa-4bbb-8ccc-0123456789ab'), 401, 'refresh_token_unknown');
    const idle = await app.login();
    app.clock.advance(40 * 86_400);
    const expired = await app.refresh(idle.refresh_token);
    for (const password of ['wrong', 'wrong again', 'wrong once more'])
      await app.post('/api/login/', { ...right, email: 'other@example.com', password });
    await app.send('HEAD', '/health/live');

    const after = await scrape(app);
    const moved = (name: string, labels: Readonly<Record<string, string>> = {}): number =>
      after.sum(name, labels) - before.sum(name, labels);
    const refreshes = (outcome: string) => moved('latchkey_refreshes_total', { outcome });
    expect(refreshes('rotated')).toBe(2);
    expect(refreshes('repeated')).toBe(1);
    expect(refreshes('reused')).toBe(1);
    expect(refreshes('ended')).toBe(1);
    expect(refreshes('unknown') + refreshes('expired')).toBe(2);
    expect(expired.status).toBe(401);
    const logins = (outcome: string) => moved('latchkey_logins_total', { outcome });
    expect(logins('succeeded')).toBe(2);
    expect(logins('refused')).toBe(2);
    expect(logins('limited')).toBe(1);
    const route = { route: '/api/login/', method: 'POST' };
    expect(moved('latchkey_http_requests_total', { ...route, status: '2xx' })).toBe(2);
    expect(moved('latchkey_http_requests_total', { ...route, status: '4xx' })).toBe(3);
    expect(moved('latchkey_http_request_duration_seconds_count', route)).toBe(5);
    expect(moved('latchkey_http_request_duration_seconds_bucket', { ...route, le: '+Inf' })).toBe(5);
    expect(moved('latchkey_http_requests_total', { route: '/health/live' })).toBe(1);
    expect(moved('latchkey_http_requests_total', { route: '/health/live', method: 'HEAD' })).toBe(1);
    expect(moved('latchkey_password_hash_duration_seconds_count')).toBe(4);
    expect(moved('latchkey_password_hash_wait_seconds_count')).toBe(4);
    expect(moved('latchkey_database_wait_seconds_count')).toBeGreaterThan(0);
  });

  test('tells what waits for a password to be looked at, and what was refused for it', async () => {
    const hasher = createHeldHasher(4_000);
    const app = await startMeasured(kind, { hasher });
    await app.register();
    hasher.hold();
    const held = [app.post('/api/login/', right), app.post('/api/login/', right)];
    await eventually('one that is looked at and one that waits', () => hasher.waiting === 1);
    expectProblem(await app.post('/api/login/', right), 503, 'overloaded');
    const { sum } = await scrape(app);
    expect(sum('latchkey_password_hash_busy')).toBe(1);
    expect(sum('latchkey_password_hash_waiting')).toBe(1);
    expect(sum('latchkey_password_hash_refused_total')).toBe(1);
    expect(sum('latchkey_logins_total', { outcome: 'overloaded' })).toBe(1);
    // Two logins, and whoever asks.
    expect(sum('latchkey_http_requests_in_progress')).toBe(3);
    hasher.release();
    await Promise.all(held);
  });

  test('tells the outbox, and what came of each try to send a mail', async () => {
    const smtp = await startMailServer();
    const app = await startMeasured(kind, {
      environment: { SMTP_URL: smtp.url, MAIL_FROM: 'auth@example.com' },
    });
    const { database, outbox, mailWorker } = app.service.services;
    const { id, email } = await app.register();
    const write = (to: string): Promise<void> =>
      outbox.write(database.kysely, {
        template: 'test',
        to: { id, email: to },
        now: app.clock.now() - 60_000,
      });
    smtp.receive = (recipient) => (recipient.startsWith('no-') ? 'refuse' : 'accept');
    await write(email);
    await write(`no-${email}`);
    await mailWorker.run();
    await write(email);
    const { sum } = await scrape(app);
    expect(sum('latchkey_mail_deliveries_total', { outcome: 'sent' })).toBe(1);
    expect(sum('latchkey_mail_deliveries_total', { outcome: 'refused' })).toBe(1);
    expect(sum('latchkey_mails', { state: 'waiting' })).toBe(1);
    expect(sum('latchkey_mails', { state: 'failed' })).toBe(1);
    expect(sum('latchkey_mail_oldest_waiting_seconds')).toBeGreaterThanOrEqual(60);
  });

  test('counts live sessions, and asks the database for that once a minute at most', async () => {
    const app = await startMeasured(kind);
    await app.register();
    for (let i = 0; i < 3; i += 1) await app.login();
    const ended = await app.login();
    await app.logout(ended.refresh_token);
    expect((await scrape(app)).sum('latchkey_sessions_live')).toBe(3);
    await app.login();
    expect((await scrape(app)).sum('latchkey_sessions_live')).toBe(3);
  });

  test('answers while the database is away, and says that the process cannot serve', async () => {
    const app = await startMeasured(kind);
    await app.register();
    await app.login();
    const giveBack = await takeDatabaseAway(app);
    const away = await eventually('a scrape that tells it', async () => {
      const found = await scrape(app);
      return found.sum('latchkey_ready') === 0 ? found : undefined;
    });
    expect(away.sum('latchkey_logins_total', { outcome: 'succeeded' })).toBe(1);
    await giveBack();
    await eventually('a scrape that tells that all is well', async () => {
      const found = await scrape(app);
      return found.sum('latchkey_ready') === 1 && found.sum('latchkey_nodes') > 0;
    });
  });

  test('holds no secret, no address and no id, whoever was there', async () => {
    const app = await startMeasured(kind);
    const { id } = await app.register('somebody.special@example.com');
    const pair = await app.login('somebody.special@example.com');
    await app.get('/api/me/', pair.access_token);
    await app.get(`/account/confirm-email?token=${pair.refresh_token}`);
    const { text } = await scrape(app);
    const secrets = [
      ...['somebody', 'example.com', defaultPassword, '127.0.0.1', app.service.node.id, app.database.dataDir],
      ...[pair.access_token, pair.refresh_token, metricsToken, secretKey, 'postgres://'],
    ];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(id).toBeGreaterThan(0);
  });
});

test('no path, method or header makes another series: labels are those of the routes', async () => {
  const app = await startMeasured('SQLite');
  await app.register();
  const { access_token } = await app.login();
  const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'PROPFIND', 'TRACE'];
  const visit = async (path: string, method: string): Promise<unknown> =>
    app.send(method, encodeURI(path), { headers: bearer(access_token) }).catch(() => undefined);
  await fc.assert(
    fc.asyncProperty(fc.webPath(), fc.constantFrom(...methods), async (path, method) => {
      await visit(`/${path.replace(/^\/+/, '')}`, method);
      await visit(`/api/sessions/${path.replaceAll('/', '')}/`, method);
      await visit(`/admin/${path}`, method);
      await visit(`/errors/${path.replaceAll('/', '')}`, method);
    }),
    { numRuns: 60 },
  );
  const { series } = await scrape(app);
  const labels = series
    .filter(({ name }) => name === 'latchkey_http_requests_total')
    .map((one) => one.labels);
  expect(labels.length).toBeGreaterThan(5);
  const isRoute = ({ route = '', method = '' }): boolean =>
    app.service.app.hasRoute({ url: route.replace(/(.)\/$/, '$1'), method: method });
  // The route of CORS answers preflights for every path.
  const strange = labels.filter((one) => !['unknown', '*'].includes(one['route'] ?? '') && !isRoute(one));
  expect(strange).toEqual([]);
  const unknown = labels.filter(({ route }) => route === 'unknown').map(({ method }) => method);
  expect([...new Set(unknown)].filter((method) => !['other', ...methods].includes(method ?? ''))).toEqual([]);
  expect(unknown).not.toContain('PROPFIND');
});
