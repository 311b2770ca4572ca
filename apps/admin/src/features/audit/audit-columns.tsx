import { Typography } from '@mui/material';
import type { AuditEvent } from '../../api/shapes.ts';
import type { Column } from '../../lists/column.ts';
import { AccountLink } from '../../parts/account-link.tsx';
import { When } from '../../parts/when.tsx';
import { EventDetails } from './event-details.tsx';

const account: Column<AuditEvent> = {
  label: 'Account',
  show: (event) => <AccountLink account={event.account} />,
};

const [when, what]: Column<AuditEvent>[] = [
  { label: 'When', show: ({ at }) => <When at={at} /> },
  { label: 'Event', show: ({ event }) => <code>{event}</code> },
];

const rest: readonly Column<AuditEvent>[] = [
  { label: 'By', show: (event) => <Actor {...event} /> },
  { label: 'Address', show: ({ address }) => address ?? '–' },
  { label: 'Details', show: (event) => <EventDetails event={event} /> },
];

/** The columns of one account's trail, and of everybody's. */
export const auditColumns = [when, what, ...rest].filter((column) => column !== undefined);
export const auditOfAccountColumns = [when, what, account, ...rest].filter((column) => column !== undefined);

function Actor({ actor, account: owner, source }: AuditEvent) {
  if (actor && actor.id !== owner?.id) return <AccountLink account={actor} />;
  return (
    <Typography component="span" variant="body2" color="textSecondary">
      {actor ? 'the owner' : source === 'api' ? '–' : source}
    </Typography>
  );
}
