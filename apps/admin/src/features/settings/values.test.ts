import { describe, expect, test } from 'vitest';
import type { Setting, SettingsList } from '../../api/shapes.ts';
import { newerValues, valuesToSave } from './drafts.ts';
import { isChange } from './values.ts';

const lifetime: Setting = {
  name: 'ACCESS_TOKEN_LIFETIME',
  value: 60,
  default: 30,
  overridden: true,
  type: 'integer',
  choices: null,
  unit: 'seconds',
  minimum: 1,
  maximum: 86_400,
  group: 'Tokens',
  help: '',
};
const open: Setting = {
  ...lifetime,
  name: 'REGISTRATION_OPEN',
  type: 'boolean',
  unit: null,
  value: true,
  default: true,
  overridden: false,
};
const origins: Setting = { ...open, name: 'CORS_ALLOWED_ORIGINS', type: 'origins', value: [], default: [] };
const base: SettingsList = { version: 3, settings: [lifetime, open, origins] };

describe('what is typed', () => {
  test.each(['60', '1m', ' 60s '])('%j changes nothing where the value is a minute', (typed) =>
    expect(isChange(lifetime, typed)).toBe(false),
  );

  test('nonsense and emptiness are changes, so that the server can say what is wrong', () => {
    expect([isChange(lifetime, 'soon'), isChange(lifetime, '')]).toEqual([true, true]);
  });

  test('going back to the default is a change only where there is something to go back from', () => {
    expect([isChange(lifetime, null), isChange(open, null)]).toEqual([true, false]);
  });

  test('only what differs is saved, and origins as a list', () => {
    const typed = 'https://a.example\nhttps://b.example';
    const drafts = { ACCESS_TOKEN_LIFETIME: '1m', REGISTRATION_OPEN: false, CORS_ALLOWED_ORIGINS: typed };
    expect(valuesToSave(base, drafts)).toEqual({
      REGISTRATION_OPEN: false,
      CORS_ALLOWED_ORIGINS: ['https://a.example', 'https://b.example'],
    });
  });
});

test('what somebody else changed is told apart from what both changed', () => {
  const newest = {
    version: 4,
    settings: [{ ...lifetime, value: 90 }, { ...open, value: false, overridden: true }, origins],
  };
  const newer = newerValues(base, newest, {
    ACCESS_TOKEN_LIFETIME: '45',
    CORS_ALLOWED_ORIGINS: 'https://a.example',
  });
  expect(newer.map(({ setting, draft }) => [setting.name, draft])).toEqual([
    ['ACCESS_TOKEN_LIFETIME', '45'],
    ['REGISTRATION_OPEN', undefined],
  ]);
});
