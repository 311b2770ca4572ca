import { Box, Card, Skeleton, Stack, Typography } from '@mui/material';
import type { SubmitEvent } from 'react';
import type { SettingsList } from '../../api/shapes.ts';
import { Page } from '../../layout/page.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { NewerAlert } from './newer-alert.tsx';
import { SaveBar } from './save-bar.tsx';
import { SettingRow } from './setting-row.tsx';
import { SettingsTabs } from './settings-tabs.tsx';
import { useSettingsForm } from './use-settings-form.ts';
import { useSettings } from './use-settings.ts';

export function SettingsPage() {
  const { data, error, refetch } = useSettings();
  return (
    <Page
      title="Settings"
      intro="They change while the server runs: every node has a change within a second."
    >
      <SettingsTabs />
      {error && !data && <FaultAlert error={error} onRetry={() => void refetch()} />}
      {data ? <SettingsEditor newest={data} /> : !error && <Skeleton variant="rounded" height={420} />}
    </Page>
  );
}

function SettingsEditor({ newest }: { readonly newest: SettingsList }) {
  const form = useSettingsForm(newest);
  const { base, drafts, faults, consequences } = form;
  const groups = [...new Set(base.settings.map(({ group }) => group))];
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void form.save();
  };
  const hasFaults = Object.keys(faults).length > 0;
  return (
    <form onSubmit={submit} noValidate>
      <NewerAlert {...form} />
      <Stack spacing={4}>
        {groups.map((group) => (
          <Box key={group} component="section" aria-label={group}>
            <Typography component="h2" variant="h2" sx={{ mb: 1.5 }}>
              {group}
            </Typography>
            <Card>
              {base.settings
                .filter((setting) => setting.group === group)
                .map((setting) => (
                  <SettingRow
                    key={setting.name}
                    setting={setting}
                    draft={drafts[setting.name]}
                    fault={faults[setting.name]}
                    consequence={consequences[setting.name]}
                    onType={(draft) => form.type(setting.name, draft)}
                  />
                ))}
            </Card>
          </Box>
        ))}
        {form.error !== undefined && !hasFaults && <FaultAlert error={form.error} />}
        <SaveBar {...form} />
      </Stack>
    </form>
  );
}
