import { Button, TextField } from '@mui/material';
import { useState, type SubmitEvent } from 'react';
import { client } from '../../api/client.ts';
import { fieldFaults } from '../../api/problems.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';

interface SetupFormProps {
  readonly token: string;
  readonly onRefused: (error: unknown) => void;
}

export function SetupForm({ token, onRefused }: SetupFormProps) {
  const [error, setError] = useState<unknown>();
  const [differs, setDiffers] = useState(false);
  const [isBusy, setBusy] = useState(false);

  const makeAdmin = async (given: FormData): Promise<void> => {
    const email = textOf(given, 'email');
    const password = textOf(given, 'password');
    setDiffers(password !== textOf(given, 'again'));
    if (password !== textOf(given, 'again')) return;
    setBusy(true);
    setError(undefined);
    try {
      await client.json('/api/admin/setup/', { method: 'POST', body: { token, email, password } });
      await client.login({ email, password });
      // Loaded anew, signed in: nothing of the link stays in memory.
      window.location.assign('/admin/');
    } catch (failure) {
      setError(failure);
      onRefused(failure);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void makeAdmin(new FormData(event.currentTarget));
  };

  const faults = fieldFaults(error);
  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
      {error !== undefined && Object.keys(faults).length === 0 && <FaultAlert error={error} />}
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
        autoComplete="new-password"
        required
        error={faults['password'] !== undefined}
        helperText={faults['password']}
      />
      <TextField
        name="again"
        type="password"
        label="Password again"
        autoComplete="new-password"
        required
        error={differs}
        helperText={differs ? 'The two passwords differ.' : undefined}
      />
      <Button type="submit" variant="contained" size="large" disabled={isBusy}>
        Make the admin and sign in
      </Button>
    </form>
  );
}

/** A text field's value; a form could hold files, ours has none. */
function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
