import type { Command } from 'commander';
import { durationInWords, type SettingsService } from '../features/settings/index.ts';
import { Problem } from '../http/problems.ts';
import { fromCommandLine } from '../lib/origin.ts';
import { CommandError, print, withServices, type CommandServices } from './run.ts';

type Setting = Awaited<ReturnType<SettingsService['list']>>['settings'][number];

export function registerSettingsCommands(program: Command): void {
  const settings = program.command('settings').description('the settings that hold while the server runs');

  settings
    .command('list')
    .description('show every setting, its value and its default')
    .action(() =>
      withServices(async ({ settingsService }) => {
        const { version, settings: all } = await settingsService.list();
        let group = '';
        for (const setting of all) {
          if (setting.group !== group) print(`${group === '' ? '' : '\n'}${setting.group}`);
          group = setting.group;
          const standard = setting.overridden ? `   (default: ${inWords(setting, setting.default)})` : '';
          print(`  ${setting.name.padEnd(28)} ${inWords(setting, setting.value)}${standard}`);
        }
        print(`\nVersion ${version}. What a setting means: latchkey settings get NAME`);
      }),
    );

  settings
    .command('get')
    .argument('<name>')
    .description('show a setting: the value on the first line, then what it means')
    .action((name: string) =>
      withServices(async (services) => {
        const setting = await find(services, name);
        print(plain(setting.value));
        print(`\n${setting.help}`);
        if (setting.unit === 'seconds') print(`In words: ${inWords(setting, setting.value)}.`);
        print(`Default: ${inWords(setting, setting.default)}.`);
        if (setting.minimum !== null && setting.maximum !== null)
          print(`From ${inWords(setting, setting.minimum)} to ${inWords(setting, setting.maximum)}.`);
      }),
    );

  settings
    .command('set')
    .argument('<name>')
    .argument('<value>', 'a duration can be written like 90, 15m or 30d')
    .description('change a setting; every node has it within a second')
    .action((name: string, value: string) =>
      withServices(async (services) => {
        const consequences = await change(services, name, value);
        const setting = await find(services, name);
        print(`${name} is ${inWords(setting, setting.value)} now.`);
        for (const { text } of consequences) print(text);
      }),
    );

  settings
    .command('reset')
    .argument('<name>')
    .description('return a setting to its default')
    .action((name: string) =>
      withServices(async (services) => {
        await find(services, name);
        const consequences = await change(services, name, null);
        const setting = await find(services, name);
        print(`${name} has its default again: ${inWords(setting, setting.value)}.`);
        for (const { text } of consequences) print(text);
      }),
    );
}

async function find({ settingsService }: CommandServices, name: string): Promise<Setting> {
  const { settings } = await settingsService.list();
  const setting = settings.find((one) => one.name === name);
  if (setting) return setting;
  throw new CommandError(`There is no setting ${name}. All of them: latchkey settings list`);
}

const maximumAttempts = 5;

/**
 * The operator names one setting: it does not matter that somebody else changes another one meanwhile.
 *
 * @returns what the change means for this installation.
 */
async function change({ settingsService }: CommandServices, name: string, value: string | null) {
  const consequences = await settingsService.preview({ [name]: value });
  for (let attempt = 1; ; attempt += 1) {
    const { version } = await settingsService.list();
    try {
      await settingsService.change(version, { [name]: value }, fromCommandLine);
      return consequences;
    } catch (error) {
      const isConflict = error instanceof Problem && error.code === 'settings_conflict';
      if (!isConflict || attempt === maximumAttempts) throw error;
    }
  }
}

function plain(value: Setting['value']): string {
  return typeof value === 'object' ? value.join(',') : String(value);
}

function inWords(setting: Setting, value: Setting['value']): string {
  if (typeof value === 'object') return value.join(', ') || 'none';
  if (typeof value !== 'number' || setting.unit !== 'seconds') return String(value);
  return value < 60 ? `${value} seconds` : `${value} seconds (${durationInWords(value)})`;
}
