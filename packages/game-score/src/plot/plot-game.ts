import { assertGame } from '../assert-game.ts';
import type { GameStamp } from '../stamps/types.ts';
import { frame } from './frame.ts';
import { guides, markers } from './goals.ts';
import { header } from './header.ts';
import { HEIGHT, plotData, WIDTH } from './plot-data.ts';
import type { PlotOptions } from './plot-options.ts';
import { scoreLines } from './score-lines.ts';
import { styleSheet } from './theme.ts';
import { descriptionWords, titleWords } from './words.ts';
import { escapeXml } from './xml.ts';

/**
 * Draws the score over time: a step line for each team, a marker for every goal, the final score. The SVG stands
 * alone or inside a page, is legible in light and dark, and tells screen readers what it shows.
 *
 * @returns the text of an SVG of 960 by 500 pixels.
 * @throws TypeError when the stamps are not a game; see `assertGame`.
 *
 * @example
 * const svg = plotGame(generateGame({ seed: 'derby' }), { home: 'Reds', away: 'Blues' });
 */
export function plotGame(gameStamps: ArrayLike<GameStamp>, options: PlotOptions = {}): string {
  assertGame(gameStamps);
  const data = plotData(gameStamps, options);
  const id = escapeXml(data.id);
  return `<svg class="gs" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${titleWords(data)}</title>
<desc id="${id}-desc">${descriptionWords(data)}</desc>
<style>${styleSheet(data.theme)}
</style>
<rect class="gs-paper" width="${WIDTH}" height="${HEIGHT}" rx="12"/>
${header(data)}
${frame(data)}
${guides(data)}
${scoreLines(data)}
${markers(data)}
</svg>
`;
}
