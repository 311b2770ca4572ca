import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { listChecks, runConformance, type Report } from 'latchkey-conformance';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { createPasswordHasher } from '../../src/lib/password-hashing.ts';
import { openService, type Service } from '../../src/open-service.ts';
import { createTestClock, publicUrl } from '../support/app.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import { faults } from './faults/index.ts';
import { startFaultyServer, type Tamper } from './faulty-server.ts';

const secret = 'the shared secret of HS256, for the tests';
const admin = { email: 'admin@example.com', password: 'the password of the admin' };
const clock = createTestClock();
// Every run hashes dozens of passwords, and what a hash costs does not matter here.
const hasher = createPasswordHasher({ memoryKiB: 8, passes: 1, lanes: 1 });

let service: Service;
let realUrl: string;
let folder: string;

beforeAll(async () => {
  folder = await makeDataFolder('latchkey-test-');
  const environment = {
    DATABASE_URL: `sqlite:${join(folder, 'test.db')}`,
    DATA_DIR: folder,
    PUBLIC_URL: publicUrl,
    JWT_SIGNING_KEY: secret,
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    LOGIN_FAILURES_PER_ADDRESS: '0',
    REGISTRATIONS_PER_ADDRESS: '0',
    LINK_FAILURES_PER_ADDRESS: '0',
  };
  service = await openService({
    config: loadConfig(environment),
    logger: pino({ level: 'silent' }),
    clock,
    hasher,
  });
  await service.app.listen({ host: '127.0.0.1', port: 0 });
  realUrl = `http://127.0.0.1:${(service.app.server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

/** The checks of some groups, against the real server with that fault in front of it. One after the other, since a wait moves the clock for all. */
async function check(tamper: Tamper, groups: readonly string[]): Promise<Report> {
  const { url, stop } = await startFaultyServer(realUrl, tamper);
  onTestFinished(stop);
  return runConformance({
    baseUrl: url,
    admin,
    secret,
    disposable: true,
    graceSeconds: 10,
    only: groups,
    atOnce: 1,
    wait: (seconds) => {
      clock.advance(seconds);
      return Promise.resolve();
    },
  });
}

const groupOf = (id: string): string => id.split('.')[0] ?? '';
const aboutAllAnswers = listChecks().flatMap(({ id, isAboutAllAnswers }) => (isAboutAllAnswers ? [id] : []));
/** The long run makes all checks of a group: no other may fail. The usual one makes those that have to fail. */
const isLong = process.env['PROPERTY_RUNS'] !== undefined;

test('a server without a fault passes', async () => {
  const { results, accountsLeft } = await check(
    (_call, next) => next(),
    [...new Set(listChecks().map(({ group }) => group))],
  );
  expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  expect(accountsLeft).toEqual([]);
});

test('settings are put back although the session of the admin ended in the meantime', async () => {
  const tokens: unknown[] = [];
  const { results } = await check(
    async (call, next) => {
      const reply = await next();
      if (call.body['email'] === admin.email) tokens.push(reply.body['refresh_token']);
      if (call.method === 'PATCH') {
        await next({ method: 'POST', target: '/api/logout/', body: { refresh_token: tokens.at(-1) } });
      }
      return reply;
    },
    ['disposable.lifetime'],
  );
  expect(results).toMatchObject([{ outcome: 'passed' }]);
});

test('there is a fault for every promise', () => {
  const broken = new Set(faults.flatMap(({ breaks }) => breaks));
  const known = listChecks().map(({ id }) => id);
  expect(known.filter((id) => !broken.has(id))).toEqual([]);
  expect([...broken].filter((id) => !known.includes(id))).toEqual([]);
});

test.each(faults)(
  'a server that $name is found out, by the promises that it breaks',
  async ({ breaks, plant }) => {
    const groups = [...new Set(breaks.map(groupOf))];
    const asksAll = isLong || breaks.some((id) => aboutAllAnswers.includes(id));
    const { results } = await check(plant(clock), asksAll ? groups : breaks);
    const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
    expect(failed.sort()).toEqual([...breaks].sort());
  },
);
