import { Chip, Stack, Typography } from '@mui/material';
import type { SigningKey } from '../../api/shapes.ts';
import type { Column } from '../../lists/column.ts';
import { When } from '../../parts/when.tsx';
import { KeyActions } from './key-actions.tsx';

const states = {
  added: { label: 'does not sign yet', colour: 'info' },
  waiting: { label: 'about to sign', colour: 'info' },
  signing: { label: 'signs', colour: 'success' },
  superseded: { label: 'accepted', colour: 'default' },
} as const;

export const keyColumns: readonly Column<SigningKey>[] = [
  { label: 'Key', show: ({ kid }) => <code style={{ overflowWrap: 'anywhere' }}>{kid}</code> },
  { label: 'Algorithm', show: ({ algorithm }) => algorithm },
  { label: 'Made', show: ({ created_at }) => <When at={created_at} /> },
  { label: 'State', show: (key) => <State {...key} /> },
  { label: 'Actions', isAction: true, show: (signingKey) => <KeyActions signingKey={signingKey} /> },
];

function State({ state, signs_from: from, verifies_until: until }: SigningKey) {
  const { label, colour } = states[state];
  return (
    <Stack direction="row" useFlexGap spacing={1} sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
      <Chip size="small" label={label} color={colour} variant="outlined" />
      <Typography variant="body2" component="span" color="textSecondary">
        {state !== 'superseded' && from !== null && (
          <>
            {state === 'signing' ? 'since' : 'from'} <When at={from} />
          </>
        )}
        {state === 'superseded' && until !== null && (
          <>
            until <When at={until} />
          </>
        )}
      </Typography>
    </Stack>
  );
}
