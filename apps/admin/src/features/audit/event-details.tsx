import { Box, Button } from '@mui/material';
import { useState } from 'react';
import type { AuditEvent } from '../../api/shapes.ts';
import { detailInWords, nameOfDetail } from './details.ts';

/** What an event tells besides, in words; the ids only when asked for. */
export function EventDetails({ event }: { readonly event: AuditEvent }) {
  const [isOpen, setOpen] = useState(false);
  const details = Object.entries(event.details);
  const ids = [
    ['session', event.session_id],
    ['request', event.request_id],
  ].filter((entry): entry is [string, string] => entry[1] !== null);
  return (
    <Box sx={{ minWidth: { sm: '14rem' }, overflowWrap: 'anywhere' }}>
      {details.map(([name, value]) => (
        <div key={name}>
          {nameOfDetail(name)}: {detailInWords(value)}
        </div>
      ))}
      {isOpen &&
        ids.map(([name, id]) => (
          <div key={name}>
            {name}: <code>{id}</code>
          </div>
        ))}
      {ids.length > 0 && (
        <Button
          size="small"
          color="inherit"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          sx={{ p: 0, minWidth: 0, color: 'text.secondary', fontWeight: 400 }}
        >
          {isOpen ? 'Hide ids' : 'Ids'}
        </Button>
      )}
    </Box>
  );
}
