import { Box, Skeleton, Tab, Tabs, Typography } from '@mui/material';
import { EditBase, useEditContext } from 'react-admin';
import { useParams, useSearchParams } from 'react-router';
import type { Account } from '../../api/shapes.ts';
import { Page } from '../../layout/page.tsx';
import { CursorList } from '../../lists/cursor-list.tsx';
import { RecordList } from '../../lists/record-list.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { auditColumns } from '../audit/audit-columns.tsx';
import { EndAllButton } from '../sessions/end-all-button.tsx';
import { sessionColumns } from '../sessions/session-columns.tsx';
import { AccountActions } from './account-actions.tsx';
import { AccountForm } from './account-form.tsx';
import { AccountMarks } from './account-marks.tsx';
import { useFormFaults } from './use-form-faults.ts';

export function AccountPage() {
  const { id = '' } = useParams();
  const onError = useFormFaults();
  return (
    <EditBase
      resource="accounts"
      id={id}
      redirect={false}
      mutationMode="pessimistic"
      mutationOptions={{ onError }}
      queryOptions={{ onError: () => undefined }}
    >
      <Content />
    </EditBase>
  );
}

function Content() {
  const { record, error, refetch } = useEditContext<Account>();
  if (!record) {
    return (
      <Page title="Account">
        {error ? (
          <FaultAlert error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton variant="rounded" height={320} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={record.email}
      intro={<AccountMarks account={record} />}
      actions={<AccountActions account={record} />}
    >
      <AccountTabs account={record} />
    </Page>
  );
}

function AccountTabs({ account }: { readonly account: Account }) {
  const [search, setSearch] = useSearchParams();
  const tab = search.get('tab') ?? 'account';
  const filter = { account: String(account.id) };
  const sessions = account.live_sessions ?? 0;
  return (
    <>
      <Tabs
        value={tab}
        onChange={(_event, next: string) => setSearch(next === 'account' ? {} : { tab: next })}
        variant="scrollable"
        sx={{ mb: 3, borderBottom: 1, borderColor: 'divider' }}
      >
        <Tab value="account" label="Account" id="tab-account" aria-controls="panel" />
        <Tab value="sessions" label={`Sessions (${sessions} live)`} id="tab-sessions" aria-controls="panel" />
        <Tab value="audit" label="Audit trail" id="tab-audit" aria-controls="panel" />
      </Tabs>
      <Box role="tabpanel" id="panel" aria-labelledby={`tab-${tab}`}>
        {tab === 'account' && <AccountForm account={account} />}
        {tab === 'sessions' && (
          <>
            <Box sx={{ display: 'flex', gap: 2, mb: 2, alignItems: 'center' }}>
              <Typography sx={{ flex: 1 }} color="textSecondary">
                The live ones, and those that ended.
              </Typography>
              {sessions > 0 && <EndAllButton account={account} />}
            </Box>
            <CursorList resource="sessions" filter={{ ...filter, state: 'all' }}>
              <RecordList label="Sessions" columns={sessionColumns} empty="This account has no sessions." />
            </CursorList>
          </>
        )}
        {tab === 'audit' && (
          <CursorList resource="audit" filter={filter}>
            <RecordList label="Events" columns={auditColumns} empty="Nothing is recorded of this account." />
          </CursorList>
        )}
      </Box>
    </>
  );
}
