import type { GameStamp, Score } from '../stamps/types.ts';
import { createTimeline } from '../timeline/create-timeline.ts';
import type { PlotOptions } from './plot-options.ts';
import { linearScale, type Scale } from './scale.ts';
import type { Theme } from './theme.ts';

export const WIDTH = 960;
export const HEIGHT = 500;
/** Where the lines are drawn. */
export const AREA = { left: 64, right: 810, top: 128, bottom: 432 } as const;

export type Team = 'home' | 'away';
export const TEAMS: readonly Team[] = ['home', 'away'];

/** Everything that the parts of a plot draw from. */
export interface PlotData {
  title: string;
  names: Record<Team, string>;
  theme: Theme;
  id: string;
  stampsCount: number;
  lastOffset: number;
  changes: GameStamp[];
  finalScore: Score;
  /** Offset to pixels. */
  x: Scale;
  /** Goals to pixels, upwards. */
  y: Scale;
}

/** Prepares a game that `assertGame` has checked. */
export function plotData(gameStamps: ArrayLike<GameStamp>, options: PlotOptions): PlotData {
  const { title = 'Score over time', home = 'Home', away = 'Away', theme = 'auto', id = 'gs' } = options;
  const timeline = createTimeline(gameStamps);
  const { finalScore, duration } = timeline;
  const top = Math.max(finalScore.home, finalScore.away, 1);
  const [from, to] = domain(gameStamps[0]?.offset ?? 0, duration);
  return {
    title,
    names: { home, away },
    theme,
    id,
    stampsCount: gameStamps.length,
    lastOffset: duration,
    changes: timeline.changes(),
    finalScore,
    x: linearScale(from, to, AREA.left, AREA.right),
    y: linearScale(0, top * 1.08, AREA.bottom, AREA.top),
  };
}

/** Below this a fraction of the width may be no number; nobody could tell the moments apart. */
const SMALLEST_WIDTH = 1e-290;

/** From 0 where the game starts near it (it may start at a date), and never empty. */
function domain(first: number, last: number): [number, number] {
  const from = first > 0 && first < last - first ? 0 : first;
  // Halves, since the difference of the largest numbers is no number any more.
  if (last / 2 - from / 2 > SMALLEST_WIDTH) return [from, last];
  const width = Math.max(1, Math.abs(from) / 1000);
  // Above the largest numbers there is no room: there it widens downwards.
  return Number.isFinite(from + width) ? [from, from + width] : [from - width, from];
}
