import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack } from '@mui/material';
import { useState } from 'react';
import type { AddedSigningKey } from '../../api/shapes.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { useKeyActions } from './use-keys.ts';

/** Makes a shared secret. It is seen here once and never again. */
export function AddKeyButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="contained" onClick={() => setOpen(true)}>
        Add a key …
      </Button>
      {isOpen && <AddKeyDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function AddKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const { add } = useKeyActions();
  const [added, setAdded] = useState<AddedSigningKey>();
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const make = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      setAdded(await add());
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    // Nothing must lose what is shown once, nor while it is on its way.
    <Dialog
      open
      onClose={added || isBusy ? undefined : onClose}
      aria-labelledby="add-key-title"
      maxWidth="sm"
      fullWidth
    >
      <DialogTitle id="add-key-title">
        {added ? 'Hand this secret over' : 'Add a key to hand over?'}
      </DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          {added ? (
            <>
              <CopyField label="kid" text={added.kid} />
              <CopyField label="Secret" text={added.secret} />
              <Alert severity="warning">
                Give it to the services that verify tokens, beside the one they have, by a way that you trust.
                It is shown only now. Once all of them have it, let it sign.
              </Alert>
            </>
          ) : (
            <span>
              The servers accept what it signs from now on, and it signs nothing before you let it. Its secret
              is shown to you once.
            </span>
          )}
          {error !== undefined && <FaultAlert error={error} />}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" disabled={isBusy} onClick={onClose}>
          {added ? 'Close' : 'Cancel'}
        </Button>
        {!added && (
          <Button variant="contained" disabled={isBusy} onClick={() => void make()}>
            Make the key
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
