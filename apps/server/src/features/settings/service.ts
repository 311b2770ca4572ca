import type { SettingName, SettingValues } from './registry.ts';

/** The settings this process runs with. Reading one costs no query. */
export interface Settings {
  get<N extends SettingName>(name: N): SettingValues[N];
}

/** Settings that hold the given values. */
export function createSettings(values: SettingValues): Settings {
  return { get: (name) => values[name] };
}
