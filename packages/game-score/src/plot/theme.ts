export const THEMES = ['auto', 'light', 'dark'] as const;

/** `auto` follows the reader's system. */
export type Theme = (typeof THEMES)[number];

interface Palette {
  paper: string;
  ink: string;
  quiet: string;
  grid: string;
  home: string;
  away: string;
}

/** Text is at least 4.5 : 1 on paper, lines and markers at least 3 : 1 (WCAG 2.2). */
const LIGHT: Palette = {
  paper: '#ffffff',
  ink: '#16202c',
  quiet: '#566273',
  grid: '#e3e8ee',
  home: '#1d4fd7',
  away: '#c2410c',
};
const DARK: Palette = {
  paper: '#11161d',
  ink: '#e9edf3',
  quiet: '#9aa7b8',
  grid: '#29323e',
  home: '#7fa8ff',
  away: '#ff9b5e',
};

const SHAPES = `
.gs text { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; font-size: 13px }
.gs .gs-title { font-size: 22px; font-weight: 600 }
.gs .gs-final { font-size: 44px; font-weight: 700 }
.gs .gs-team { font-size: 15px; font-weight: 600 }
.gs .gs-line { fill: none; stroke-width: 3; stroke-linejoin: round; stroke-linecap: round }
.gs .gs-guide { stroke-dasharray: 1 4; stroke-linecap: round }
.gs .gs-marker { stroke-width: 2 }
.gs .gs-lead { opacity: 0.12 }`;

/** The style sheet of a plot. Every rule begins with `.gs`, so it touches nothing else on a page. */
export function styleSheet(theme: Theme): string {
  if (theme === 'light') return SHAPES + colours(LIGHT);
  if (theme === 'dark') return SHAPES + colours(DARK);
  return `${SHAPES}${colours(LIGHT)}\n@media (prefers-color-scheme: dark) {${colours(DARK)}\n}`;
}

function colours({ paper, ink, quiet, grid, home, away }: Palette): string {
  return `
.gs .gs-paper { fill: ${paper} }
.gs text { fill: ${ink} }
.gs .gs-quiet { fill: ${quiet} }
.gs .gs-grid { stroke: ${grid} }
.gs .gs-axis, .gs .gs-guide { stroke: ${quiet} }
.gs .gs-marker { stroke: ${paper} }
.gs .gs-home { fill: ${home} }
.gs .gs-away { fill: ${away} }
.gs .gs-line-home { stroke: ${home} }
.gs .gs-line-away { stroke: ${away} }`;
}
