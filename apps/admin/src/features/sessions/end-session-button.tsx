import { Button } from '@mui/material';
import { useState } from 'react';
import { useNotify, useRefresh } from 'react-admin';
import { client } from '../../api/client.ts';
import type { Session } from '../../api/shapes.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { deviceInWords } from './device.ts';

export function EndSessionButton({ session }: { readonly session: Session }) {
  const [isAsking, setAsking] = useState(false);
  const refresh = useRefresh();
  const notify = useNotify();
  if (session.ended_at !== null || session.end_reason !== null) return null;

  const device = deviceInWords(session.device);
  const owner = session.account.email;
  const isOwn = session.id === client.claims()?.sid;
  const end = async (): Promise<void> => {
    await client.json(`/api/admin/sessions/${encodeURIComponent(session.id)}/`, { method: 'DELETE' });
    notify('The session is over.', { type: 'success' });
    refresh();
  };
  return (
    <>
      <Button
        size="small"
        color="error"
        aria-label={`End the session of ${owner}, ${device}`}
        onClick={() => setAsking(true)}
      >
        End
      </Button>
      {isAsking && (
        <ConfirmDialog
          title="End this session?"
          confirm="End it"
          onConfirm={end}
          onClose={() => setAsking(false)}
        >
          <span>
            {owner} is signed out on {device}. An access token that was issued before stays valid until it
            expires.
            {isOwn && ' It is the session that you are using: you will be signed out.'}
          </span>
        </ConfirmDialog>
      )}
    </>
  );
}
