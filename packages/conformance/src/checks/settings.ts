import { check, type Group } from '../check.ts';
import { expect, expectFields, expectProblem } from '../expect.ts';
import { itemsOf } from './sessions.ts';

const path = '/api/admin/settings/';
const members = [
  'name',
  'value',
  'default',
  'overridden',
  'type',
  'unit',
  'minimum',
  'maximum',
  'group',
  'help',
];

/** What reads the settings, or tries to change them and must not succeed. */
export const settings: Group = {
  id: 'settings',
  title: 'Settings',
  checks: [
    check(
      'settings.list',
      'the settings are listed with a version, and with value, default, type, unit, limits, group and help',
      async (stage) => {
        const answer = await stage.admin.call('GET', path);
        const { settings: list } = await stage.admin.settings();
        for (const name of ['ACCESS_TOKEN_LIFETIME', 'REFRESH_TOKEN_LIFETIME']) {
          expect(
            list.some((setting) => setting.name === name),
            `the setting ${name}`,
            answer,
          );
        }
        const missing = members.filter((member) => !answer.text.includes(`"${member}":`));
        expect(missing.length === 0, `settings that have ${missing.join(', ')}`, answer);
      },
      'admin',
    ),
    check(
      'settings.conflict',
      'a change that was made from another version is refused as settings_conflict',
      async (stage) => {
        const { version } = await stage.admin.settings();
        const answer = await stage.admin.call('PATCH', path, { version: version + 1_000, values: {} });
        expectProblem(answer, 409, 'settings_conflict');
      },
      'admin',
    ),
    check(
      'settings.bad-values',
      'bad values are refused, each by its name, and nothing changes',
      async (stage) => {
        const before = await stage.admin.settings();
        const bad = { ACCESS_TOKEN_LIFETIME: 0, REFRESH_TOKEN_LIFETIME: 'soon', NO_SUCH_SETTING: 1 };
        expectFields(await stage.admin.change(bad), ...Object.keys(bad));
        const after = await stage.admin.call('GET', path);
        expect(after.body['version'] === before.version, `the version ${before.version}, as before`, after);
      },
      'admin',
    ),
    check(
      'settings.history',
      'the history of the settings is listed',
      async (stage) => {
        itemsOf(await stage.admin.call('GET', `${path}history/`));
      },
      'admin',
    ),
  ],
};
