import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useEffect, useId, useState } from 'react';
import { client } from '../../api/client.ts';
import type { MailInDetail } from '../../api/shapes.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';

/** What a mail says. The service masks the token of its link, unless the mail is for the operator to see. */
export function MailDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const [mail, setMail] = useState<MailInDetail>();
  const [fault, setFault] = useState<unknown>();
  const titleId = useId();
  useEffect(() => {
    client.json<MailInDetail>(`/api/admin/mails/${encodeURIComponent(id)}/`).then(setMail, setFault);
  }, [id]);
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={titleId}>
      <DialogTitle id={titleId}>{mail?.subject ?? 'Mail'}</DialogTitle>
      <DialogContent>
        {fault !== undefined && <FaultAlert error={fault} />}
        {mail && (
          <Box
            component="pre"
            tabIndex={0}
            aria-label="Text of the mail"
            sx={{ m: 0, fontFamily: 'inherit', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
          >
            {mail.text}
          </Box>
        )}
        {!mail && fault === undefined && <p role="status">Loading …</p>}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}
