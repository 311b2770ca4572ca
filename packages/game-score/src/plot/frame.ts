import { AREA, HEIGHT, type PlotData } from './plot-data.ts';
import { label, ticks, type Scale } from './scale.ts';

/** As many as possible of these, so that the labels do not touch. */
const OFFSET_TICKS = [8, 6, 4, 3, 2];
const LABEL_CHARACTER_WIDTH = 8;
const LABEL_GAP = 16;
const MOST_SCORE_TICKS = 6;

/** The grid, the axes and what is written along them. */
export function frame({ x, y }: PlotData): string {
  const scores = ticks(0, y.to, MOST_SCORE_TICKS, 1).map((score) => {
    const at = y(score);
    return (
      `<line class="${score === 0 ? 'gs-axis' : 'gs-grid'}" x1="${AREA.left}" x2="${AREA.right}" y1="${at}" y2="${at}"/>` +
      `<text class="gs-quiet" x="${AREA.left - 12}" y="${at + 4}" text-anchor="end">${label(score)}</text>`
    );
  });
  const offsets = offsetTicks(x).map((offset) => {
    const at = x(offset);
    return (
      `<line class="gs-axis" x1="${at}" x2="${at}" y1="${AREA.bottom}" y2="${AREA.bottom + 5}"/>` +
      `<text class="gs-quiet" x="${at}" y="${AREA.bottom + 22}" text-anchor="middle">${label(offset)}</text>`
    );
  });
  const middle = (AREA.top + AREA.bottom) / 2;
  return [
    ...scores,
    ...offsets,
    `<text class="gs-quiet" x="${(AREA.left + AREA.right) / 2}" y="${HEIGHT - 20}" text-anchor="middle">Offset</text>`,
    `<text class="gs-quiet" x="22" y="${middle}" text-anchor="middle" transform="rotate(-90 22 ${middle})">Score</text>`,
  ].join('\n');
}

function offsetTicks(x: Scale): number[] {
  const room = AREA.right - AREA.left;
  const choices = OFFSET_TICKS.map((most) => ticks(x.from, x.to, most));
  const fits = (offsets: number[]): boolean => {
    const longest = Math.max(0, ...offsets.map((offset) => label(offset).length));
    return offsets.length * (longest * LABEL_CHARACTER_WIDTH + LABEL_GAP) <= room + LABEL_GAP;
  };
  return choices.find(fits) ?? [];
}
