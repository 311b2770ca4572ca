import { Box, Card, Link, Typography } from '@mui/material';
import { Link as RouterLink } from 'react-router';
import type { Overview } from '../../api/shapes.ts';

interface Figure {
  readonly label: string;
  readonly number: number;
  readonly note: string;
  readonly to: string;
  readonly isAlarming?: boolean;
}

/** The numbers that an operator looks for first, each leading to what it counts. */
export function Figures({ overview }: { readonly overview: Overview }) {
  const { accounts, sessions, reuse_detections: reuse, activity } = overview;
  const logins = sum(activity.buckets.map((bucket) => bucket.logins));
  const failed = sum(activity.buckets.map((bucket) => bucket.failed_logins));
  const figures: Figure[] = [
    {
      label: 'Accounts',
      number: accounts.total,
      note: `${say(accounts.active)} active, ${say(accounts.staff)} of the staff`,
      to: '/accounts',
    },
    { label: 'Live sessions', number: sessions.live, note: 'can be refreshed now', to: '/sessions' },
    {
      label: 'Logins',
      number: logins,
      note: `and ${say(failed)} that failed`,
      to: '/audit?event=login.failed',
    },
    {
      label: 'Reuse detected',
      number: reuse.last_24_hours,
      note: `in 24 hours; ${say(reuse.last_30_days)} in 30 days`,
      to: '/audit?event=refresh.reused',
      isAlarming: reuse.last_24_hours > 0,
    },
  ];
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr 1fr', lg: 'repeat(4, 1fr)' } }}>
      {figures.map(({ label, number, note, to, isAlarming }) => (
        <Card key={label} sx={{ p: 2, position: 'relative', '&:hover': { borderColor: 'text.secondary' } }}>
          <Link component={RouterLink} to={to} color="text.secondary" sx={wholeCard}>
            {label}
          </Link>
          <Typography
            sx={{
              fontSize: '1.9rem',
              fontWeight: 650,
              lineHeight: 1.3,
              color: isAlarming ? 'error.main' : 'text.primary',
            }}
          >
            {say(number)}
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {note}
          </Typography>
        </Card>
      ))}
    </Box>
  );
}

const wholeCard = {
  typography: 'body2',
  '&::after': { content: '""', position: 'absolute', inset: 0 },
} as const;

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function say(number: number): string {
  return number.toLocaleString('en');
}
