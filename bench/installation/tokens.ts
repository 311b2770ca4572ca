import { createSecretKey } from '../../apps/server/src/features/installation/secret-keys.ts';
import { formatRefreshToken } from '../../apps/server/src/features/sessions/refresh-token.ts';
import type { BenchDatabase } from './database.ts';

/** The key of every installation here. */
export const secretKey = 'the secret key of the benchmark, of no use elsewhere';

/**
 * The current refresh tokens of the sessions that the statement selects, in random order: derived from the rows and the
 * secret key, as the server does it.
 */
export async function currentTokens(database: BenchDatabase, which: string): Promise<string[]> {
  const key = createSecretKey(1, secretKey);
  const rows = await database.query<{ selector: number | string; generation: number | string }>(
    `select selector, generation from sessions ${which}`,
  );
  const tokens = rows.map((row) => formatRefreshToken(Number(row.selector), Number(row.generation), key));
  return shuffled(tokens);
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
