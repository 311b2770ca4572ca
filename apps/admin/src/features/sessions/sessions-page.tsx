import { Page } from '../../layout/page.tsx';
import { CursorList } from '../../lists/cursor-list.tsx';
import { FilterSelect } from '../../lists/filter-select.tsx';
import { FilterText } from '../../lists/filter-text.tsx';
import { Filters } from '../../lists/filters.tsx';
import { RecordList } from '../../lists/record-list.tsx';
import { useUrlFilters } from '../../lists/use-url-filters.ts';
import { sessionOfAccountColumns } from './session-columns.tsx';

const states = { live: 'Live', ended: 'Ended', all: 'All' };

export function SessionsPage() {
  const { values, set } = useUrlFilters('state', 'account');
  return (
    <Page title="Sessions" intro="Each login is a session, however often it is refreshed.">
      <Filters>
        <FilterSelect
          label="State"
          value={values.state ?? 'live'}
          choices={states}
          onChange={(state) => set({ state: state === 'live' ? '' : state })}
        />
        <FilterText
          label="Id of the account"
          value={values.account}
          onChange={(account) => set({ account })}
        />
      </Filters>
      <CursorList resource="sessions" filter={values}>
        <RecordList label="Sessions" columns={sessionOfAccountColumns} empty="There is no such session." />
      </CursorList>
    </Page>
  );
}
