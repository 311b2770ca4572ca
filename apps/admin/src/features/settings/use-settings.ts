import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../api/client.ts';
import type { SettingsList } from '../../api/shapes.ts';

export const settingsQuery = queryOptions({
  queryKey: ['settings', 'list'],
  queryFn: ({ signal }) => client.json<SettingsList>('/api/admin/settings/', { signal }),
});

export function useSettings() {
  return useQuery(settingsQuery);
}

/** Saves values, all or none of them. @throws ApiProblem `settings_conflict` where the version is no longer the newest. */
export function saveSettings(
  version: number,
  values: Readonly<Record<string, unknown>>,
): Promise<SettingsList> {
  return client.json('/api/admin/settings/', { method: 'PATCH', body: { version, values } });
}
