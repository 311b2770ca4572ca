import { Box, Card, Stack, Typography, useTheme } from '@mui/material';
import { useId } from 'react';
import { durationInWords } from '../../parts/durations.ts';
import { linePath, niceTop } from './scale.ts';
import { PlotFrame, plotPlaces } from './plot-frame.tsx';
import { useWidth } from './use-width.ts';

export interface Series {
  readonly label: string;
  readonly color: 'primary' | 'error' | 'info';
  readonly values: readonly number[];
  /** Told apart without colours, too. */
  readonly isDashed?: boolean;
}

interface TimePlotProps {
  readonly title: string;
  /** The beginning of each bucket, in milliseconds. */
  readonly times: readonly number[];
  readonly bucketSeconds: number;
  readonly series: readonly Series[];
}

const height = 200;

/** How much of something happened over time. What it shows is in words, too, and in the table below. */
export function TimePlot({ title, times, bucketSeconds, series }: TimePlotProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const { palette } = useTheme();
  const titleId = useId();
  const top = niceTop(Math.max(0, ...series.flatMap(({ values }) => values)));
  const { x, y, bottom } = plotPlaces({ width, height, count: times.length, top });
  return (
    <Card sx={{ p: 2.5 }}>
      <Stack
        direction="row"
        useFlexGap
        sx={{ mb: 1, columnGap: 2, flexWrap: 'wrap', alignItems: 'baseline' }}
      >
        <Typography component="h2" variant="h2" sx={{ flex: 1 }}>
          {title}
        </Typography>
        {series.length > 1 && series.map((one) => <Key key={one.label} {...one} />)}
      </Stack>
      <Box ref={ref} sx={{ height }}>
        {width > 0 && (
          <svg width={width} height={height} role="img" aria-labelledby={`${titleId}-title ${titleId}-text`}>
            <title id={`${titleId}-title`}>{`${title} over time`}</title>
            <desc id={`${titleId}-text`}>{inWords(series, bucketSeconds)}</desc>
            <PlotFrame width={width} height={height} top={top} times={times} />
            {series.map(({ label, color, values, isDashed }) => {
              const line = linePath(values, x, y);
              const { main } = palette[color];
              return (
                <g key={label}>
                  {!isDashed && values.length > 0 && (
                    <path
                      d={`${line}L${x(values.length - 1)} ${bottom}L${x(0)} ${bottom}Z`}
                      fill={main}
                      opacity={0.1}
                    />
                  )}
                  <path
                    d={line}
                    fill="none"
                    stroke={main}
                    strokeWidth={1.75}
                    strokeLinejoin="round"
                    strokeDasharray={isDashed ? '4 3' : undefined}
                  />
                </g>
              );
            })}
          </svg>
        )}
      </Box>
      <Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
        Each point counts {durationInWords(bucketSeconds)}.
      </Typography>
    </Card>
  );
}

function Key({ label, color, isDashed }: Series) {
  const { palette } = useTheme();
  return (
    <Stack direction="row" spacing={0.75} sx={{ alignItems: 'center' }}>
      <svg width={18} height={8} aria-hidden="true">
        <path
          d="M0 4H18"
          stroke={palette[color].main}
          strokeWidth={2}
          strokeDasharray={isDashed ? '4 3' : undefined}
        />
      </svg>
      <Typography variant="body2" color="textSecondary">
        {label}
      </Typography>
    </Stack>
  );
}

function inWords(series: readonly Series[], bucketSeconds: number): string {
  return series
    .map(({ label, values }) => {
      const total = values.reduce((sum, value) => sum + value, 0);
      const most = Math.max(0, ...values);
      return `${total.toLocaleString('en')} ${label}, at most ${most.toLocaleString('en')} within ${durationInWords(bucketSeconds)}.`;
    })
    .join(' ');
}
