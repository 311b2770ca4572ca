import { Stack } from '@mui/material';
import type { ReactNode } from 'react';

/** The filters above a list. */
export function Filters({ children }: { readonly children: ReactNode }) {
  return (
    <Stack
      role="search"
      direction={{ xs: 'column', sm: 'row' }}
      useFlexGap
      spacing={1.5}
      sx={{ mb: 2, flexWrap: { sm: 'wrap' } }}
    >
      {children}
    </Stack>
  );
}
