import { Alert, Stack, Typography } from '@mui/material';
import type { SigningKey } from '../../api/shapes.ts';
import { Page } from '../../layout/page.tsx';
import { LoadingRows, Records } from '../../lists/record-list.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { AddKeyButton } from './add-key-button.tsx';
import { keyColumns } from './key-columns.tsx';
import { RotateButton } from './rotate-button.tsx';
import { useKeys } from './use-keys.ts';

const intro =
  'What signs access tokens. A new key is known to all before it signs, and a former one is accepted until its last token is over, so that nobody notices the change.';

export function KeysPage() {
  const { data, error, refetch } = useKeys();
  const signing = data?.keys.find(({ state }) => state === 'signing');
  return (
    <Page title="Keys" intro={intro} actions={signing && <Actions signing={signing} />}>
      <Stack spacing={2}>
        {error && <FaultAlert error={error} onRetry={() => void refetch()} />}
        {signing?.from_environment && <FromEnvironment />}
        {data ? <Keys keys={data.keys} /> : !error && <LoadingRows label="Keys" />}
        {signing?.algorithm === 'HS256' && !signing.from_environment && <TwoSteps />}
      </Stack>
    </Page>
  );
}

function Keys({ keys }: { readonly keys: readonly SigningKey[] }) {
  if (keys.length === 0) return <Alert severity="info">There is no key yet.</Alert>;
  return <Records label="Keys" columns={keyColumns} records={keys.map((key) => ({ ...key, id: key.kid }))} />;
}

function Actions({ signing }: { readonly signing: SigningKey }) {
  if (signing.from_environment) return null;
  return (
    <Stack direction="row" spacing={1.5}>
      {signing.algorithm === 'HS256' && <AddKeyButton />}
      <RotateButton signing={signing} />
    </Stack>
  );
}

function FromEnvironment() {
  return (
    <Alert severity="info">
      The servers were given their key as <code>JWT_SIGNING_KEY</code>, and it is changed there. First let all
      services that verify tokens accept the new secret beside the old one. Then start the servers one after
      the other with the new value: each accepts the tokens of both.
    </Alert>
  );
}

function TwoSteps() {
  return (
    <Typography variant="body2" color="textSecondary" sx={{ maxWidth: '70ch' }}>
      With HS256, services that verify tokens hold a copy of the secret. So a new one takes two steps: add a
      key and hand its secret over, and let it sign once all of them have it.
    </Typography>
  );
}
