import { AREA, TEAMS, WIDTH, type PlotData, type Team } from './plot-data.ts';
import { label } from './scale.ts';
import { escapeXml } from './xml.ts';

const LONGEST_TITLE = 50;
/** Of a name and its score together. */
const LONGEST_NAME = 14;
/** Closer than this, the names at the ends of the lines would touch. */
const NAME_ROOM = 20;

/** The heading, the final score, and the teams' names at the ends of their lines. */
export function header(data: PlotData): string {
  const { home, away } = data.finalScore;
  return [
    `<text class="gs-title" x="${AREA.left - 32}" y="50">${drawn(data.title, LONGEST_TITLE)}</text>`,
    `<text class="gs-quiet" x="${AREA.left - 32}" y="76">${escapeXml(facts(data))}</text>`,
    `<text class="gs-final" x="${WIDTH - 32}" y="66" text-anchor="end">` +
      `<tspan class="gs-home">${label(home)}</tspan><tspan class="gs-quiet" dx="10">:</tspan>` +
      `<tspan class="gs-away" dx="10">${label(away)}</tspan></text>`,
    ...TEAMS.map((team) => name(data, team)),
  ].join('\n');
}

function facts({ stampsCount, changes, lastOffset }: PlotData): string {
  if (stampsCount === 0) return 'A game without stamps';
  const times = changes.length === 1 ? 'once' : `${label(changes.length)} times`;
  return `The score changed ${times} up to offset ${label(lastOffset)}`;
}

function name({ names, finalScore, y }: PlotData, team: Team): string {
  const height = { home: y(finalScore.home), away: y(finalScore.away) };
  const apart = Math.abs(height.home - height.away);
  const upper: Team = finalScore.away > finalScore.home ? 'away' : 'home';
  const push = apart < NAME_ROOM ? ((NAME_ROOM - apart) / 2) * (team === upper ? -1 : 1) : 0;
  const score = ` ${label(finalScore[team])}`;
  const text = drawn(names[team], Math.max(LONGEST_NAME - score.length, 1)) + score;
  return `<text class="gs-team gs-${team}" x="${AREA.right + 12}" y="${height[team] + push + 5}">${text}</text>`;
}

/** Escaped, and cut if it is too long to be drawn. */
function drawn(text: string, longest: number): string {
  const characters = Array.from(text);
  return escapeXml(characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`);
}
