import { Link, Typography } from '@mui/material';
import { Link as RouterLink } from 'react-router';
import type { AccountReference } from '../api/shapes.ts';

/** An account by its address, leading to its page; one that is gone has its id alone. */
export function AccountLink({ account }: { readonly account: AccountReference | null }) {
  if (!account)
    return (
      <Typography component="span" variant="body2" color="textSecondary">
        –
      </Typography>
    );
  if (account.email === null) {
    return (
      <Typography component="span" variant="body2" color="textSecondary">
        deleted account {account.id}
      </Typography>
    );
  }
  return (
    <Link component={RouterLink} to={`/accounts/${account.id}`} sx={{ overflowWrap: 'break-word' }}>
      {account.email}
    </Link>
  );
}
