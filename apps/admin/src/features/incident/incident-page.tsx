import {
  Alert,
  Button,
  Card,
  FormControlLabel,
  Link,
  Radio,
  RadioGroup,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { client } from '../../api/client.ts';
import { Page } from '../../layout/page.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { fromLocalTime } from '../../parts/local-time.ts';
import { When } from '../../parts/when.tsx';

type Scope = 'begun before' | 'all';

export function IncidentPage() {
  const [scope, setScope] = useState<Scope>('begun before');
  const [localTime, setLocalTime] = useState('');
  const [isAsking, setAsking] = useState(false);
  const [ended, setEnded] = useState<number>();
  const before = fromLocalTime(localTime);
  const isReady = scope === 'all' || before !== '';

  const end = async (): Promise<void> => {
    const body = scope === 'all' ? { all: true } : { begun_before: before };
    const answer = await client.json<{ ended: number }>('/api/admin/sessions/end/', { method: 'POST', body });
    setEnded(answer.ended);
  };

  return (
    <Page
      title="Incident"
      intro="Something leaked: a backup, a device, a token. Here you sign many people out at once. They sign in again with their passwords."
    >
      <Card sx={{ maxWidth: 640, p: { xs: 2, md: 3 } }}>
        <Stack spacing={2.5} sx={{ alignItems: 'flex-start' }}>
          <Typography component="h2" variant="h2" id="scope">
            End sessions
          </Typography>
          <RadioGroup
            aria-labelledby="scope"
            value={scope}
            onChange={(_event, value) => setScope(value as Scope)}
          >
            <FormControlLabel
              value="begun before"
              control={<Radio />}
              label="Those that began before a moment: when the leak was closed"
            />
            <FormControlLabel value="all" control={<Radio />} label="All, of every account" />
          </RadioGroup>
          {scope === 'begun before' && (
            <TextField
              type="datetime-local"
              label="Began before"
              value={localTime}
              onChange={(event) => setLocalTime(event.target.value)}
              helperText="In the time zone of this browser."
              slotProps={{ inputLabel: { shrink: true } }}
            />
          )}
          <Button color="error" variant="contained" disabled={!isReady} onClick={() => setAsking(true)}>
            End these sessions …
          </Button>
          {ended !== undefined && (
            <Alert severity="success">
              {ended === 1 ? 'One session was ended.' : `${ended.toLocaleString('en')} sessions were ended.`}
            </Alert>
          )}
        </Stack>
      </Card>
      <Advice />
      {isAsking && (
        <ConfirmDialog
          title={scope === 'all' ? 'End all sessions?' : 'End these sessions?'}
          confirm="End them"
          onConfirm={end}
          onClose={() => setAsking(false)}
        >
          <Consequences scope={scope} before={before} />
        </ConfirmDialog>
      )}
    </Page>
  );
}

function Consequences({ scope, before }: { readonly scope: Scope; readonly before: string }) {
  return (
    <>
      <span>
        {scope === 'all' ? 'Everybody is signed out, on every device.' : 'Whoever signed in before '}
        {scope === 'begun before' && (
          <>
            <When at={before} /> is signed out.
          </>
        )}{' '}
        Access tokens that were issued before stay valid until they expire.
      </span>
      <Alert severity="warning">
        {scope === 'all'
          ? 'You are signed out, too.'
          : 'You are signed out, too, if you signed in before that moment.'}
      </Alert>
    </>
  );
}

function Advice() {
  return (
    <Typography variant="body2" color="textSecondary" sx={{ mt: 2, maxWidth: '70ch' }}>
      Signed in does not mean that a password is safe: somebody who knows it signs in again. Disable such an
      account and hand its owner a reset link. A leaked signing key needs a new one:{' '}
      <Link component={RouterLink} to="/keys" underline="always">
        rotate it
      </Link>
      .
    </Typography>
  );
}
