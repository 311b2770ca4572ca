import { Box, Typography } from '@mui/material';

/** The name, with its key. */
export function Brand() {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.25 }}>
      <img src="/admin/favicon.svg" alt="" width={28} height={28} />
      <Typography component="span" sx={{ fontWeight: 700, fontSize: '1.05rem', letterSpacing: '-0.01em' }}>
        Latchkey
      </Typography>
    </Box>
  );
}
