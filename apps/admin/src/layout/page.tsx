import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

interface PageProps {
  readonly title: string;
  readonly intro?: ReactNode;
  /** What can be done here, at the right of the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page: its title, in the document's too, and its content. */
export function Page({ title, intro, actions, children }: PageProps) {
  return (
    <>
      <title>{`${title} · Latchkey`}</title>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'flex-end', mb: 3 }}>
        <Box sx={{ flex: '1 1 16rem' }}>
          <Typography component="h1" variant="h1" sx={{ overflowWrap: 'anywhere' }}>
            {title}
          </Typography>
          {intro !== undefined && (
            <Typography sx={{ mt: 0.5, maxWidth: '62ch', color: 'text.secondary' }}>{intro}</Typography>
          )}
        </Box>
        {actions}
      </Box>
      {children}
    </>
  );
}
