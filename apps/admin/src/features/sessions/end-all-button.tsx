import { Button } from '@mui/material';
import { useState } from 'react';
import { useNotify, useRefresh } from 'react-admin';
import { client } from '../../api/client.ts';
import type { Account } from '../../api/shapes.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';

/** Ends all sessions of one account. */
export function EndAllButton({ account }: { readonly account: Account }) {
  const [isAsking, setAsking] = useState(false);
  const refresh = useRefresh();
  const notify = useNotify();
  const isOwn = account.id === client.claims()?.user_id;
  const end = async (): Promise<void> => {
    const { ended } = await client.json<{ ended: number }>('/api/admin/sessions/end/', {
      method: 'POST',
      body: { account: account.id },
    });
    notify(ended === 1 ? 'One session is over.' : `${ended} sessions are over.`, { type: 'success' });
    refresh();
  };
  return (
    <>
      <Button color="error" variant="outlined" size="small" onClick={() => setAsking(true)}>
        End all sessions
      </Button>
      {isAsking && (
        <ConfirmDialog
          title="End all sessions?"
          confirm="End them"
          onConfirm={end}
          onClose={() => setAsking(false)}
        >
          <span>
            {account.email} is signed out everywhere.
            {isOwn && ' It is your own account: you will be signed out here, too.'}
          </span>
        </ConfirmDialog>
      )}
    </>
  );
}
