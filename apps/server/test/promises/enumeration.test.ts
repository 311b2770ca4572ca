import { describe, expect, test } from 'vitest';
import { createPasswordHasher, type PasswordHasher } from '../../src/lib/password-hashing.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { cheapHasher } from '../support/cheap-hasher.ts';
import type { Answer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { operate } from '../support/operate.ts';
import { tellApart, tolerance } from '../support/tell-apart.ts';

const people = 6;
const names = Array.from({ length: people }, (_, i) => i);
const right = 'correct horse battery';

/** So many attempts are let in that limits refuse none, and each is counted all the same. */
const roomy = {
  LOGIN_FAILURES_PER_ACCOUNT: '10000',
  LOGIN_FAILURES_PER_ADDRESS: '10000',
  LINK_FAILURES_PER_ADDRESS: '10000',
  ATTEMPT_WINDOW: '1m',
};

interface Probe {
  /** What is sent for an address or a link of each kind; `round` picks one of several. */
  readonly kinds: Readonly<Record<string, (round: number) => Promise<Answer>>>;
}

/** One row for each endpoint that must not tell whether an account is there. The first kind is compared with the others. */
const endpoints: Readonly<Record<string, (app: TestApp) => Promise<Probe>>> = {
  'a login': async (app) => {
    for (const i of names) await app.register(`known-${i}@example.com`, right);
    for (const i of names) {
      await app.register(`inactive-${i}@example.com`, right);
      await operate(app).setActive(`inactive-${i}@example.com`, false);
    }
    const login = (name: string, password: string) => (round: number) =>
      app.post('/api/login/', { email: `${name}-${round % people}@example.com`, password });
    return {
      kinds: {
        'an unknown address': login('unknown', 'a wrong guess'),
        'a wrong password': login('known', 'a wrong guess'),
        'an inactive account': login('inactive', right),
      },
    };
  },
  'the end of a reset': async (app) => {
    const links: string[] = [];
    for (const i of names) {
      const { id } = await app.register(`known-${i}@example.com`, right);
      links.push(await operate(app).makeResetToken(id));
    }
    // All of them expire.
    app.clock.advance(24 * 3_600 + 1);
    const confirm = (token: (round: number) => string) => (round: number) =>
      app.post('/api/password-reset/confirm/', { token: token(round), new_password: 'a new password' });
    return {
      kinds: {
        'a link that never was': confirm((round) => `${round % people}`.padStart(32, 'x')),
        'a link that has expired': confirm((round) => links[round % people] ?? ''),
      },
    };
  },
};

/** What an answer shows besides the time it took. */
function shown({ status, headers, text }: Answer) {
  return { status, text, headers: Object.keys(headers).sort(), length: headers['content-length'] };
}

async function compareAll(
  app: TestApp,
  prepare: (app: TestApp) => Promise<Probe>,
  pairs: number,
  most = Infinity,
) {
  const [[, reference], ...others] = Object.entries((await prepare(app)).kinds) as [
    [string, (round: number) => Promise<Answer>],
    ...[string, (round: number) => Promise<Answer>][],
  ];
  const expected = shown(await reference(0));
  const found: { kind: string; share: number; medianMs: number }[] = [];
  for (const [kind, attempt] of others.slice(0, most)) {
    expect(shown(await attempt(0)), kind).toEqual(expected);
    found.push({ kind, ...(await tellApart(reference, attempt, pairs)) });
  }
  return found;
}

/** With the real work of a password nothing else shows; without it little is left for a difference to hide in. */
const finePairs = 150;
const coarsePairs = 40;
const timeout = 120_000;

onEveryDatabase('nobody learns which accounts there are', (kind) => {
  test.each(Object.entries(endpoints))(
    'from the answer to %s or the time it takes',
    async (_name, prepare) => {
      const app = await startApp(kind, { environment: roomy });
      for (const { kind: what, share, medianMs } of await compareAll(app, prepare, finePairs)) {
        expect(Math.abs(share - 0.5), `${what}: ${medianMs} ms`).toBeLessThan(tolerance(finePairs));
      }
    },
    timeout,
  );
});

describe('nobody learns which accounts there are', { timeout }, () => {
  const real = createPasswordHasher();
  const login = endpoints['a login'] as (typeof endpoints)[string];

  test('from the time that a login takes with the real work of a password', async () => {
    const app = await startApp('SQLite', { hasher: real, environment: roomy });
    for (const { kind, share, medianMs } of await compareAll(app, login, coarsePairs)) {
      expect(Math.abs(share - 0.5), `${kind}: ${medianMs} ms`).toBeLessThan(tolerance(coarsePairs));
    }
  });

  test('and the comparison finds a login that does no work for an unknown address', async () => {
    const careless: PasswordHasher = {
      ...real,
      verify: (password, hash) => (hash === undefined ? Promise.resolve(false) : real.verify(password, hash)),
    };
    const app = await startApp('SQLite', { hasher: careless, environment: roomy });
    const [found] = await compareAll(app, login, coarsePairs, 1);
    expect(0.5 - (found?.share ?? 0.5)).toBeGreaterThan(tolerance(coarsePairs));
  });

  test('and it finds work that is done for a known address alone', async () => {
    const diligent: PasswordHasher = {
      ...cheapHasher,
      verify: async (password, hash) => {
        // Work, and no pause: on a busy machine it takes longer like everything else.
        if (hash !== undefined) await real.hash(password);
        return cheapHasher.verify(password, hash);
      },
    };
    const app = await startApp('SQLite', { hasher: diligent, environment: roomy });
    const [found] = await compareAll(app, login, coarsePairs, 1);
    expect(0.5 - (found?.share ?? 0.5)).toBeGreaterThan(tolerance(coarsePairs));
  });
});
