import { Page } from '../../layout/page.tsx';
import { CursorList } from '../../lists/cursor-list.tsx';
import { FilterSelect } from '../../lists/filter-select.tsx';
import { FilterText } from '../../lists/filter-text.tsx';
import { Filters } from '../../lists/filters.tsx';
import { RecordList } from '../../lists/record-list.tsx';
import { useUrlFilters } from '../../lists/use-url-filters.ts';
import { mailColumns } from './mail-columns.tsx';
import { stateWords } from './states.ts';

export function MailsPage() {
  const { values, set } = useUrlFilters('state', 'account');
  return (
    <Page title="Mail" intro="What waits to be sent, and what became of the rest.">
      <Filters>
        <FilterSelect
          label="State"
          value={values.state}
          choices={stateWords}
          any="All"
          onChange={(state) => set({ state })}
        />
        <FilterText
          label="Id of the account"
          value={values.account}
          onChange={(account) => set({ account })}
        />
      </Filters>
      <CursorList resource="mails" filter={values}>
        <RecordList label="Mails" columns={mailColumns} empty="There is no such mail." />
      </CursorList>
    </Page>
  );
}
