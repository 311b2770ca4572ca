import { Type } from 'typebox';
import { operation } from '../../http/operation.ts';
import { pageQuery } from '../../http/paging.ts';
import type { SettingValue } from './registry.ts';
import { body, nullable, pageOf, time } from '../../http/schemas.ts';

const text = Type.String();
// The values are lists that nobody may change; TypeBox's own lists are not.
const value = Type.Unsafe<SettingValue>(Type.Union([Type.Boolean(), Type.Integer(), text, Type.Array(text)]));

const setting = Type.Object(
  {
    name: text,
    value,
    default: value,
    overridden: Type.Boolean({ description: 'Whether a value is stored that wins over the default.' }),
    type: Type.String({ enum: ['integer', 'boolean', 'origins', 'choice', 'text'] }),
    unit: nullable(Type.String({ enum: ['seconds'] })),
    minimum: nullable(Type.Integer()),
    maximum: nullable(Type.Integer()),
    choices: nullable(Type.Array(text, { description: 'What a `choice` may be.' })),
    group: text,
    help: text,
  },
  { title: 'Setting' },
);

const settings = Type.Object(
  { version: Type.Integer({ description: 'Grows with every change.' }), settings: Type.Array(setting) },
  { title: 'Settings', description: 'Every setting, and the version that they are at.' },
);

const values = Type.Record(Type.String(), Type.Unknown(), {
  description:
    'New values under the names of their settings. A duration is a number of seconds, or a text like `15m` or `30d`; null returns a setting to its default.',
});

export const listSettingsSchema = operation(
  { id: 'listSettings', tag: 'Settings', summary: 'List the settings', access: 'admin' },
  { response: { 200: settings } },
);

export const changeSettingsSchema = operation(
  {
    id: 'changeSettings',
    tag: 'Settings',
    summary: 'Change settings',
    description: 'All of them or none. Every node has the change within a second.',
    access: 'admin',
    problems: ['settings_conflict'],
  },
  {
    body: body({
      version: Type.Integer({ description: 'The version that the change was made from.' }),
      values,
    }),
    response: { 200: settings },
  },
);

export const previewSettingsSchema = operation(
  {
    id: 'previewSettings',
    tag: 'Settings',
    summary: 'Say what a change would mean',
    description: 'In sentences, from the numbers of this installation. Nothing is changed.',
    access: 'admin',
  },
  {
    body: body({ values }),
    response: {
      200: Type.Object(
        { consequences: Type.Array(Type.Object({ name: text, text })) },
        { title: 'Foresight', description: 'What the change would mean.' },
      ),
    },
  },
);

const change = Type.Object(
  {
    id: text,
    version: Type.Integer(),
    name: text,
    at: time,
    from: nullable(value),
    to: nullable(value),
    actor: nullable(Type.Object({ id: Type.Integer(), email: nullable(text) })),
    source: text,
  },
  { title: 'SettingChange', description: 'null as `from` or `to` stands for the default.' },
);

export const settingsHistorySchema = operation(
  { id: 'listSettingChanges', tag: 'Settings', summary: 'List the changes of settings', access: 'admin' },
  {
    querystring: body({
      ...pageQuery.properties,
      name: Type.Optional(Type.String({ description: 'Of this setting alone.' })),
    }),
    response: { 200: pageOf(change, 'The changes, newest first.') },
  },
);
