import { Box, Card, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Brand } from './brand.tsx';

/** The page of somebody who is not in yet. */
export function Entrance({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Box component="main" sx={{ minHeight: '100vh', display: 'grid', placeItems: 'center', p: 2 }}>
      <title>{`${title} · Latchkey`}</title>
      <Box sx={{ width: '100%', maxWidth: 400, display: 'grid', gap: 2.5, pb: '8vh' }}>
        <Brand />
        <Card sx={{ p: { xs: 2.5, sm: 4 }, display: 'grid', gap: 2 }}>
          <Typography component="h1" variant="h1">
            {title}
          </Typography>
          {children}
        </Card>
      </Box>
    </Box>
  );
}
