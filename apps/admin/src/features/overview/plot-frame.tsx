import { useTheme } from '@mui/material';
import { spread } from './scale.ts';

const left = 44;
const right = 8;
const upper = 8;
const lower = 24;
const labelPx = 90;

interface Size {
  readonly width: number;
  readonly height: number;
  readonly top: number;
}

/** Where a value and its place in the list lie in the drawing. */
export function plotPlaces({ width, height, count, top }: Size & { readonly count: number }) {
  const bottom = height - lower;
  return {
    bottom,
    x: (i: number): number => left + ((width - left - right) * i) / Math.max(1, count - 1),
    y: (value: number): number => bottom - ((bottom - upper) * value) / top,
  };
}

/** The lines and labels behind a plot. */
export function PlotFrame({ times, ...size }: Size & { readonly times: readonly number[] }) {
  const { palette } = useTheme();
  const { x, y, bottom } = plotPlaces({ ...size, count: times.length });
  const first = times[0] ?? 0;
  const isShort = (times.at(-1) ?? 0) - first <= 2 * 86_400_000;
  const format = new Intl.DateTimeFormat(
    'en-GB',
    isShort ? { timeStyle: 'short' } : { day: 'numeric', month: 'short' },
  );
  const places = spread(times.length, Math.max(2, Math.floor((size.width - left) / labelPx)));
  const text = { fill: palette.text.secondary, fontSize: 12 };
  return (
    <g aria-hidden="true">
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <path d={`M${left} ${y(size.top * share)}H${size.width - right}`} stroke={palette.divider} />
          <text x={left - 8} y={y(size.top * share) + 4} textAnchor="end" {...text}>
            {short.format(size.top * share)}
          </text>
        </g>
      ))}
      {places.map((i, at) => (
        <text key={i} x={x(i)} y={bottom + 18} textAnchor={anchor(at, places.length)} {...text}>
          {format.format(times[i])}
        </text>
      ))}
    </g>
  );
}

const short = new Intl.NumberFormat('en', { notation: 'compact' });

function anchor(at: number, count: number): 'start' | 'middle' | 'end' {
  if (at === 0) return 'start';
  return at === count - 1 ? 'end' : 'middle';
}
