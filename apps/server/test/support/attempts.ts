import type { Environment } from '../../src/config.ts';
import { fromCommandLine } from '../../src/lib/origin.ts';
import { publicUrl, startApp, type TestApp } from './app.ts';
import { defaultEmail, defaultPassword, type Answer } from './client.ts';
import type { DatabaseKind } from './databases.ts';

export const stranger = '203.0.113.66';

/** Few attempts in ten minutes. Callers come from where `x-forwarded-for` says. */
export const fewAttempts = {
  TRUST_PROXY: '127.0.0.1',
  LOGIN_FAILURES_PER_ACCOUNT: '5',
  LOGIN_FAILURES_PER_ADDRESS: '12',
  ATTEMPT_WINDOW: '10m',
};

export function startLimited(kind: DatabaseKind, environment: Environment = {}): Promise<TestApp> {
  return startApp(kind, { environment: { ...fewAttempts, ...environment } });
}

interface LoginOptions {
  readonly email?: string;
  readonly password?: string;
  /** The value of the device cookie. */
  readonly device?: string | undefined;
}

/** A login from an address; with a wrong password unless told. */
export function attemptLogin(
  app: TestApp,
  address: string,
  { email = defaultEmail, password = 'a wrong guess', device }: LoginOptions = {},
): Promise<Answer> {
  const headers = {
    'x-forwarded-for': address,
    ...(device !== undefined && { cookie: `__Host-latchkey_device=${device}` }),
  };
  return app.post('/api/login/', { email, password }, headers);
}

export const rightPassword = { password: defaultPassword };

/** Guesses until there is no room for one more. @returns how many guesses were answered. */
export async function exhaust(app: TestApp, address: string, options: LoginOptions = {}): Promise<number> {
  for (let answered = 0; answered < 100; answered += 1) {
    const { status } = await attemptLogin(app, address, options);
    if (status === 429) return answered;
    if (status !== 401) throw new Error(`unexpected answer ${status}`);
  }
  throw new Error('a hundred guesses were not refused');
}

/** Logs in as a browser does. @returns the device cookie. */
export async function loginInBrowser(
  app: TestApp,
  address: string,
  { email = defaultEmail, device = '' } = {},
): Promise<string> {
  const body = { email, password: defaultPassword, refresh_token_in: 'cookie' };
  const answer = await app.post('/api/login/', body, {
    origin: publicUrl,
    'x-forwarded-for': address,
    cookie: `__Host-latchkey_device=${device}`,
  });
  const cookie = answer.headers['set-cookie']?.find((one) => one.startsWith('__Host-latchkey_device='));
  const found =
    /^__Host-latchkey_device=([\w.-]+); Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Strict$/.exec(
      cookie ?? '',
    );
  if (answer.status !== 200 || !found?.[1]) throw new Error(`no device cookie: ${answer.text}, ${cookie}`);
  return found[1];
}

export async function changeSettings(app: TestApp, values: Record<string, unknown>): Promise<void> {
  const { settingsService } = app.service.services;
  await settingsService.change((await settingsService.list()).version, values, fromCommandLine);
}

/** The events of one name, oldest first. */
export async function eventsOf(app: TestApp, name: string) {
  const rows = await app.service.database.kysely
    .selectFrom('audit_events')
    .select(['account_id as accountId', 'address', 'details'])
    .where('event', '=', name)
    .orderBy('id')
    .execute();
  return rows.map(({ details, ...row }) => ({ ...row, details: JSON.parse(details) as unknown }));
}
