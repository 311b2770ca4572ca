import { Button, Stack, TextField } from '@mui/material';
import { useState } from 'react';

/** A text to hand over: selected as a whole when it is touched, and copied by a button. */
export function CopyField({ label, text }: { readonly label: string; readonly text: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  };
  return (
    <Stack direction={{ xs: 'column', sm: 'row' }} spacing={1} sx={{ alignItems: { sm: 'flex-start' } }}>
      <TextField
        label={label}
        value={text}
        fullWidth
        helperText={
          state === 'refused' ? 'The browser does not copy here. Select the text and copy it.' : undefined
        }
        slotProps={{ htmlInput: { readOnly: true } }}
        onFocus={(event) => (event.target as HTMLInputElement).select()}
      />
      <Button variant="outlined" onClick={copy} sx={{ height: 40, minWidth: 96 }}>
        <span aria-live="polite">{state === 'copied' ? 'Copied' : 'Copy'}</span>
      </Button>
    </Stack>
  );
}
