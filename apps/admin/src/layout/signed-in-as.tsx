import SignOutIcon from '@mui/icons-material/LogoutOutlined';
import { Box, Button, Typography } from '@mui/material';
import { useGetIdentity, useLogout, useNotify } from 'react-admin';
import { faultOf } from '../api/problems.ts';

/** Who is signed in, and the way out. */
export function SignedInAs() {
  const { data } = useGetIdentity();
  const logout = useLogout();
  const notify = useNotify();
  const signOut = (): void => {
    logout().catch((error: unknown) => {
      const { title, detail } = faultOf(error);
      notify(`You are still signed in. ${title}. ${detail}`, { type: 'error' });
    });
  };
  return (
    <Box sx={{ display: 'grid' }}>
      <Typography
        variant="body2"
        noWrap
        title={data?.fullName ?? ''}
        sx={{ px: 0.75, color: 'text.secondary' }}
      >
        {data?.fullName ?? '\u00a0'}
      </Typography>
      <Button
        color="inherit"
        size="small"
        startIcon={<SignOutIcon />}
        onClick={signOut}
        sx={{ justifyContent: 'flex-start' }}
      >
        Sign out
      </Button>
    </Box>
  );
}
