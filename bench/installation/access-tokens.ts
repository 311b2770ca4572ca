import { post } from '../measure/ask.ts';
import type { BenchDatabase } from './database.ts';
import { currentTokens } from './tokens.ts';

const atATime = 16;

/** Access tokens of as many sessions, from all over the table: each by a refresh of its own. */
export async function accessTokensOf(
  { url, database }: { readonly url: string; readonly database: BenchDatabase },
  which: string,
): Promise<string[]> {
  const refreshTokens = (await currentTokens(database, which)).values();
  const tokens: string[] = [];
  const take = async (): Promise<void> => {
    for (const refresh_token of refreshTokens) {
      const { body } = await post(`${url}/api/refresh/`, { refresh_token });
      tokens.push(String(body['access_token']));
    }
  };
  await Promise.all(Array.from({ length: atATime }, take));
  return tokens;
}
