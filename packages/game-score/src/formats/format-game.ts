import type { GameStamp } from '../stamps/types.ts';
import type { TextFormat } from './text-format.ts';

/**
 * Writes stamps as a text that `parseGame` reads: one line for each stamp, in every format.
 *
 * @example
 * formatGame([{ offset: 40, score: { home: 1, away: 0 } }], 'csv'); // 'offset,home,away\n40,1,0\n'
 */
export function formatGame(gameStamps: ArrayLike<GameStamp>, format: TextFormat): string {
  if (format === 'csv') {
    const rows = Array.from(gameStamps, ({ offset, score }) => `${offset},${score.home},${score.away}\n`);
    return `offset,home,away\n${rows.join('')}`;
  }
  const stamps = Array.from(gameStamps, ({ offset, score: { home, away } }) =>
    JSON.stringify({ offset, score: { home, away } }),
  );
  if (format === 'ndjson') return stamps.map((stamp) => `${stamp}\n`).join('');
  return stamps.length === 0 ? '[]\n' : `[\n${stamps.join(',\n')}\n]\n`;
}
