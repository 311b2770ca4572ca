import { Chip, Stack, Tooltip, Typography } from '@mui/material';
import type { Session } from '../../api/shapes.ts';
import type { Column } from '../../lists/column.ts';
import { AccountLink } from '../../parts/account-link.tsx';
import { Ago } from '../../parts/ago.tsx';
import { When } from '../../parts/when.tsx';
import { client } from '../../api/client.ts';
import { deviceInWords } from './device.ts';
import { endReasonInWords } from './end-reasons.ts';
import { EndSessionButton } from './end-session-button.tsx';

const account: Column<Session> = {
  label: 'Account',
  show: (session) => <AccountLink account={session.account} />,
};

/** A session's columns among those of one account. */
export const sessionColumns: readonly Column<Session>[] = [
  { label: 'Device', show: (session) => <Device {...session} /> },
  { label: 'Address', show: ({ address }) => address },
  { label: 'Began', show: (session) => <When at={session.created_at} /> },
  { label: 'Last used', show: (session) => <Ago at={session.last_used_at} /> },
  { label: 'State', show: (session) => <State {...session} /> },
  { label: 'End', isAction: true, show: (session) => <EndSessionButton session={session} /> },
];

/** A session's columns among those of all accounts. */
export const sessionOfAccountColumns = [account, ...sessionColumns];

function Device({ id, device }: Session) {
  return (
    <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
      <Tooltip title={device} describeChild>
        <span>{deviceInWords(device)}</span>
      </Tooltip>
      {id === client.claims()?.sid && (
        <Chip size="small" label="this one" variant="outlined" color="primary" />
      )}
    </Stack>
  );
}

function State({ ended_at: endedAt, end_reason: reason }: Session) {
  if (endedAt === null && reason === null)
    return <Chip size="small" label="live" color="success" variant="outlined" />;
  return (
    <Typography variant="body2" component="span" color={reason === 'reuse' ? 'error' : 'textSecondary'}>
      {endReasonInWords(reason)}
      {endedAt !== null && (
        <>
          {', '}
          <Ago at={endedAt} />
        </>
      )}
    </Typography>
  );
}
