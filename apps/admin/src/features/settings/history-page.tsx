import { Stack } from '@mui/material';
import type { SettingChange } from '../../api/shapes.ts';
import { Page } from '../../layout/page.tsx';
import { CursorList } from '../../lists/cursor-list.tsx';
import { FilterSelect } from '../../lists/filter-select.tsx';
import { Filters } from '../../lists/filters.tsx';
import type { Column } from '../../lists/column.ts';
import { RecordList } from '../../lists/record-list.tsx';
import { useUrlFilters } from '../../lists/use-url-filters.ts';
import { AccountLink } from '../../parts/account-link.tsx';
import { When } from '../../parts/when.tsx';
import { ReturnButton } from './return-button.tsx';
import { SettingsTabs } from './settings-tabs.tsx';
import { useSettings } from './use-settings.ts';
import { nameInWords, valueInWords } from './values.ts';

export function HistoryPage() {
  const { values, set } = useUrlFilters('name');
  const settings = useSettings().data?.settings ?? [];
  const names = Object.fromEntries(settings.map(({ name }) => [name, nameInWords(name)]));

  const inWords = (change: SettingChange, value: SettingChange['to']): string => {
    const setting = settings.find(({ name }) => name === change.name);
    return value === null ? 'the default' : valueInWords(setting?.unit ?? null, value);
  };
  const columns: Column<SettingChange>[] = [
    { label: 'When', show: ({ at }) => <When at={at} /> },
    { label: 'Setting', show: ({ name }) => nameInWords(name) },
    { label: 'From', show: (change) => inWords(change, change.from) },
    { label: 'To', show: (change) => inWords(change, change.to) },
    {
      label: 'Who',
      show: ({ actor, source }) => (actor ? <AccountLink account={actor} /> : source),
    },
    { label: 'Version', show: ({ version }) => version },
    {
      label: 'Return',
      isAction: true,
      show: (change) => <ReturnButton change={change} inWords={inWords(change, change.from)} />,
    },
  ];
  return (
    <Page title="History of the settings" intro="Who changed what, and the way back.">
      <SettingsTabs />
      <Filters>
        <FilterSelect
          label="Setting"
          value={values.name}
          choices={names}
          any="All"
          onChange={(name) => set({ name })}
        />
      </Filters>
      <Stack>
        <CursorList resource="settings/history" filter={values}>
          <RecordList label="Changes of settings" columns={columns} empty="Nothing has been changed yet." />
        </CursorList>
      </Stack>
    </Page>
  );
}
