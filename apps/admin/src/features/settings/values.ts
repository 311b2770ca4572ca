import type { Setting, SettingValue } from '../../api/shapes.ts';
import { durationInWords, durationText, parseDuration } from '../../parts/durations.ts';

/** What is typed into a setting's field; null: back to the default. */
export type Draft = string | boolean | null;

/** `ACCESS_TOKEN_LIFETIME` as people say it. */
export function nameInWords(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll('_', ' ')
    .replace(/^cors/, 'CORS')
    .replace(/^email/, 'E-mail');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as it stands in its field. */
export function fieldValue({ unit }: Pick<Setting, 'unit'>, value: SettingValue): string | boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return value.join('\n');
  return unit === 'seconds' ? durationText(value) : String(value);
}

/** A value as people say it. */
export function valueInWords(unit: Setting['unit'], value: SettingValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return value.join(', ') || 'none';
  return unit === 'seconds' ? durationInWords(value) : value.toLocaleString('en');
}

/** What is typed, as the API takes it. It may be nonsense: the server says so. */
export function toApi({ type }: Pick<Setting, 'type'>, draft: Draft): unknown {
  return type === 'origins' && typeof draft === 'string' ? origins(draft) : draft;
}

/** Whether saving the draft would change anything. */
export function isChange(setting: Setting, draft: Draft): boolean {
  if (draft === null) return setting.overridden;
  if (typeof draft === 'boolean') return draft !== setting.value;
  if (setting.type === 'origins') return origins(draft).join() !== String(setting.value);
  if (setting.type === 'choice' || setting.type === 'text') return draft.trim() !== setting.value;
  const number = setting.unit === 'seconds' ? parseDuration(draft) : Number(draft.trim() || NaN);
  return number !== setting.value;
}

function origins(text: string): string[] {
  return text.split(/[\s,]+/).filter((origin) => origin !== '');
}
