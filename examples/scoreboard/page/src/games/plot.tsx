import { useId } from 'react';
import type { Game } from './api.ts';

const width = 640;
const height = 260;
const area = { left: 48, right: 624, top: 16, bottom: 220 };

interface Props {
  readonly game: Game;
  readonly moment: number;
}

/** A step line for each team, and a line at the moment. */
export function Plot({ game, moment }: Props) {
  const id = useId();
  const { home, away, duration, changes, finalScore } = game;
  const most = Math.max(finalScore.home, finalScore.away, 1);
  const x = (offset: number): number => area.left + (offset / (duration || 1)) * (area.right - area.left);
  const y = (goals: number): number => area.bottom - (goals / most) * (area.bottom - area.top);

  const steps = (team: 'home' | 'away', shift: number): string => {
    const line = changes.map(({ offset, score }) => `H${x(offset)}V${y(score[team]) + shift}`);
    return `M${area.left} ${y(0) + shift}${line.join('')}H${area.right}`;
  };

  return (
    <figure>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${id}-title ${id}-text`}>
        <title id={`${id}-title`}>The score over time</title>
        <desc id={`${id}-text`}>{describe(game)}</desc>
        {ticks(most).map((goals) => (
          <g key={goals}>
            <line className="grid" x1={area.left} x2={area.right} y1={y(goals)} y2={y(goals)} />
            <text x={area.left - 10} y={y(goals) + 5} textAnchor="end">
              {goals}
            </text>
          </g>
        ))}
        <text x={area.left} y={height - 8}>
          0
        </text>
        <text x={area.right} y={height - 8} textAnchor="end">
          {duration.toLocaleString()}
        </text>
        {/* Lines of equal scores run side by side. */}
        <path className="line home" d={steps('home', -1.5)} />
        <path className="line away" d={steps('away', 1.5)} />
        <line className="moment" x1={x(moment)} x2={x(moment)} y1={area.top - 8} y2={area.bottom + 8} />
      </svg>
      <figcaption>
        <span className="home">{home}</span> <span className="away">{away}</span>
      </figcaption>
    </figure>
  );
}

/** At most six whole numbers from 0 up. */
function ticks(most: number): readonly number[] {
  const step = Math.ceil(most / 5);
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
}

const mostDescribed = 20;

function describe({ home, away, changes }: Game): string {
  const goals = changes
    .slice(-mostDescribed)
    .map(({ offset, score }) => `${score.home} to ${score.away} at ${offset.toLocaleString()}`);
  if (goals.length === 0) return `${home} against ${away}: no goals.`;
  return `${home} against ${away}: ${changes.length > mostDescribed ? 'in the end ' : ''}${goals.join(', ')}.`;
}
