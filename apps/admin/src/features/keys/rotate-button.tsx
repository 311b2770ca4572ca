import { Alert, Button, Checkbox, FormControlLabel } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import type { SigningKey } from '../../api/shapes.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useKeyActions } from './use-keys.ts';

/** Replaces the key that signs. A shared secret is replaced in one step only where it has leaked. */
export function RotateButton({ signing }: { readonly signing: SigningKey }) {
  const [isAsking, setAsking] = useState(false);
  const [hasLeaked, setLeaked] = useState(false);
  const { rotate } = useKeyActions();
  const notify = useNotify();
  const isShared = signing.algorithm === 'HS256';
  const isNow = isShared || hasLeaked;
  const confirm = async (): Promise<void> => {
    await rotate(isNow);
    const when = isNow ? 'in ten seconds' : 'in ten minutes';
    notify(`There is a new key. It signs ${when}.`, { type: 'success' });
  };
  const open = (): void => {
    setLeaked(false);
    setAsking(true);
  };
  return (
    <>
      <Button variant={isShared ? 'outlined' : 'contained'} onClick={open}>
        {isShared ? 'Rotate now …' : 'Rotate …'}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title="Replace the key that signs?"
          confirm="Make a new key"
          onConfirm={confirm}
          onClose={() => setAsking(false)}
        >
          <span>
            {isNow
              ? 'The new key signs in ten seconds, when every server has it.'
              : 'The new key is published now, and signs in ten minutes, when all who verify tokens have it.'}{' '}
            The former one is accepted until its last token is over. Nobody is signed out.
          </span>
          {!isShared && (
            <FormControlLabel
              control={<Checkbox checked={hasLeaked} onChange={(_event, is) => setLeaked(is)} />}
              label="The key has leaked: hurry"
            />
          )}
          {isNow && <WhatHurryMeans isShared={isShared} />}
        </ConfirmDialog>
      )}
    </>
  );
}

function WhatHurryMeans({ isShared }: { readonly isShared: boolean }) {
  return (
    <Alert severity="warning">
      {isShared
        ? 'Services that verify tokens refuse them until they have the new secret, which latchkey keys show tells. To hand it over before, add a key instead.'
        : 'Services that keep the published keys may refuse tokens until they load them anew.'}{' '}
      If the key has leaked, retire it here once the new one signs.
    </Alert>
  );
}
