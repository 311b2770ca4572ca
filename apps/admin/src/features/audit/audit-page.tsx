import { useQuery } from '@tanstack/react-query';
import { client } from '../../api/client.ts';
import { Page } from '../../layout/page.tsx';
import { CursorList } from '../../lists/cursor-list.tsx';
import { FilterSelect } from '../../lists/filter-select.tsx';
import { FilterText } from '../../lists/filter-text.tsx';
import { FilterTime } from '../../lists/filter-time.tsx';
import { Filters } from '../../lists/filters.tsx';
import { RecordList } from '../../lists/record-list.tsx';
import { useUrlFilters } from '../../lists/use-url-filters.ts';
import { auditOfAccountColumns } from './audit-columns.tsx';

export function AuditPage() {
  const { values, set } = useUrlFilters('event', 'account', 'actor', 'address', 'since', 'until');
  const { data } = useQuery({
    queryKey: ['audit', 'events'],
    queryFn: ({ signal }) => client.json<{ events: string[] }>('/api/admin/audit/events/', { signal }),
    staleTime: Infinity,
  });
  const events = Object.fromEntries((data?.events ?? []).map((event) => [event, event]));
  return (
    <Page title="Audit trail" intro="Every security event, kept as it happened. It never holds a secret.">
      <Filters>
        <FilterSelect
          label="Event"
          value={values.event}
          choices={events}
          any="All events"
          onChange={(event) => set({ event })}
        />
        <FilterText
          label="Id of the account"
          value={values.account}
          onChange={(account) => set({ account })}
        />
        <FilterText label="Id of who did it" value={values.actor} onChange={(actor) => set({ actor })} />
        <FilterText label="Address" value={values.address} onChange={(address) => set({ address })} />
        <FilterTime label="From" value={values.since} onChange={(since) => set({ since })} />
        <FilterTime label="Until" value={values.until} onChange={(until) => set({ until })} />
      </Filters>
      <CursorList resource="audit" filter={values}>
        <RecordList label="Events" columns={auditOfAccountColumns} empty="Nothing happened that fits." />
      </CursorList>
    </Page>
  );
}
