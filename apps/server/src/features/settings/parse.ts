import { parseDuration } from './durations.ts';
import type { ChoiceSetting, IntegerSetting, SettingDefinition, TextSetting } from './definition.ts';
import type { SettingValue } from './registry.ts';

export type Parsed = { readonly value: SettingValue } | { readonly problem: string };

const problems = {
  boolean: 'must be true or false',
  origins: 'must be origins like https://app.example.com (never *)',
};

/**
 * The value of a setting out of what somebody gave: the one validator of the API, the admin site, the command line and
 * the environment.
 *
 * @param given a value of the setting's type, or a text: `true`, `90`, `15m`, `https://a.example, https://b.example`.
 * @returns the value, or what is wrong, as the end of a sentence that begins with the name.
 */
export function parseSetting(definition: SettingDefinition, given: unknown): Parsed {
  switch (definition.type) {
    case 'boolean':
      return parseBoolean(given);
    case 'origins':
      return parseOrigins(given);
    case 'integer':
      return parseInteger(definition, given);
    case 'choice':
      return parseChoice(definition, given);
    case 'text':
      return parseText(definition, given);
  }
}

function parseBoolean(given: unknown): Parsed {
  if (typeof given === 'boolean') return { value: given };
  const word = typeof given === 'string' ? given.trim().toLowerCase() : '';
  if (['true', '1', 'yes', 'on'].includes(word)) return { value: true };
  if (['false', '0', 'no', 'off'].includes(word)) return { value: false };
  return { problem: problems.boolean };
}

const mostOrigins = 100;

function parseOrigins(given: unknown): Parsed {
  const list: unknown[] =
    typeof given === 'string' ? given.split(/[\s,]+/) : Array.isArray(given) ? given : [0];
  const origins = list.filter((origin) => origin !== '');
  if (origins.length > mostOrigins) return { problem: `must be at most ${mostOrigins} origins` };
  return origins.every(isOrigin) ? { value: [...new Set(origins)] } : { problem: problems.origins };
}

/** A scheme, a host and a port as a browser sends them (RFC 6454, section 6.2). */
function isOrigin(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    /^https?:\/\//.test(text) &&
    URL.canParse(text) &&
    new URL(text).origin === text
  );
}

function parseInteger({ unit, minimum, maximum }: IntegerSetting, given: unknown): Parsed {
  const number = unit === 'seconds' && typeof given === 'string' ? parseDuration(given) : parseNumber(given);
  if (number !== undefined && number >= minimum && number <= maximum) return { value: number };
  const form = unit === 'seconds' ? 'a duration in seconds (or like 15m, 30d)' : 'a whole number';
  return { problem: `must be ${form} from ${minimum} to ${maximum}` };
}

function parseChoice({ choices }: ChoiceSetting, given: unknown): Parsed {
  const word = typeof given === 'string' ? given.trim().toLowerCase() : '';
  return choices.includes(word) ? { value: word } : { problem: `must be one of ${choices.join(', ')}` };
}

/** One line: what breaks lines, or cannot be seen, has no place in a header of a mail. */
function parseText({ longest, form }: TextSetting, given: unknown): Parsed {
  const text = typeof given === 'string' ? given.trim() : '';
  const isLine = text !== '' && text.length <= longest && !/[\p{C}\p{Zl}\p{Zp}]/u.test(text);
  if (isLine && (form === undefined || form.pattern.test(text))) return { value: text };
  return { problem: `must be ${form?.words ?? `a line of 1 to ${longest} characters`}` };
}

function parseNumber(given: unknown): number | undefined {
  if (typeof given === 'string') return /^\d{1,12}$/.test(given.trim()) ? Number(given) : undefined;
  return Number.isSafeInteger(given) ? Number(given) : undefined;
}
