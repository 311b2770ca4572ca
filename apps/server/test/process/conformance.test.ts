import { describe, test } from 'vitest';
import type { DatabaseKind } from '../support/databases.ts';
import { newInstallation, startServer } from '../support/server-process.ts';
import { walkable, walkContract } from '../support/walk-contract.ts';

const secret = 'the shared secret of HS256, for the tests';

describe('the built server keeps every promise that can be seen from outside', () => {
  test.concurrent.each<[DatabaseKind, Record<string, string>, readonly string[]]>([
    ['SQLite', { JWT_SIGNING_KEY: secret }, []],
    ['PostgreSQL', { JWT_ALGORITHM: 'ES256' }, ['access.claims-checked', 'access.minted', 'admin.minted']],
  ])(
    'on %s, with %j',
    async (kind, environment, unchecked) => {
      const { url } = await startServer(await newInstallation(kind, { ...walkable, ...environment }));
      await walkContract(url, { unchecked, ...('JWT_SIGNING_KEY' in environment && { secret }) });
    },
    180_000,
  );
});
