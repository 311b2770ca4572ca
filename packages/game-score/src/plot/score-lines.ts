import type { GameStamp } from '../stamps/types.ts';
import { AREA, TEAMS, type PlotData, type Team } from './plot-data.ts';
import { round } from './scale.ts';

/** Lines of equal scores run side by side, the home team's above. */
export const SHIFT: Record<Team, number> = { home: -1.5, away: 1.5 };

/** The step line of each team, and a tint between them in the colour of the one that leads. */
export function scoreLines(data: PlotData): string {
  const leads = TEAMS.map((team) => `<path class="gs-lead gs-${team}" d="${leadPath(data, team)}"/>`);
  const lines = TEAMS.map((team) => `<path class="gs-line gs-line-${team}" d="${stepPath(data, team)}"/>`);
  return [...leads, ...lines].join('\n');
}

function stepPath({ changes, x, y }: PlotData, team: Team): string {
  const height = (goals: number): number => round(y(goals) + SHIFT[team]);
  let goals = 0;
  let path = `M${AREA.left} ${height(0)}`;
  for (const { offset, score } of changes) {
    if (score[team] === goals) continue;
    goals = score[team];
    path += `H${x(offset)}V${height(goals)}`;
  }
  return `${path}H${AREA.right}`;
}

/** A box for each stretch of time in which the team leads. */
function leadPath({ changes, x, y }: PlotData, team: Team): string {
  const other = team === 'home' ? 'away' : 'home';
  const box = ({ offset, score }: GameStamp, index: number): string => {
    if (score[team] <= score[other]) return '';
    const next = changes[index + 1];
    const end = next === undefined ? AREA.right : x(next.offset);
    return `M${x(offset)} ${y(score[team])}H${end}V${y(score[other])}H${x(offset)}Z`;
  };
  return changes.map(box).join('');
}
