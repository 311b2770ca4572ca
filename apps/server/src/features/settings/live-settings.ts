import type { Db } from '../../db/database.ts';
import { parseSetting } from './parse.ts';
import * as queries from './queries.ts';
import { isSettingName, settingDefinitions, type SettingName, type SettingValues } from './registry.ts';

/** The settings this process runs with. Reading one costs no query. */
export interface Settings {
  get<N extends SettingName>(name: N): SettingValues[N];
}

/** Settings that follow what is stored in the database. */
export interface LiveSettings extends Settings {
  /** The version that this process runs with; 0 before the first change. */
  readonly version: () => number;
  defaults(): SettingValues;
  /** The settings that are stored, which win over their defaults. */
  overridden(): ReadonlySet<string>;
  /**
   * Looks for a newer version, and runs with it from now on.
   *
   * @returns whether there was one.
   */
  refresh(): Promise<boolean>;
}

/** @param onUnusable told the name of a stored value that this version of Latchkey cannot use; the default holds then. */
export async function openLiveSettings(
  db: Db,
  defaults: SettingValues,
  onUnusable: (name: string) => void = () => {},
): Promise<LiveSettings> {
  let values = defaults;
  let overridden: ReadonlySet<string> = new Set();
  let version = -1;

  const live: LiveSettings = {
    get: (name) => values[name],
    version: () => version,
    defaults: () => defaults,
    overridden: () => overridden,
    async refresh() {
      // The version first: values that are newer than it are merely read once more at the next look.
      const found = await queries.selectVersion(db);
      if (found === version) return false;
      const stored = await queries.selectOverrides(db);
      // A look that began earlier may end later.
      if (found < version) return false;
      values = merge(defaults, stored, onUnusable);
      overridden = new Set([...stored.keys()].filter(isSettingName));
      version = found;
      return true;
    },
  };
  await live.refresh();
  return live;
}

function merge(
  defaults: SettingValues,
  stored: ReadonlyMap<string, string>,
  onUnusable: (name: string) => void,
): SettingValues {
  const values: Record<string, unknown> = { ...defaults };
  for (const [name, json] of stored) {
    const parsed = isSettingName(name) ? parseSetting(settingDefinitions[name], JSON.parse(json)) : undefined;
    if (parsed && 'value' in parsed) values[name] = parsed.value;
    else onUnusable(name);
  }
  // The defaults have every name; a value that replaces one was parsed by its definition.
  return Object.freeze(values) as SettingValues;
}
