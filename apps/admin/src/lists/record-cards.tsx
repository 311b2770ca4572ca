import { Box, Card, Stack } from '@mui/material';
import type { Identifier } from 'react-admin';
import type { RecordsProps } from './column.ts';

/** The same records on a phone, each a card with its fields below each other. */
export function RecordCards<R extends { readonly id: Identifier }>({
  label,
  columns,
  records,
}: RecordsProps<R>) {
  return (
    <Stack component="ul" aria-label={label} spacing={1.5} sx={{ listStyle: 'none', p: 0, m: 0 }}>
      {records.map((record) => (
        <Card key={record.id} component="li" sx={{ p: 2, display: 'grid', gap: 1.5 }}>
          <Box component="dl" sx={fields}>
            {columns
              .filter(({ isAction }) => !isAction)
              .map(({ label: heading, show }) => (
                <Box key={heading} sx={{ display: 'contents' }}>
                  <Box component="dt" sx={{ color: 'text.secondary' }}>
                    {heading}
                  </Box>
                  <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
                    {show(record)}
                  </Box>
                </Box>
              ))}
          </Box>
          {columns
            .filter(({ isAction }) => isAction)
            .map(({ label: heading, show }) => (
              <Box key={heading}>{show(record)}</Box>
            ))}
        </Card>
      ))}
    </Stack>
  );
}

const fields = {
  m: 0,
  display: 'grid',
  gridTemplateColumns: 'max-content minmax(0, 1fr)',
  columnGap: 2,
  rowGap: 0.75,
  typography: 'body2',
} as const;
