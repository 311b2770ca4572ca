import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack } from '@mui/material';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import type { Account } from '../../api/shapes.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { When } from '../../parts/when.tsx';

interface ResetLink {
  readonly url: string;
  readonly expires_at: string;
}

interface ResetLinkDialogProps {
  readonly account: Account;
  readonly onClose: () => void;
}

/** Makes a link that lets the owner of an account set a password. It is seen here once and never again. */
export function ResetLinkDialog({ account, onClose }: ResetLinkDialogProps) {
  const [link, setLink] = useState<ResetLink>();
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const make = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      setLink(
        await client.json(`/api/admin/accounts/${account.id}/reset-link/`, { method: 'POST', body: {} }),
      );
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby="reset-link-title" maxWidth="sm" fullWidth>
      <DialogTitle id="reset-link-title">A reset link for {account.email}</DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          {link ? (
            <>
              <CopyField label="Reset link" text={link.url} />
              <Alert severity="warning">
                Hand it over by a way that you trust. It is shown only now, works once, and until{' '}
                <When at={link.expires_at} />.
              </Alert>
            </>
          ) : (
            <span>
              Whoever opens the link sets a new password, and all sessions of the account end. Links that were
              made before stop working.
            </span>
          )}
          {error !== undefined && <FaultAlert error={error} />}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {link ? 'Close' : 'Cancel'}
        </Button>
        {!link && (
          <Button variant="contained" disabled={isBusy} onClick={() => void make()}>
            Make the link
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
