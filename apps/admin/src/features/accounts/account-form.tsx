import { Box, Card, Typography } from '@mui/material';
import { BooleanInput, SaveButton, SimpleForm, TextInput, required } from 'react-admin';
import type { Account } from '../../api/shapes.ts';
import { When } from '../../parts/when.tsx';
import { formSpacing } from './form-spacing.ts';

export function AccountForm({ account }: { readonly account: Account }) {
  return (
    <Card sx={{ maxWidth: 560 }}>
      <SimpleForm
        sx={formSpacing}
        toolbar={
          <Box sx={{ p: 2.5, pt: 0 }}>
            <SaveButton label="Save" />
          </Box>
        }
      >
        <TextInput
          source="email"
          label="E-mail address"
          type="email"
          validate={required()}
          variant="outlined"
          fullWidth
          helperText="A change voids reset links that were made before."
        />
        <TextInput
          source="username"
          label="Name"
          variant="outlined"
          fullWidth
          parse={(text: string) => text}
          helperText={false}
        />
        <BooleanInput source="is_staff" label="Staff: may use this site" helperText={false} />
        <Box component="dl" sx={facts}>
          <dt>Id</dt>
          <dd>{account.id}</dd>
          <dt>Made</dt>
          <dd>
            <When at={account.created_at} />
          </dd>
        </Box>
        <Typography variant="body2" color="textSecondary">
          Nobody can read a password here, and none can be set: hand over a reset link.
        </Typography>
      </SimpleForm>
    </Card>
  );
}

const facts = {
  display: 'grid',
  gridTemplateColumns: 'max-content 1fr',
  columnGap: 2,
  rowGap: 0.5,
  my: 1,
  typography: 'body2',
  '& dt': { color: 'text.secondary' },
  '& dd': { m: 0 },
} as const;
