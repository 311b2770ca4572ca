import { Alert, Button, Stack } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import type { SigningKey } from '../../api/shapes.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { When } from '../../parts/when.tsx';
import { useKeyActions } from './use-keys.ts';

/** What can be done with one key; nothing with the one that signs. */
export function KeyActions({ signingKey }: { readonly signingKey: SigningKey }) {
  const [asking, setAsking] = useState<'activate' | 'retire'>();
  const actions = useKeyActions();
  const notify = useNotify();
  const { kid, state } = signingKey;
  if (state === 'signing') return null;
  // A shared secret that waits does so for seconds only.
  const canBeHurried = state === 'added' || (state === 'waiting' && signingKey.algorithm !== 'HS256');
  const close = (): void => setAsking(undefined);
  const activate = async (): Promise<void> => {
    await actions.activate(kid);
    notify('It signs in ten seconds.', { type: 'success' });
  };
  const retire = async (): Promise<void> => {
    await actions.retire(kid, state === 'superseded');
    notify('The key is gone.', { type: 'success' });
  };
  return (
    <Stack direction="row" spacing={0.5} sx={{ justifyContent: { sm: 'flex-end' } }}>
      {canBeHurried && (
        <Button size="small" aria-label={`Let ${kid} sign`} onClick={() => setAsking('activate')}>
          Let it sign
        </Button>
      )}
      <Button size="small" color="error" aria-label={`Retire ${kid}`} onClick={() => setAsking('retire')}>
        Retire
      </Button>
      {asking === 'activate' && (
        <ConfirmDialog title="Let this key sign?" confirm="Let it sign" onConfirm={activate} onClose={close}>
          <WhatActivatingMeans algorithm={signingKey.algorithm} />
        </ConfirmDialog>
      )}
      {asking === 'retire' && (
        <ConfirmDialog title="Retire this key?" confirm="Retire it" onConfirm={retire} onClose={close}>
          <WhatRetiringMeans {...signingKey} />
        </ConfirmDialog>
      )}
    </Stack>
  );
}

function WhatActivatingMeans({ algorithm }: { readonly algorithm: string }) {
  return (
    <>
      <span>
        In ten seconds every server has it, and it signs. The former key is accepted until its last token is
        over; nobody is signed out.
      </span>
      <Alert severity="warning">
        {algorithm === 'HS256'
          ? 'Services that do not have its secret will refuse its tokens.'
          : 'Services that keep the published keys may not have it yet: it was to sign only when all have it.'}
      </Alert>
    </>
  );
}

function WhatRetiringMeans({ state, verifies_until: until }: SigningKey) {
  if (state !== 'superseded') return <span>It has signed nothing, and will not.</span>;
  return (
    <>
      <span>
        It goes by itself once its last token is over
        {until !== null && (
          <>
            , at <When at={until} />
          </>
        )}
        . Retire it before only if it has leaked.
      </span>
      <Alert severity="warning">
        Tokens that it has signed are refused from now on. Whoever holds one refreshes once; nobody is signed
        out.
      </Alert>
    </>
  );
}
