import { Button, Stack } from '@mui/material';
import { useState } from 'react';
import { useNotify, useRefresh } from 'react-admin';
import { client } from '../../api/client.ts';
import { faultOf } from '../../api/problems.ts';
import type { Account } from '../../api/shapes.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { ResetLinkDialog } from './reset-link-dialog.tsx';

/** What can be done with an account besides changing its fields. */
export function AccountActions({ account }: { readonly account: Account }) {
  const [open, setOpen] = useState<'reset link' | 'disable' | 'delete'>();
  const close = (): void => setOpen(undefined);
  const refresh = useRefresh();
  const notify = useNotify();

  const setActive = async (isActive: boolean): Promise<void> => {
    await client.json(`/api/admin/accounts/${account.id}/`, {
      method: 'PATCH',
      body: { is_active: isActive },
    });
    notify(isActive ? 'The account is enabled.' : 'The account is disabled and signed out everywhere.', {
      type: 'success',
    });
    refresh();
  };
  const enable = (): void => {
    setActive(true).catch((error: unknown) => {
      const { title, detail } = faultOf(error);
      notify(`${title}. ${detail}`, { type: 'error' });
    });
  };

  return (
    <Stack direction="row" useFlexGap spacing={1} sx={{ flexWrap: 'wrap' }}>
      <Button variant="outlined" onClick={() => setOpen('reset link')}>
        Make a reset link
      </Button>
      {account.is_active ? (
        <Button variant="outlined" color="warning" onClick={() => setOpen('disable')}>
          Disable
        </Button>
      ) : (
        <Button variant="outlined" onClick={enable}>
          Enable
        </Button>
      )}
      <Button variant="outlined" color="error" onClick={() => setOpen('delete')}>
        Delete
      </Button>
      {open === 'reset link' && <ResetLinkDialog account={account} onClose={close} />}
      {open === 'disable' && (
        <ConfirmDialog
          title="Disable this account?"
          confirm="Disable it"
          onConfirm={() => setActive(false)}
          onClose={close}
        >
          <span>
            {account.email} is signed out everywhere and cannot sign in until the account is enabled again.
            Nothing of it is deleted.
          </span>
        </ConfirmDialog>
      )}
      {open === 'delete' && <DeleteDialog account={account} onClose={close} />}
    </Stack>
  );
}
