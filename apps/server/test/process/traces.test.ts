import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { builtProgram } from '../support/child-process.ts';
import { defaultEmail, defaultPassword } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { startMailServer } from '../support/mail-server.ts';
import { startOtlpReceiver, type ReceivedSpan } from '../support/otlp-receiver.ts';
import { freePort } from '../support/postgres-server.ts';
import { readLog } from '../support/read-log.ts';
import { newInstallation, runServer, startServer } from '../support/server-process.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const callersSpan = 'b7ad6b7169203331';
const traceparent = `00-${traceId}-${callersSpan}-01`;

/** Sends what was noted soon, and as JSON, which the receiver reads. */
const asJson = (url: string) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
});

function below(parent: ReceivedSpan | undefined, spans: readonly ReceivedSpan[]): readonly ReceivedSpan[] {
  return spans.filter(({ parentSpanId }) => parentSpanId === parent?.spanId);
}

onEveryDatabase('traces', (kind) => {
  test('tell requests, hashing, transactions, batches and mails, in the trace of whoever called', async () => {
    const collector = await startOtlpReceiver();
    const smtp = await startMailServer();
    const server = await startServer(
      await newInstallation(kind, {
        ...asJson(collector.url),
        OTEL_SERVICE_NAME: 'sign-in',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
        OTEL_EXPORTER_OTLP_HEADERS: 'x-team=ours',
        SMTP_URL: smtp.url,
        MAIL_FROM: 'auth@example.com',
      }),
    );
    await server.register();
    const { body: pair } = await server.post(
      '/api/login/?next=hidden-query',
      { email: defaultEmail, password: defaultPassword },
      { traceparent },
    );
    const refreshed = await server.post(
      '/api/refresh/',
      { refresh_token: pair.refresh_token },
      { traceparent },
    );
    await server.get('/api/me/', refreshed.body.access_token);
    await server.get(`/hidden-path/${pair.refresh_token}`);
    await server.post('/api/password-reset/', { email: defaultEmail });
    await eventually('a mail', () => smtp.received.length > 0);
    const { stdout, code } = await server.stop();
    expect(code).toBe(0);

    const spans = collector.spans();
    const named = (name: string): readonly ReceivedSpan[] => spans.filter((span) => span.name === name);
    const [login] = named('POST /api/login/');
    expect(login).toMatchObject({
      traceId,
      parentSpanId: callersSpan,
      kind: 2,
      isError: false,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/api/login/',
        'http.response.status_code': 200,
      },
    });
    const steps = below(login, spans).map(({ name }) => name);
    expect(steps).toEqual(expect.arrayContaining(['check a password', 'select accounts', 'transaction']));
    const system = kind === 'SQLite' ? 'sqlite' : 'postgresql';
    const transaction = below(login, spans).find(({ name }) => name === 'transaction');
    expect(transaction).toMatchObject({ traceId, kind: 3, attributes: { 'db.system.name': system } });
    const [refresh] = named('POST /api/refresh/');
    expect(below(refresh, spans).map(({ name, attributes }) => [name, attributes])).toEqual([
      ['batch of refreshes', { 'latchkey.batch.size': 1 }],
    ]);
    expect(below(named('GET /api/me/')[0], spans).map(({ name }) => name)).toEqual(['batch of me']);
    expect(named('send a mail').map(({ attributes }) => attributes['latchkey.mail.outcome'])).toContain(
      'sent',
    );
    const unknown = named('GET').find(({ attributes }) => attributes['http.response.status_code'] === 404);
    expect(unknown?.attributes).not.toHaveProperty('http.route');
    // What the server asks the database for by itself is nobody's trace.
    const roots = spans.filter(({ parentSpanId }) => !parentSpanId);
    expect(roots.filter(({ name, kind: of }) => of !== 2 && name !== 'send a mail')).toEqual([]);

    expect(collector.resource()).toMatchObject({
      'service.name': 'sign-in',
      'deployment.environment.name': 'test',
    });
    expect(collector.headers.every((headers) => headers['x-team'] === 'ours')).toBe(true);
    const line = readLog(stdout).find(({ path }) => path === '/api/login/');
    expect(line).toMatchObject({ trace_id: traceId, request_id: login?.attributes['latchkey.request_id'] });

    const secrets = [
      ...[pair.access_token, pair.refresh_token, refreshed.body.refresh_token, defaultPassword],
      ...['hidden-query', 'hidden-path', 'user@example.com', '@example', '127.0.0.1', '$argon2id'],
    ];
    const told = Buffer.concat(collector.bodies).toString();
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
  }, 60_000);
});

test('a batch is in the trace of the first who is in it, and points to the others', async () => {
  const collector = await startOtlpReceiver();
  const server = await startServer(await newInstallation('PostgreSQL', asJson(collector.url)));
  await server.register();
  const pairs = await Promise.all(Array.from({ length: 12 }, () => server.login()));
  const calls = pairs.flatMap(({ access_token }) =>
    Array.from({ length: 6 }, () => server.get('/api/me/', access_token)),
  );
  expect((await Promise.all(calls)).every(({ status }) => status === 200)).toBe(true);
  await server.stop();
  const spans = collector.spans();
  const requests = spans.filter(({ name }) => name === 'GET /api/me/');
  const batches = spans.filter(({ name }) => name === 'batch of me');
  expect(requests).toHaveLength(calls.length);
  const together = batches.filter(({ links }) => links.length > 0);
  expect(together.length).toBeGreaterThan(0);
  const shown = batches.flatMap(({ parentSpanId, links }) => [
    parentSpanId,
    ...links.map(({ spanId }) => spanId),
  ]);
  expect([...shown].sort()).toEqual(requests.map(({ spanId }) => spanId).sort());
}, 60_000);

test('protobuf is what is sent unless told otherwise, and a caller whom nobody records is not recorded', async () => {
  const collector = await startOtlpReceiver();
  const server = await startServer(
    await newInstallation('SQLite', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces` }),
  );
  await server.send('GET', '/.well-known/jwks.json', {
    headers: { traceparent: traceparent.replace(/01$/, '00') },
  });
  await server.get('/api/');
  await server.stop();
  expect(collector.headers[0]?.['content-type']).toBe('application/x-protobuf');
  const told = Buffer.concat(collector.bodies);
  expect(told.includes('GET /api/')).toBe(true);
  expect(told.includes('http.route')).toBe(true);
  expect(told.includes('jwks.json')).toBe(false);
});

test.each([
  ['OTEL_PROPAGATORS=none', { OTEL_PROPAGATORS: 'none' }],
  ['a traceparent that is none', {}],
])('a trace of its own begins with %s', async (what, more) => {
  const collector = await startOtlpReceiver();
  const server = await startServer(await newInstallation('SQLite', { ...asJson(collector.url), ...more }));
  const given = what.startsWith('OTEL') ? traceparent : `00-${'0'.repeat(32)}-${callersSpan}-01`;
  await server.send('GET', '/api/', { headers: { traceparent: given } });
  await server.stop();
  const [span] = collector.spans().filter(({ name }) => name === 'GET /api/');
  expect(span?.parentSpanId ?? '').toBe('');
  expect(span?.traceId).not.toBe(traceId);
});

test.each(['away', 'stalled'])(
  'a collector that is %s hurts nobody, and keeps no server from stopping',
  async (how) => {
    const collector = await startOtlpReceiver();
    collector.stall();
    const url = how === 'away' ? `http://127.0.0.1:${await freePort()}` : collector.url;
    const server = await startServer(
      await newInstallation('SQLite', {
        OTEL_EXPORTER_OTLP_ENDPOINT: url,
        OTEL_EXPORTER_OTLP_HEADERS: 'key=hunter2',
      }),
    );
    await server.register();
    const pair = await server.login();
    // More spans than are kept.
    for (let i = 0; i < 30; i += 1) {
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => server.get('/api/me/', pair.access_token)),
      );
      expect(answers.every(({ status }) => status !== 503)).toBe(true);
    }
    expect((await server.refresh(pair.refresh_token)).status).toBe(200);
    const { code, stdout, stderr } = await server.stop();
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain('hunter2');
  },
  60_000,
);

test('without its variables nothing of OpenTelemetry is loaded, and a collector that cannot be used is refused at the start', async () => {
  const folder = dirname(builtProgram('main.js'));
  const chunks = new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.js'))
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const statics = (chunks.get(file) ?? '').matchAll(/^(?:import|export)\b[^'"]*["']\.\/([\w.-]+)["']/gm);
    for (const [, other = ''] of statics) load(other);
  };
  load('main.js');
  const ofLibraries = (name: string): readonly string[] =>
    [...chunks.keys()].filter((file) => {
      // A file that only passes on what others have needs no map.
      if (!existsSync(join(folder, `${file}.map`))) return false;
      const map = JSON.parse(readFileSync(join(folder, `${file}.map`), 'utf8')) as { sources: string[] };
      return map.sources.some((source) => source.includes(`node_modules/${name}`));
    });
  for (const name of ['@opentelemetry/', 'prom-client/']) {
    expect(ofLibraries(name).length, name).toBeGreaterThan(0);
    expect(
      ofLibraries(name).filter((file) => loaded.has(file)),
      name,
    ).toEqual([]);
  }

  const wrong = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4317',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_HEADERS: 'hunter2',
    OTEL_TRACES_SAMPLER: 'sometimes',
    OTEL_TRACES_SAMPLER_ARG: '2',
    OTEL_PROPAGATORS: 'b3',
  };
  const { code, stderr } = await runServer(await newInstallation('SQLite', wrong));
  expect(code).toBe(1);
  for (const name of Object.keys(wrong)) expect(stderr).toContain(name);
  expect(stderr).not.toContain('hunter2');
});
