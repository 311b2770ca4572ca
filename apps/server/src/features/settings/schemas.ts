import { Type } from 'typebox';
import { pageQuery } from '../../http/paging.ts';
import type { SettingValue } from './registry.ts';
import { body, nullable, problemAnswers } from '../../http/schemas.ts';

const text = Type.String();
// The values are lists that nobody may change; TypeBox's own lists are not.
const value = Type.Unsafe<SettingValue>(Type.Union([Type.Boolean(), Type.Integer(), Type.Array(text)]));

const setting = Type.Object({
  name: text,
  value,
  default: value,
  overridden: Type.Boolean({ description: 'Whether a value is stored that wins over the default.' }),
  type: Type.String({ enum: ['integer', 'boolean', 'origins'] }),
  unit: nullable(Type.String({ enum: ['seconds'] })),
  minimum: nullable(Type.Integer()),
  maximum: nullable(Type.Integer()),
  group: text,
  help: text,
});

const settings = Type.Object({ version: Type.Integer(), settings: Type.Array(setting) });

const values = Type.Record(Type.String(), Type.Unknown(), {
  description:
    'New values under the names of their settings. A duration is a number of seconds, or a text like `15m` or `30d`; null returns a setting to its default.',
});

export const listSettingsSchema = { response: { 200: settings, ...problemAnswers } };

export const changeSettingsSchema = {
  body: body({
    version: Type.Integer({ description: 'The version that the change was made from.' }),
    values,
  }),
  response: { 200: settings, ...problemAnswers },
};

export const previewSettingsSchema = {
  body: body({ values }),
  response: {
    200: Type.Object({ consequences: Type.Array(Type.Object({ name: text, text })) }),
    ...problemAnswers,
  },
};

const change = Type.Object({
  id: text,
  version: Type.Integer(),
  name: text,
  at: Type.String({ format: 'date-time' }),
  from: nullable(value),
  to: nullable(value),
  actor: nullable(Type.Object({ id: Type.Integer(), email: nullable(text) })),
  source: text,
});

export const settingsHistorySchema = {
  querystring: body({ ...pageQuery.properties, name: Type.Optional(text) }),
  response: { 200: Type.Object({ items: Type.Array(change), next: nullable(text) }), ...problemAnswers },
};
