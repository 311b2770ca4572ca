import type { Setting, SettingsList } from '../../api/shapes.ts';
import { isChange, toApi, type Draft } from './values.ts';

export type Drafts = Readonly<Record<string, Draft>>;

/** The drafts that would change something, as the API takes them. */
export function valuesToSave({ settings }: SettingsList, drafts: Drafts): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const setting of settings) {
    const draft = drafts[setting.name];
    if (draft !== undefined && isChange(setting, draft)) values[setting.name] = toApi(setting, draft);
  }
  return values;
}

export interface NewerValue {
  readonly setting: Setting;
  readonly before: Setting;
  /** What was typed here for the same setting. */
  readonly draft: Draft | undefined;
}

/** What somebody else changed since the drafts were begun. */
export function newerValues(base: SettingsList, newest: SettingsList, drafts: Drafts): NewerValue[] {
  return newest.settings.flatMap((setting) => {
    const before = base.settings.find(({ name }) => name === setting.name);
    const isSame =
      before?.overridden === setting.overridden && String(before.value) === String(setting.value);
    if (!before || isSame) return [];
    const draft = drafts[setting.name];
    return [{ setting, before, draft: draft !== undefined && isChange(setting, draft) ? draft : undefined }];
  });
}

export function withoutDrafts(drafts: Drafts, names: readonly string[]): Drafts {
  return Object.fromEntries(Object.entries(drafts).filter(([name]) => !names.includes(name)));
}
