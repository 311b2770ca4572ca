import { parseSetting } from './parse.ts';
import type { SettingDefinition } from './definition.ts';
import { settingDefinitions, settingNames, type SettingName } from './registry.ts';
import type { SettingValues } from './registry.ts';

/**
 * The defaults of all settings, with those that the environment gives in their place.
 * Adds a line to `problems` for each value that cannot be used.
 */
export function settingDefaults(
  environment: Readonly<Record<string, string | undefined>>,
  production: boolean,
  problems: string[],
): SettingValues {
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of settingNames) {
    const definition: SettingDefinition = settingDefinitions[name];
    values[name] = definition.default === 'production' ? production : definition.default;
    const text = environment[name];
    if (text === undefined || text === '') continue;
    const parsed = parseSetting(definition, text);
    if ('problem' in parsed) problems.push(`${name} ${parsed.problem}.`);
    else values[name] = parsed.value;
  }
  // Each name was given a value of its definition's type just above.
  return Object.freeze(values) as SettingValues;
}
