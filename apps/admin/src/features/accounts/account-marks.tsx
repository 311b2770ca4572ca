import { Chip, Stack } from '@mui/material';
import type { Account } from '../../api/shapes.ts';

/** What is special about an account. */
export function AccountMarks({ account }: { readonly account: Account }) {
  return (
    <Stack direction="row" spacing={0.75}>
      {account.is_active ? (
        <Chip size="small" variant="outlined" label="active" />
      ) : (
        <Chip size="small" color="warning" variant="outlined" label="disabled" />
      )}
      {account.is_staff && <Chip size="small" color="primary" variant="outlined" label="staff" />}
    </Stack>
  );
}
