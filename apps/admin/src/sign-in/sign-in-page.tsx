import { ApiProblem } from '@latchkey/client';
import { Alert, Button, Link, TextField } from '@mui/material';
import { useState, type SubmitEvent } from 'react';
import { useLogin } from 'react-admin';
import { fieldFaults } from '../api/problems.ts';
import { Entrance } from '../layout/entrance.tsx';
import { FaultAlert } from '../parts/fault-alert.tsx';
import { foreignAddress, insecurePage, type Obstacle } from './obstacle.ts';
import { NotStaffError, useNotice } from './signed-out.ts';

export function SignInPage() {
  const login = useLogin();
  const notice = useNotice();
  const [error, setError] = useState<unknown>();
  const [obstacle, setObstacle] = useState<Obstacle | undefined>(insecurePage);
  const [isBusy, setBusy] = useState(false);

  const signIn = async (form: HTMLFormElement): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await login(Object.fromEntries(new FormData(form)));
    } catch (failure) {
      if (isForeignAddress(failure)) setObstacle(await foreignAddress());
      else if (!(failure instanceof NotStaffError)) setError(failure);
    } finally {
      setBusy(false);
    }
  };

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void signIn(event.currentTarget);
  };

  const faults = fieldFaults(error);
  return (
    <Entrance title="Sign in">
      {obstacle && <ObstacleAlert {...obstacle} />}
      {notice && error === undefined && <Alert severity={notice.severity}>{notice.text}</Alert>}
      {error !== undefined && Object.keys(faults).length === 0 && <FaultAlert error={error} />}
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <TextField
          name="email"
          type="email"
          label="E-mail address"
          autoComplete="username"
          required
          autoFocus
          error={faults['email'] !== undefined}
          helperText={faults['email']}
        />
        <TextField
          name="password"
          type="password"
          label="Password"
          autoComplete="current-password"
          required
          error={faults['password'] !== undefined}
          helperText={faults['password']}
        />
        <Button type="submit" variant="contained" size="large" disabled={isBusy}>
          Sign in
        </Button>
      </form>
    </Entrance>
  );
}

function ObstacleAlert({ text, address }: Obstacle) {
  return (
    <Alert severity="error">
      {text}
      {address !== undefined && (
        <>
          {' '}
          <Link href={address}>{address}</Link>
        </>
      )}
    </Alert>
  );
}

/** The login was refused for the page that it came from; the password was not looked at. */
function isForeignAddress(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'forbidden';
}
