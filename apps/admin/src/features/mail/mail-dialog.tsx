import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, Tab, Tabs } from '@mui/material';
import { useEffect, useId, useState } from 'react';
import { client } from '../../api/client.ts';
import type { MailInDetail } from '../../api/shapes.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { MailPreview } from './mail-preview.tsx';

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
      <DialogTitle id={titleId}>{mail ? mail.subject || 'Mail' : 'Mail'}</DialogTitle>
      <DialogContent>
        {fault !== undefined && <FaultAlert error={fault} />}
        {mail && mail.html !== '' && <MailForms mail={mail} />}
        {mail?.html === '' && <p>This version of Latchkey does not know this kind of mail.</p>}
        {!mail && fault === undefined && <p role="status">Loading …</p>}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}

/** Both forms of the mail: its receiver's program picks one. */
function MailForms({ mail }: { readonly mail: MailInDetail }) {
  const [form, setForm] = useState<'html' | 'text'>('html');
  const id = useId();
  const tab = (name: 'html' | 'text') => ({ id: `${id}-${name}`, 'aria-controls': `${id}-form` });
  return (
    <>
      <Tabs
        value={form}
        onChange={(_event, chosen: 'html' | 'text') => setForm(chosen)}
        aria-label="Form"
        sx={{ mb: 2 }}
      >
        <Tab label="HTML" value="html" {...tab('html')} />
        <Tab label="Text" value="text" {...tab('text')} />
      </Tabs>
      <Box role="tabpanel" id={`${id}-form`} aria-labelledby={`${id}-${form}`}>
        {form === 'html' ? (
          <MailPreview html={mail.html} title="The mail as its receiver sees it" />
        ) : (
          <Box
            component="pre"
            tabIndex={0}
            aria-label="Text of the mail"
            sx={{ m: 0, fontFamily: 'inherit', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
          >
            {mail.text}
          </Box>
        )}
      </Box>
    </>
  );
}
