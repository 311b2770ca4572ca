import { Broken } from '../outcome.ts';
import { membersOf, type Answer } from '../http/answer.ts';
import type { Exchange } from './exchange.ts';

export interface AdminCredentials {
  readonly email: string;
  readonly password: string;
}

export interface Setting {
  readonly name: string;
  readonly value: unknown;
  readonly overridden: boolean;
}

/** An admin of the server. */
export interface Admin {
  readonly email: string;
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** An access token that is good for some seconds yet. */
  accessToken(): Promise<string>;
  settings(): Promise<{ version: number; settings: readonly Setting[] }>;
  change(values: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Runs with other settings, and puts them back as they were, whatever happens. */
  withSettings(values: Readonly<Record<string, unknown>>, run: () => Promise<void>): Promise<void>;
  signOut(): Promise<void>;
}

const path = '/api/admin/settings/';

/** @param settle waits until a change of settings holds everywhere. */
export function createAdmin(
  exchange: Exchange,
  credentials: AdminCredentials,
  settle: () => Promise<void>,
): Admin {
  const refreshTokens: string[] = [];
  let current: { token: Promise<string>; goodUntil: number } | undefined;

  const login = async (): Promise<string> => {
    const answer = await exchange.post('/api/login/', { ...credentials });
    const { access_token: accessToken, refresh_token: refreshToken, expires_in: lifetime } = answer.body;
    if (typeof accessToken !== 'string') throw new Broken('an admin who can log in', answer);
    if (typeof refreshToken === 'string') refreshTokens.push(refreshToken);
    const seconds = typeof lifetime === 'number' ? lifetime : 30;
    // Half of it, since a check may hold it for a while.
    if (current) current.goodUntil = performance.now() + seconds * 500;
    return accessToken;
  };
  const accessToken = (): Promise<string> => {
    if (current === undefined || current.goodUntil < performance.now()) {
      current = { token: Promise.resolve(''), goodUntil: Infinity };
      current.token = login();
    }
    return current.token;
  };
  const call: Admin['call'] = async (method, where, body) => {
    const answer = await exchange.call(await accessToken(), method, where, body);
    // The session may be over too: a check may have shortened the life of all.
    if (answer.status !== 401) return answer;
    current = undefined;
    return exchange.call(await accessToken(), method, where, body);
  };
  const settings: Admin['settings'] = async () => {
    const answer = await call('GET', path);
    const { version, settings: list } = answer.body;
    if (answer.status !== 200 || typeof version !== 'number' || !Array.isArray(list)) {
      throw new Broken('200 with a version and a list of settings', answer);
    }
    return { version, settings: list.map(readSetting) };
  };
  const change: Admin['change'] = async (values) => {
    const { version } = await settings();
    return call('PATCH', path, { version, values });
  };
  const set: Admin['change'] = async (values) => {
    const answer = await change(values);
    if (answer.status !== 200) throw new Broken('200: settings that an admin can change', answer);
    await settle();
    return answer;
  };

  return {
    email: credentials.email,
    call,
    accessToken,
    settings,
    change,
    withSettings: async (values, run) => {
      const before = (await settings()).settings.filter(({ name }) => Object.hasOwn(values, name));
      const missing = Object.keys(values).filter((name) => !before.some((setting) => setting.name === name));
      if (missing.length > 0) throw new Broken(`a setting named ${missing.join(', ')}`);
      await set(values);
      try {
        await run();
      } finally {
        await set(
          Object.fromEntries(before.map(({ name, value, overridden }) => [name, overridden ? value : null])),
        );
      }
    },
    signOut: async () => {
      await Promise.all(
        refreshTokens.map((token) => exchange.post('/api/logout/', { refresh_token: token })),
      );
    },
  };
}

function readSetting(item: unknown): Setting {
  const { name, value, overridden } = membersOf(item);
  return { name: String(name), value, overridden: overridden === true };
}
