import { Button } from '@mui/material';
import { Link } from 'react-router';
import type { Account } from '../../api/shapes.ts';
import { Page } from '../../layout/page.tsx';
import { CursorList } from '../../lists/cursor-list.tsx';
import { FilterSelect } from '../../lists/filter-select.tsx';
import { FilterText } from '../../lists/filter-text.tsx';
import { Filters } from '../../lists/filters.tsx';
import type { Column } from '../../lists/column.ts';
import { RecordList } from '../../lists/record-list.tsx';
import { useUrlFilters } from '../../lists/use-url-filters.ts';
import { AccountLink } from '../../parts/account-link.tsx';
import { When } from '../../parts/when.tsx';
import { AccountMarks } from './account-marks.tsx';

const columns: readonly Column<Account>[] = [
  { label: 'E-mail address', show: (account) => <AccountLink account={account} /> },
  { label: 'Name', show: ({ username }) => username || '–' },
  { label: 'State', show: (account) => <AccountMarks account={account} /> },
  { label: 'Made', show: (account) => <When at={account.created_at} /> },
  { label: 'Id', show: ({ id }) => id },
];

export function AccountsPage() {
  const { values, set } = useUrlFilters('q', 'is_active', 'is_staff');
  const create = (
    <Button component={Link} to="/accounts/create" variant="contained">
      New account
    </Button>
  );
  return (
    <Page title="Accounts" actions={create}>
      <Filters>
        <FilterText
          label="Search address, name or id"
          type="search"
          value={values.q}
          onChange={(q) => set({ q })}
        />
        <FilterSelect
          label="State"
          value={values.is_active}
          choices={{ true: 'Active', false: 'Disabled' }}
          any="All"
          onChange={(choice) => set({ is_active: choice })}
        />
        <FilterSelect
          label="Staff"
          value={values.is_staff}
          choices={{ true: 'Staff', false: 'Others' }}
          any="All"
          onChange={(choice) => set({ is_staff: choice })}
        />
      </Filters>
      <CursorList resource="accounts" filter={values}>
        <RecordList label="Accounts" columns={columns} empty="There is no such account." />
      </CursorList>
    </Page>
  );
}
