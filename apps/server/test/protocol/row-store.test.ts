import { expect, test } from 'vitest';
import { createRowStore } from '../../src/features/sessions/open-row-store.ts';
import type { SessionState } from '../../src/features/sessions/protocol.ts';
import { selectSession } from '../../src/features/sessions/queries.ts';
import { toState, type SessionRow } from '../../src/features/sessions/session-row.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { startApp } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';

/** What a batch can bring: most sessions get the same, some only their own, and some nothing like the others. */
const changes: readonly ((state: SessionState) => SessionState)[] = [
  (state) => ({ ...state, generation: state.generation + 1, rotatedAt: 5 }),
  (state) => ({ ...state, generation: state.generation + 1, rotatedAt: 5, idempotencyDigest: 'a "digest"' }),
  (state) => ({ ...state, generation: state.generation + 1, rotatedAt: 5, earlierRotations: [[0, 17]] }),
  (state) => ({ ...state, generation: 8_000, previousKeyId: 2, keyId: 3, rotatedAt: 6, expiresAt: 7 }),
  (state) => ({ ...state, generation: 2 ** 40, idempotencyDigest: 'b', earlierRotations: [[1, 2 ** 41]] }),
  (state) => ({ ...state, generation: state.generation + 1, rotatedAt: 5, expiresAt: 2 ** 42 }),
];

onEveryDatabase('a batch', (kind) => {
  // Each of them comes first once: what is first decides what the others are like.
  test.each(changes.map((_, i) => i))(
    'writes every session as it was decided, with number %i first',
    async (first) => {
      const app = await startApp(kind);
      const { database } = app.service;
      await app.register();
      await Promise.all(changes.map(() => app.login()));
      const all = await database.kysely.selectFrom('sessions').select('selector').orderBy('id').execute();
      const selectors = all.map(({ selector }) => selector);
      const decided = new Map<number, SessionRow>();

      const written = await createRowStore(database, systemClock).change(
        selectors,
        (rows) =>
          selectors.flatMap((selector, i) => {
            const row = rows.get(selector);
            const change = changes[(first + i) % changes.length];
            if (!row || !change) return [];
            const state = change(toState(row));
            const earlierRotations =
              state.earlierRotations.length > 0 ? JSON.stringify(state.earlierRotations) : null;
            decided.set(selector, { ...row, ...state, earlierRotations });
            return [{ selector, fromGeneration: row.generation, state }];
          }),
        false,
      );

      expect(written).toEqual(new Set(selectors));
      expect(decided.size).toBe(changes.length);
      for (const selector of selectors) {
        const stored = await selectSession(database.kysely, selector);
        expect(decided.get(selector)).toMatchObject(stored ?? { selector: 'none' });
      }
    },
  );

  test('that changes nothing writes nothing, and a session that is not there is not read', async () => {
    const app = await startApp(kind);
    const seen: number[] = [];
    const written = await createRowStore(app.service.database, systemClock).change(
      [1, 2],
      (rows) => {
        seen.push(rows.size);
        return [];
      },
      false,
    );
    expect(written).toEqual(new Set());
    expect(seen).toEqual([0]);
  });
});
