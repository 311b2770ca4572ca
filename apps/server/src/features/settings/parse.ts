import type { SettingDefinition, SettingName, SettingValues } from './registry.ts';
import { settingDefinitions, settingNames } from './registry.ts';

type Parsed = { value: number | boolean | readonly string[] } | { problem: string };

const secondsPerUnit: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Reads `90`, `90s`, `15m`, `12h`, `30d` or `4w` as seconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,12})([smhdw]?)$/.exec(text.trim());
  return match ? Number(match[1]) * (secondsPerUnit[match[2] || 's'] ?? 1) : undefined;
}

/** Reads a setting from text, as given in an environment variable or on the command line. */
export function parseSettingText(definition: SettingDefinition, text: string): Parsed {
  if (definition.type === 'boolean') {
    const word = text.trim().toLowerCase();
    if (['true', '1', 'yes', 'on'].includes(word)) return { value: true };
    if (['false', '0', 'no', 'off'].includes(word)) return { value: false };
    return { problem: 'must be true or false' };
  }
  if (definition.type === 'origins') {
    const origins = text
      .split(',')
      .map((origin) => origin.trim())
      .filter(Boolean);
    const wrong = origins.find((origin) => !isOrigin(origin));
    return wrong === undefined
      ? { value: origins }
      : { problem: 'must be origins like https://app.example.com, separated by commas (never *)' };
  }
  const number = definition.unit === 'seconds' ? parseDuration(text) : parseInteger(text);
  if (number === undefined || number < definition.minimum || number > definition.maximum) {
    const form =
      definition.unit === 'seconds' ? 'a duration in seconds (or like 15m, 30d)' : 'a whole number';
    return { problem: `must be ${form} from ${definition.minimum} to ${definition.maximum}` };
  }
  return { value: number };
}

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
    const parsed = parseSettingText(definition, text);
    if ('problem' in parsed) problems.push(`${name} ${parsed.problem}.`);
    else values[name] = parsed.value;
  }
  // Each name was given a value of its definition's type just above.
  return Object.freeze(values) as SettingValues;
}

function parseInteger(text: string): number | undefined {
  return /^\d{1,12}$/.test(text.trim()) ? Number(text) : undefined;
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
