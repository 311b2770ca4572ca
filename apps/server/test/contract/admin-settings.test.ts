import { expect, test } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { settingDefinitions } from '../../src/features/settings/registry.ts';
import { startWithAdmin } from '../support/admin.ts';
import { longLived, type StartOptions } from '../support/app.ts';
import type { Answer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';
import { share } from '../support/share.ts';
import { decodeToken } from '../support/tokens.ts';

interface Setting {
  readonly name: string;
  readonly value: unknown;
  readonly default: unknown;
  readonly overridden: boolean;
}

const path = '/api/admin/settings/';

onEveryDatabase('the settings', (kind) => {
  async function started(environment: Environment = {}, options: StartOptions = {}) {
    const { app, call } = await startWithAdmin(kind, { environment, ...options });
    const version = async (): Promise<number> => read(await call('GET', path)).version;
    const change = async (values: object): Promise<Answer> =>
      call('PATCH', path, { version: await version(), values });
    const setting = async (name: string): Promise<Setting | undefined> =>
      read(await call('GET', path)).settings.find((one) => one.name === name);
    return { app, call, change, version, setting };
  }

  const shared = share((atTheEnd) => started(longLived, { atTheEnd }));

  function read(answer: Answer): { version: number; settings: Setting[] } {
    expect(answer.status).toBe(200);
    return answer.body as unknown as { version: number; settings: Setting[] };
  }

  async function lifetimeOfNextToken(app: Awaited<ReturnType<typeof started>>['app']): Promise<number> {
    const { access_token } = await app.login('admin@example.com', 'the password of the admin');
    const { exp, iat } = decodeToken(access_token).claims;
    return Number(exp) - Number(iat);
  }

  test('are listed with value, default, type, unit, limits, group and help, and begin at version 0', async () => {
    const { call } = await started();
    const { version, settings } = read(await call('GET', path));
    expect(version).toBe(0);
    expect(settings.map(({ name }) => name)).toEqual(Object.keys(settingDefinitions));
    expect(settings[0]).toEqual({
      name: 'ACCESS_TOKEN_LIFETIME',
      value: 30,
      default: 30,
      overridden: false,
      type: 'integer',
      unit: 'seconds',
      minimum: 1,
      maximum: 86_400,
      choices: null,
      group: 'Tokens',
      help: expect.stringMatching(/\w/) as string,
    });
  });

  test('a changed lifetime holds for the next token, and null returns to the default', async () => {
    const { app, change, setting } = await started({ ACCESS_TOKEN_LIFETIME: '45' });
    expect(await lifetimeOfNextToken(app)).toBe(45);
    const changed = read(await change({ ACCESS_TOKEN_LIFETIME: 60 }));
    expect(changed.version).toBe(1);
    expect(await lifetimeOfNextToken(app)).toBe(60);
    expect(await setting('ACCESS_TOKEN_LIFETIME')).toMatchObject({
      value: 60,
      default: 45,
      overridden: true,
    });
    expect(read(await change({ ACCESS_TOKEN_LIFETIME: null })).version).toBe(2);
    expect(await lifetimeOfNextToken(app)).toBe(45);
    expect(await setting('ACCESS_TOKEN_LIFETIME')).toMatchObject({ value: 45, overridden: false });
  });

  test.each([
    ['90', 90],
    ['15m', 900],
    [' 12h ', 43_200],
    [120, 120],
  ])('a duration can be typed as %j', async (typed, seconds) => {
    const { change, setting } = await started();
    read(await change({ ACCESS_TOKEN_LIFETIME: typed }));
    expect((await setting('ACCESS_TOKEN_LIFETIME'))?.value).toBe(seconds);
  });

  test('nonsense is refused with each field named, and changes nothing', async () => {
    const { change, version, setting } = shared();
    const nonsense = {
      ACCESS_TOKEN_LIFETIME: 0,
      REFRESH_TOKEN_LIFETIME: -1,
      REFRESH_REUSE_GRACE: 1e15,
      SESSION_ABSOLUTE_LIFETIME: 'soon',
      SESSIONS_PER_ACCOUNT: 1.5,
      REGISTRATION_OPEN: 'perhaps',
      PASSWORD_MIN_LENGTH: '12m',
      PASSWORD_BLOCK_COMMON: 1,
      CORS_ALLOWED_ORIGINS: ['*'],
      NO_SUCH_SETTING: 1,
      constructor: 1,
    };
    expectFields(await change({ ...nonsense, EMAIL_CHANGE_NEEDS_PASSWORD: true }), ...Object.keys(nonsense));
    expect(await version()).toBe(0);
    expect(await setting('EMAIL_CHANGE_NEEDS_PASSWORD')).toMatchObject({ overridden: false });
  });

  test.each([
    { ACCESS_TOKEN_LIFETIME: true },
    { ACCESS_TOKEN_LIFETIME: [60] },
    { ACCESS_TOKEN_LIFETIME: {} },
    { ACCESS_TOKEN_LIFETIME: '' },
    { ACCESS_TOKEN_LIFETIME: '99999999999999999999' },
    { ACCESS_TOKEN_LIFETIME: '1.5h' },
    { CORS_ALLOWED_ORIGINS: 'https://a.example/path' },
    { CORS_ALLOWED_ORIGINS: ['null'] },
    { CORS_ALLOWED_ORIGINS: 7 },
  ])('the value of %j is refused', async (values) => {
    const { change, version } = shared();
    expectFields(await change(values), ...Object.keys(values));
    expect(await version()).toBe(0);
  });

  test.each([
    [{ values: {} }],
    [{ version: 0 }],
    [{ version: '0', values: {} }],
    [{ version: 0, values: [] }],
    [7],
  ])('the body %j is a bad request', async (body) => {
    const { call } = shared();
    expectProblem(await call('PATCH', path, body), 400, 'invalid_request');
  });

  test('of two admins who change from one version the second gets a conflict, and nothing is lost', async () => {
    const { call, setting } = await started();
    const first = await call('PATCH', path, { version: 0, values: { ACCESS_TOKEN_LIFETIME: 60 } });
    expect(first.status).toBe(200);
    const second = await call('PATCH', path, { version: 0, values: { PASSWORD_MIN_LENGTH: 12 } });
    expectProblem(second, 409, 'settings_conflict');
    expect(await setting('ACCESS_TOKEN_LIFETIME')).toMatchObject({ value: 60 });
    expect(await setting('PASSWORD_MIN_LENGTH')).toMatchObject({ overridden: false });
  });

  test('of 16 racing changes from one version one wins, and the others are told', async () => {
    const { call, version } = await started();
    const race = Array.from({ length: 16 }, (_, i) =>
      call('PATCH', path, { version: 0, values: { ACCESS_TOKEN_LIFETIME: 100 + i } }),
    );
    const statuses = (await Promise.all(race)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 15 }, () => 409)]);
    expect(await version()).toBe(1);
  });

  test('a change that changes nothing makes no version', async () => {
    const { change, version } = await started();
    read(await change({}));
    read(await change({ ACCESS_TOKEN_LIFETIME: null }));
    read(await change({ ACCESS_TOKEN_LIFETIME: 60 }));
    read(await change({ ACCESS_TOKEN_LIFETIME: '1m' }));
    expect(await version()).toBe(1);
  });

  test('the history says who changed what, when, from what and to what, newest first, in pages', async () => {
    const { call, change } = await started();
    await change({ ACCESS_TOKEN_LIFETIME: 60, REGISTRATION_OPEN: false });
    await change({ ACCESS_TOKEN_LIFETIME: null });
    const { body } = await call('GET', `${path}history/`);
    const actor = { id: 1, email: 'admin@example.com' };
    const at = expect.stringMatching(/^\d{4}-.*Z$/) as string;
    expect(body.items).toEqual([
      {
        id: '2-ACCESS_TOKEN_LIFETIME',
        version: 2,
        name: 'ACCESS_TOKEN_LIFETIME',
        at,
        from: 60,
        to: null,
        actor,
        source: 'api',
      },
      {
        id: '1-REGISTRATION_OPEN',
        version: 1,
        name: 'REGISTRATION_OPEN',
        at,
        from: null,
        to: false,
        actor,
        source: 'api',
      },
      {
        id: '1-ACCESS_TOKEN_LIFETIME',
        version: 1,
        name: 'ACCESS_TOKEN_LIFETIME',
        at,
        from: null,
        to: 60,
        actor,
        source: 'api',
      },
    ]);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page = (await call('GET', `${path}history/?limit=1${cursor}`)).body;
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(seen).toEqual(body.items.map(({ id }) => id));
    const one = await call('GET', `${path}history/?name=REGISTRATION_OPEN`);
    expect(one.body.items.map(({ id }) => id)).toEqual(['1-REGISTRATION_OPEN']);
  });

  test('every setting can be brought back to what the history says it was', async () => {
    const { call, change, setting } = await started();
    await change({ CORS_ALLOWED_ORIGINS: 'https://a.example, http://localhost:3000' });
    await change({ CORS_ALLOWED_ORIGINS: [] });
    const [{ from } = { from: undefined }] = (await call('GET', `${path}history/`)).body.items as unknown as {
      from: unknown;
    }[];
    read(await change({ CORS_ALLOWED_ORIGINS: from }));
    expect((await setting('CORS_ALLOWED_ORIGINS'))?.value).toEqual([
      'https://a.example',
      'http://localhost:3000',
    ]);
  });

  test('changes hold for what they are about from the next request', async () => {
    const { app, change } = await started();
    await app.register();
    const { refresh_token } = await app.login();
    const credentials = { email: 'new@example.com', password: 'short but long enough' };
    read(await change({ REGISTRATION_OPEN: false, REFRESH_TOKEN_LIFETIME: '1h', REFRESH_REUSE_GRACE: 0 }));
    expectProblem(await app.post('/api/register/', credentials), 403, 'forbidden');
    expect((await app.refresh(refresh_token)).body.refresh_expires_in).toBe(3_600);
    expectProblem(await app.refresh(refresh_token), 401, 'refresh_token_reused');
    const origin = 'https://app.example.com';
    read(await change({ CORS_ALLOWED_ORIGINS: [origin], REGISTRATION_OPEN: true, PASSWORD_MIN_LENGTH: 30 }));
    const preflight = await app.send('GET', '/api/', { headers: { origin } });
    expect(preflight.headers['access-control-allow-origin']).toBe(origin);
    expectFields(await app.post('/api/register/', credentials), 'password');
  });

  test('what is set survives a restart, and wins over the environment', async () => {
    const { app, change } = await started();
    read(await change({ ACCESS_TOKEN_LIFETIME: 77 }));
    await app.stop();
    const again = await app.another({ environment: { ACCESS_TOKEN_LIFETIME: '55' } });
    expect(await lifetimeOfNextToken(again)).toBe(77);
    const ready = await again.get('/health/ready');
    expect(ready.body).toMatchObject({ status: 'ok', settings_version: 1 });
  });
});
