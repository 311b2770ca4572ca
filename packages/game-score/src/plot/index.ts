export { plotGame } from './plot-game.ts';
export type { PlotOptions } from './plot-options.ts';
export { THEMES, type Theme } from './theme.ts';
