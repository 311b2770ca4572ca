import type { GameStamp, Score } from '../stamps/types.ts';
import { AREA, TEAMS, type PlotData, type Team } from './plot-data.ts';
import { label, round } from './scale.ts';
import { SHIFT } from './score-lines.ts';
import { escapeXml } from './xml.ts';

/** With more changes than this, markers would hide the lines. */
const MOST_MARKED = 60;
/** Room that the score above a goal needs, in pixels. */
const LABEL_ROOM = 38;

/** A dotted line up from every change, with the score that it leads to. To be drawn below the score lines. */
export function guides({ changes, x, y }: PlotData): string {
  if (changes.length > MOST_MARKED) return '';
  let lastLabel = -Infinity;
  return changes
    .map(({ offset, score }) => {
      const at = x(offset);
      const foot = y(Math.max(score.home, score.away));
      const line = `<line class="gs-guide" x1="${at}" x2="${at}" y1="${AREA.top - 8}" y2="${foot}"/>`;
      if (at - lastLabel < LABEL_ROOM) return line;
      lastLabel = at;
      return line + scoreLabel(at, score);
    })
    .join('\n');
}

/** A marker for every goal: a circle for the home team, a diamond for the away team. */
export function markers(data: PlotData): string {
  if (data.changes.length > MOST_MARKED) return '';
  let before: Score = { home: 0, away: 0 };
  return data.changes
    .map((change) => {
      const teams = TEAMS.filter((team) => change.score[team] !== before[team]);
      before = change.score;
      return `<g>${tooltip(data, change)}${teams.map((team) => marker(data, change, team)).join('')}</g>`;
    })
    .join('\n');
}

function tooltip({ names }: PlotData, { offset, score }: GameStamp): string {
  const text = `${label(offset)}: ${names.home} ${label(score.home)}, ${names.away} ${label(score.away)}`;
  return `<title>${escapeXml(text)}</title>`;
}

function scoreLabel(at: number, { home, away }: Score): string {
  return `<text class="gs-quiet" x="${at}" y="${AREA.top - 14}" text-anchor="middle">${label(home)}:${label(away)}</text>`;
}

function marker({ x, y }: PlotData, { offset, score }: GameStamp, team: Team): string {
  const at = x(offset);
  const height = round(y(score[team]) + SHIFT[team]);
  return team === 'home'
    ? `<circle class="gs-marker gs-home" cx="${at}" cy="${height}" r="6.5"/>`
    : `<path class="gs-marker gs-away" d="M${at} ${round(height - 8)}l8 8l-8 8l-8 -8Z"/>`;
}
