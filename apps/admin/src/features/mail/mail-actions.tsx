import { Button, Stack } from '@mui/material';
import { useState } from 'react';
import { useNotify, useRefresh } from 'react-admin';
import { client } from '../../api/client.ts';
import type { Mail } from '../../api/shapes.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { MailDialog } from './mail-dialog.tsx';
import { canBeSentAgain } from './states.ts';

export function MailActions({ mail }: { readonly mail: Mail }) {
  const [open, setOpen] = useState<'mail' | 'question'>();
  const refresh = useRefresh();
  const notify = useNotify();
  const close = (): void => setOpen(undefined);
  const what = `the mail «${mail.template}» to ${mail.recipient}`;
  const sendAgain = async (): Promise<void> => {
    await client.json(`/api/admin/mails/${encodeURIComponent(mail.id)}/send/`, { method: 'POST', body: {} });
    notify('The mail waits to be sent again.', { type: 'success' });
    refresh();
  };
  return (
    <Stack direction="row" spacing={1}>
      <Button size="small" aria-label={`Show ${what}`} onClick={() => setOpen('mail')}>
        Show
      </Button>
      {canBeSentAgain(mail) && (
        <Button size="small" aria-label={`Send again ${what}`} onClick={() => setOpen('question')}>
          Send again
        </Button>
      )}
      {open === 'mail' && <MailDialog id={mail.id} onClose={close} />}
      {open === 'question' && (
        <ConfirmDialog
          title="Send this mail again?"
          confirm="Send it again"
          onConfirm={sendAgain}
          onClose={close}
        >
          <span>
            {mail.state === 'uncertain'
              ? `${mail.recipient} may have received it already: the mail server did not say. The second one carries the same Message-ID.`
              : `It goes to ${mail.recipient} once more.`}
          </span>
        </ConfirmDialog>
      )}
    </Stack>
  );
}
