import { describe, expect, test } from 'vitest';
import { runConformance, type Outcome, type Report } from 'latchkey-conformance';
import type { DatabaseKind } from '../support/databases.ts';
import { newInstallation, startServer } from '../support/server-process.ts';

const secret = 'the shared secret of HS256, for the tests';
const admin = { email: 'admin@example.com', password: 'the password of the admin' };
/** Shorter than usual, since the run really waits for them; long enough for a busy machine. */
const lifetimes = { ACCESS_TOKEN_LIFETIME: '12', REFRESH_REUSE_GRACE: '5' };
/** Of these an answer must come by itself, and a good server sends none. */
const neverMet = ['refresh.retry-after', 'http.overload'];

const idsOf = ({ results }: Report, outcome: Outcome): string[] =>
  results.filter((result) => result.outcome === outcome).map(({ id }) => id);

/** The built server, and all that the kit has to say about it. */
async function check(kind: DatabaseKind, environment: Record<string, string> = {}): Promise<Report> {
  const { url } = await startServer(
    await newInstallation(kind, {
      ...lifetimes,
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      ...environment,
    }),
  );
  const isShared = environment['JWT_SIGNING_KEY'] !== undefined;
  return runConformance({ baseUrl: url, admin, disposable: true, ...(isShared && { secret }) });
}

describe('the built server keeps every promise that can be seen from outside', () => {
  test.concurrent.each<[DatabaseKind, Record<string, string>, readonly string[]]>([
    ['SQLite', { JWT_SIGNING_KEY: secret }, []],
    ['PostgreSQL', { JWT_ALGORITHM: 'ES256' }, ['access.claims-checked', 'access.minted', 'admin.minted']],
  ])(
    'on %s, with %j',
    async (kind, environment, needSecret) => {
      const report = await check(kind, environment);
      expect(report.results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
      const unchecked = idsOf(report, 'not checked').filter((id) => !id.startsWith('mail.'));
      expect(unchecked.sort()).toEqual([...neverMet, ...needSecret].sort());
      expect(report.accountsLeft).toEqual([]);
    },
    180_000,
  );
});
