import type { LiveSettings } from './live-settings.ts';
import type { ChangeRow } from './queries.ts';
import type { SettingDefinition } from './definition.ts';
import { settingDefinitions, type SettingName, type SettingValue } from './registry.ts';

/** A setting as clients see it. */
export function describeSetting(live: LiveSettings, name: SettingName) {
  const definition: SettingDefinition = settingDefinitions[name];
  const range = definition.type === 'integer' ? definition : undefined;
  return {
    name,
    value: live.get(name),
    default: live.defaults()[name],
    overridden: live.overridden().has(name),
    type: definition.type,
    unit: range?.unit ?? null,
    minimum: range?.minimum ?? null,
    maximum: range?.maximum ?? null,
    choices: definition.type === 'choice' ? [...definition.choices] : null,
    group: definition.group,
    help: definition.help,
  };
}

/** A change as clients see it; null stands for the default. */
export function describeChange(row: ChangeRow) {
  // Written by the service, as JSON.
  const read = (json: string | null): SettingValue | null =>
    json === null ? null : (JSON.parse(json) as SettingValue);
  return {
    id: `${row.version}-${row.name}`,
    version: row.version,
    name: row.name,
    at: new Date(row.at).toISOString(),
    from: read(row.from),
    to: read(row.to),
    actor: row.actorId === null ? null : { id: row.actorId, email: row.actorEmail },
    source: row.source,
  };
}
