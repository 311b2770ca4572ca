import { expect, test } from 'vitest';
import { createSecretKey } from '../../src/features/installation/secret-keys.ts';
import {
  formatRefreshToken,
  parseRefreshToken,
  type RefreshToken,
} from '../../src/features/sessions/refresh-token.ts';
import { createRefresher } from '../../src/features/sessions/refreshing.ts';
import type { RowStore } from '../../src/features/sessions/row-store.ts';
import type { SessionRow } from '../../src/features/sessions/session-row.ts';
import { fromServer } from '../../src/lib/origin.ts';

const key = createSecretKey(1, 'a secret key for the tests alone, 1');
const keyRing = { signing: () => key, get: () => key, all: () => [key] };
const now = 1_000_000;

const row: SessionRow = {
  selector: 7,
  id: 'a session',
  accountId: 1,
  createdAt: 0,
  generation: 5,
  keyId: 1,
  previousKeyId: 1,
  rotatedAt: 0,
  earlierRotations: null,
  idempotencyDigest: null,
  expiresAt: 1e12,
  endedAt: null,
  endReason: null,
  isStaff: null,
};

const store: RowStore = {
  concurrency: 1,
  change: (_selectors, decide) =>
    Promise.resolve(new Set(decide(new Map([[row.selector, row]]), now).map(({ selector }) => selector))),
};

function tokenOf(generation: number): RefreshToken {
  const token = parseRefreshToken(formatRefreshToken(row.selector, generation, key));
  if (!token) throw new Error('there is no such token');
  return token;
}

test('where a session cannot be ended for reuse, everybody who waits for that gets an answer', async () => {
  const away = new Error('the database is away');
  const refresh = createRefresher({
    store,
    keyRing,
    rules: () => ({ grace: 10_000, refreshLifetime: 1e12, absoluteLifetime: 0 }),
    endForReuse: () => Promise.reject(away),
  });
  // All three are in one batch: the reuse is in the middle.
  const answers = await Promise.allSettled(
    [5, 2, 5].map((generation) =>
      refresh({ token: tokenOf(generation), idempotencyDigest: null, origin: fromServer }),
    ),
  );
  expect(answers).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: away },
    { status: 'rejected', reason: away },
  ]);
});
