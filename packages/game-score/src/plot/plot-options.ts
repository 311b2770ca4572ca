import type { Theme } from './theme.ts';

export interface PlotOptions {
  /** The heading; 'Score over time' unless given. */
  title?: string | undefined;
  /** The home team's name; 'Home' unless given. */
  home?: string | undefined;
  /** The away team's name; 'Away' unless given. */
  away?: string | undefined;
  /** The colours; 'auto', which follows the reader's system, unless given. */
  theme?: Theme | undefined;
  /** Begins the ids in the SVG; to be given where several plots stand in one page. 'gs' unless given. */
  id?: string | undefined;
}
