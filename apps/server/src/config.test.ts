import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig, type Environment } from './config.ts';

function problemsOf(environment: Environment): readonly string[] {
  try {
    loadConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('boot configuration', () => {
  test('an empty environment is a working one', () => {
    expect(loadConfig({})).toMatchObject({
      host: 'localhost',
      port: 8000,
      publicUrl: 'http://localhost:8000',
      database: { dialect: 'sqlite', file: resolve('data/latchkey.db') },
      jwtAlgorithm: 'HS256',
      trustProxy: false,
      logLevel: 'info',
      production: false,
    });
  });

  test('an empty variable counts as not given', () => {
    expect(loadConfig({ PORT: '', DATABASE_URL: '', SECRET_KEY: '', ACCESS_TOKEN_LIFETIME: '' })).toEqual(
      loadConfig({}),
    );
  });

  test.each([
    ['postgres://u:p%40ss@h/db', undefined, 'postgres://u:p%40ss@h/db'],
    ['postgres://u:p%40ss@h/db', 'no-verify', 'postgres://u:p%40ss@h/db?sslmode=no-verify'],
    ['postgres://u@h/db?sslmode=require', 'no-verify', 'postgres://u@h/db?sslmode=no-verify'],
    ['postgres://u@h/db?sslmode=verify-full', 'disable', 'postgres://u@h/db?sslmode=disable'],
    ['postgres:///db?host=%2Frun', 'disable', 'postgres:///db?host=%2Frun&sslmode=disable'],
    // What promises less is no reason to do less.
    ['postgres://u@h/db?sslmode=require', undefined, 'postgres://u@h/db?sslmode=verify-full'],
    ['postgres://u@h/db?a=1&sslmode=prefer', undefined, 'postgres://u@h/db?a=1&sslmode=verify-full'],
    [
      'postgres://u@h/db?uselibpqcompat=true&sslmode=require',
      undefined,
      'postgres://u@h/db?sslmode=verify-full',
    ],
    ['postgres://u@h/db?sslmode=no-verify', undefined, 'postgres://u@h/db?sslmode=no-verify'],
  ])('of %s and DATABASE_SSLMODE %s becomes %s', (DATABASE_URL, DATABASE_SSLMODE, url) => {
    const { database } = loadConfig({ DATABASE_URL, DATABASE_SSLMODE, SECRET_KEY: 'x'.repeat(16) });
    expect(database).toEqual({ dialect: 'postgres', url });
  });

  test('a DATABASE_SSLMODE that means nothing is refused', () => {
    const environment = { DATABASE_URL: 'postgres://u@h/db', SECRET_KEY: 'x'.repeat(16) };
    expect(problemsOf({ ...environment, DATABASE_SSLMODE: 'require' })).toMatchObject([
      expect.stringContaining('DATABASE_SSLMODE must be one of disable, no-verify, verify-full') as string,
    ]);
    expect(problemsOf({ DATABASE_SSLMODE: 'verify-full' })).toMatchObject([
      expect.stringContaining('with SQLite leave it out') as string,
    ]);
  });

  test('metrics are answered where the operator says, and nowhere else', () => {
    const token = 'x'.repeat(16);
    expect(loadConfig({}).metrics).toBeUndefined();
    expect(loadConfig({ METRICS_TOKEN: token }).metrics).toEqual({ token, listener: undefined });
    expect(loadConfig({ METRICS_PORT: '9464' }).metrics).toEqual({
      token: undefined,
      listener: { host: '127.0.0.1', port: 9464 },
    });
    const wrong = [
      { METRICS_TOKEN: 'x'.repeat(15) },
      { METRICS_TOKEN: 'a token with spaces in it' },
      { METRICS_PORT: '0' },
      { METRICS_PORT: 'nine' },
      { METRICS_PORT: '8000' },
      { METRICS_HOST: '0.0.0.0' },
    ];
    for (const environment of wrong) {
      const problems = problemsOf(environment);
      expect(problems, JSON.stringify(environment)).toHaveLength(1);
      expect(problems[0]).toMatch(/^METRICS_/);
    }
  });

  test('it cannot be changed', () => {
    expect(Object.isFrozen(loadConfig({}))).toBe(true);
  });

  test('all problems are reported together, by name', () => {
    const problems = problemsOf({
      PORT: 'eighty',
      PUBLIC_URL: 'https://example.com/path',
      DATABASE_URL: 'mysql://localhost/x',
      SECRET_KEY: 'short',
      SECRET_KEY_FALLBACKS: 'also short',
      JWT_ALGORITHM: 'none',
      JWT_SIGNING_KEY: 'too short too',
      ADMIN_EMAIL: 'admin@example.com',
      SHUTDOWN_DELAY: '301',
      TRUST_PROXY: 'true',
      LOG_LEVEL: 'loud',
      ACCESS_TOKEN_LIFETIME: '0',
      REFRESH_REUSE_GRACE: '1y',
      REGISTRATION_OPEN: 'perhaps',
      CORS_ALLOWED_ORIGINS: 'https://good.example, *',
    });
    const named = problems.map((problem) => /[A-Z_]{4,}/.exec(problem)?.[0]);
    expect(named).toEqual([
      'PORT',
      'DATABASE_URL',
      'SECRET_KEY',
      'SECRET_KEY_FALLBACKS',
      'JWT_ALGORITHM',
      'JWT_SIGNING_KEY',
      'SHUTDOWN_DELAY',
      'PUBLIC_URL',
      'ADMIN_PASSWORD',
      'TRUST_PROXY',
      'LOG_LEVEL',
      'ACCESS_TOKEN_LIFETIME',
      'REFRESH_REUSE_GRACE',
      'REGISTRATION_OPEN',
      'CORS_ALLOWED_ORIGINS',
    ]);
  });

  test('no secret is repeated in a problem', () => {
    const text = problemsOf({
      SECRET_KEY: 'hunter2',
      JWT_SIGNING_KEY: 'hunter3',
      ADMIN_PASSWORD: 'hunter4',
      DATABASE_URL: 'postgres://user:hunter5@:x/',
    }).join();
    expect(text).not.toMatch(/hunter/);
  });

  test.each(['0', '65536', '80.5', '-1', '1e3', ' 80'])('PORT=%j is refused', (port) => {
    expect(problemsOf({ PORT: port })).toHaveLength(1);
  });

  test.each([
    ['sqlite:', resolve('data/latchkey.db')],
    ['sqlite:/var/lib/latchkey.db', '/var/lib/latchkey.db'],
    ['sqlite:///var/lib/latchkey.db', '/var/lib/latchkey.db'],
    ['sqlite:relative.db', resolve('relative.db')],
    ['sqlite://./relative.db', resolve('relative.db')],
  ])('DATABASE_URL=%s is the file %s', (url, file) => {
    expect(loadConfig({ DATABASE_URL: url }).database).toEqual({ dialect: 'sqlite', file });
  });

  test('PostgreSQL needs a SECRET_KEY', () => {
    const url = 'postgres://user:password@db.example:5433/latchkey';
    expect(problemsOf({ DATABASE_URL: url })).toEqual([expect.stringMatching(/^SECRET_KEY is required/)]);
    expect(loadConfig({ DATABASE_URL: url, SECRET_KEY: 'sixteen letters!' }).database).toEqual({
      dialect: 'postgres',
      url,
    });
  });

  test('JWT_SIGNING_KEY differs from every SECRET_KEY, and belongs to HS256', () => {
    const key = 'one and the same key of 32 bytes or more';
    expect(problemsOf({ SECRET_KEY: key, JWT_SIGNING_KEY: key })).toEqual([
      expect.stringMatching(/must not be equal/),
    ]);
    expect(problemsOf({ SECRET_KEY_FALLBACKS: key, JWT_SIGNING_KEY: key })).toHaveLength(1);
    expect(problemsOf({ JWT_ALGORITHM: 'ES256', JWT_SIGNING_KEY: key })).toHaveLength(1);
    // 31 characters, 32 bytes.
    expect(problemsOf({ JWT_SIGNING_KEY: `ü${'x'.repeat(30)}` })).toEqual([]);
  });

  test.each([
    [{ HOST: '0.0.0.0', PORT: '9000' }, 'http://localhost:9000'],
    [{ HOST: '::1' }, 'http://[::1]:8000'],
    [{ HOST: '192.168.0.7' }, 'http://192.168.0.7:8000'],
    [{ PUBLIC_URL: 'https://auth.example.com/' }, 'https://auth.example.com'],
    [{ PUBLIC_URL: 'HTTPS://Auth.Example.com:443' }, 'https://auth.example.com'],
  ])('%j is seen as %s', (environment, publicUrl) => {
    expect(loadConfig(environment).publicUrl).toBe(publicUrl);
  });

  test.each([
    ['1', 1],
    ['10.0.0.0/8, 192.168.1.1', ['10.0.0.0/8', '192.168.1.1']],
    ['fd00::/8', ['fd00::/8']],
    ['0', false],
  ])('TRUST_PROXY=%s is understood', (text, trusted) => {
    expect(loadConfig({ TRUST_PROXY: text }).trustProxy).toEqual(trusted);
  });

  test.each([
    ['0', 0],
    ['300', 300],
    ['', 0],
  ])('SHUTDOWN_DELAY=%j is understood', (text, seconds) => {
    expect(loadConfig({ SHUTDOWN_DELAY: text }).shutdownDelaySeconds).toBe(seconds);
  });

  test.each(['301', '-1', '1.5', '5s', '1e2'])('SHUTDOWN_DELAY=%s is refused', (text) => {
    expect(problemsOf({ SHUTDOWN_DELAY: text })).toHaveLength(1);
  });

  test.each(['true', '10.0.0.0/33', '10.0.0', 'loopback', '10.0.0.0/8/8'])(
    'TRUST_PROXY=%s is refused',
    (text) => {
      expect(problemsOf({ TRUST_PROXY: text })).toHaveLength(1);
    },
  );

  test('production switches the stricter defaults on, and a variable still wins', () => {
    const { settings } = loadConfig({ NODE_ENV: 'production', PASSWORD_BLOCK_COMMON: 'off' });
    expect(settings).toMatchObject({ EMAIL_CHANGE_NEEDS_PASSWORD: true, PASSWORD_BLOCK_COMMON: false });
    expect(loadConfig({}).settings).toMatchObject({
      EMAIL_CHANGE_NEEDS_PASSWORD: false,
      PASSWORD_BLOCK_COMMON: false,
    });
  });

  test.each([
    ['90', 90],
    ['90s', 90],
    ['15m', 900],
    ['12h', 43_200],
    ['1d', 86_400],
  ])('a lifetime of %s is %i seconds', (text, seconds) => {
    expect(loadConfig({ ACCESS_TOKEN_LIFETIME: text }).settings.ACCESS_TOKEN_LIFETIME).toBe(seconds);
  });

  test.each(['0', '-5', '1.5', '2d', 'soon', '9999999999999999', '1e2', '5x'])(
    'a lifetime of %s is refused',
    (text) => {
      expect(problemsOf({ ACCESS_TOKEN_LIFETIME: text })).toHaveLength(1);
    },
  );
});
