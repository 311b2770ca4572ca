import { Box, Card } from '@mui/material';
import { BooleanInput, CreateBase, SaveButton, SimpleForm, TextInput, required } from 'react-admin';
import { Page } from '../../layout/page.tsx';
import { formSpacing } from './form-spacing.ts';
import { useFormFaults } from './use-form-faults.ts';

export function NewAccountPage() {
  const onError = useFormFaults();
  return (
    <Page title="New account">
      <CreateBase resource="accounts" redirect="edit" mutationOptions={{ onError }}>
        <Card sx={{ maxWidth: 560 }}>
          <SimpleForm
            sanitizeEmptyValues
            sx={formSpacing}
            toolbar={
              <Box sx={{ p: 2.5, pt: 0 }}>
                <SaveButton label="Make the account" />
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
            />
            <TextInput source="username" label="Name" variant="outlined" fullWidth />
            <TextInput
              source="password"
              label="Password"
              type="password"
              autoComplete="new-password"
              variant="outlined"
              fullWidth
              helperText="Leave it empty and hand over a reset link instead: then nobody but the owner knows it."
            />
            <BooleanInput
              source="is_staff"
              label="Staff: may use this site"
              defaultValue={false}
              helperText={false}
            />
          </SimpleForm>
        </Card>
      </CreateBase>
    </Page>
  );
}
