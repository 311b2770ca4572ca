import { TextField } from '@mui/material';
import { useState } from 'react';
import { useDelete, useNotify } from 'react-admin';
import { useNavigate } from 'react-router';
import type { Account } from '../../api/shapes.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';

interface DeleteDialogProps {
  readonly account: Account;
  readonly onClose: () => void;
}

/** Nothing brings an account back, so its address is typed before it goes. */
export function DeleteDialog({ account, onClose }: DeleteDialogProps) {
  const [typed, setTyped] = useState('');
  const [deleteOne] = useDelete();
  const navigate = useNavigate();
  const notify = useNotify();
  const remove = async (): Promise<void> => {
    await deleteOne('accounts', { id: account.id, previousData: account }, { returnPromise: true });
    notify(`${account.email} is deleted.`, { type: 'success' });
    await navigate('/accounts');
  };
  return (
    <ConfirmDialog
      title="Delete this account?"
      confirm="Delete it"
      isReady={typed.trim().toLowerCase() === account.email.toLowerCase()}
      onConfirm={remove}
      onClose={onClose}
    >
      <span>
        The account and its sessions are gone for good. The audit trail keeps its id, not its address. To keep
        somebody out, disable the account instead.
      </span>
      <TextField
        label={`Type ${account.email}`}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        fullWidth
      />
    </ConfirmDialog>
  );
}
