import { Chip, Stack, Typography } from '@mui/material';
import type { Mail } from '../../api/shapes.ts';
import type { Column } from '../../lists/column.ts';
import { Ago } from '../../parts/ago.tsx';
import { When } from '../../parts/when.tsx';
import { MailActions } from './mail-actions.tsx';
import { stateWords } from './states.ts';

const colours = {
  waiting: 'info',
  sending: 'info',
  kept: 'default',
  sent: 'success',
  failed: 'error',
  uncertain: 'warning',
} as const;

export const mailColumns: readonly Column<Mail>[] = [
  { label: 'Written', show: ({ at }) => <When at={at} /> },
  { label: 'To', show: ({ recipient }) => recipient },
  { label: 'About', show: ({ template }) => template },
  { label: 'State', show: (mail) => <State {...mail} /> },
  { label: 'Actions', isAction: true, show: (mail) => <MailActions mail={mail} /> },
];

function State({ state, attempts, settled_at: settledAt, failure }: Mail) {
  return (
    <Stack spacing={0.5} sx={{ alignItems: 'flex-start' }}>
      <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
        <Chip size="small" label={stateWords[state]} color={colours[state]} variant="outlined" />
        {settledAt !== null && (
          <Typography variant="body2" component="span" color="textSecondary">
            <Ago at={settledAt} />
          </Typography>
        )}
      </Stack>
      {failure !== null && (
        <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
          {attempts > 1 ? `After ${attempts} tries: ` : ''}
          {failure}
        </Typography>
      )}
    </Stack>
  );
}
