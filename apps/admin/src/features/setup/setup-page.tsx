import { ApiProblem } from '@latchkey/client';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, LinearProgress, Typography } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import { client } from '../../api/client.ts';
import { Entrance } from '../../layout/entrance.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { setupToken } from './setup-token.ts';
import { SetupForm } from './setup-form.tsx';

/** Makes the first admin, for whoever has the link that the server's operator got. */
export function SetupPage() {
  const [hasFailed, setFailed] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['setup'],
    queryFn: ({ signal }) => client.json<{ needed: boolean }>('/api/admin/setup/', { signal }),
  });
  if (error) {
    return (
      <Entrance title="Set up Latchkey">
        <FaultAlert error={error} onRetry={() => void refetch()} />
      </Entrance>
    );
  }
  if (!data) {
    return (
      <Entrance title="Set up Latchkey">
        <LinearProgress aria-label="Loading" />
      </Entrance>
    );
  }
  if (!data.needed) return <DonePage />;
  if (setupToken === undefined || hasFailed) return <NoLinkPage />;
  return (
    <Entrance title="Make the first admin">
      <Typography color="textSecondary">
        With this account you see everybody’s sessions and change the settings. Choose a password that you use
        nowhere else.
      </Typography>
      <SetupForm
        token={setupToken}
        onRefused={(problem) => setFailed(problem instanceof ApiProblem && problem.code === 'token_invalid')}
      />
    </Entrance>
  );
}

function DonePage() {
  return (
    <Entrance title="Latchkey is set up">
      <Typography>There is an admin already, so this link does nothing any more.</Typography>
      <Button component={Link} to="/login" variant="contained">
        Sign in
      </Button>
    </Entrance>
  );
}

function NoLinkPage() {
  return (
    <Entrance title="This link cannot be used">
      <Alert severity="warning">It was used, has expired, or is not whole.</Alert>
      <Typography>Make a new one on the server, and open it here:</Typography>
      <code>npm run latchkey -- admin link</code>
    </Entrance>
  );
}
