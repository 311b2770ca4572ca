import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { durationInWords } from '../../src/features/settings/durations.ts';
import type { SettingDefinition } from '../../src/features/settings/definition.ts';
import { settingDefinitions } from '../../src/features/settings/registry.ts';
import { problemExamples } from '../../src/http/examples.ts';
import { problems, type ProblemCode } from '../../src/http/problems.ts';
import { configurationPage } from './configuration-page.ts';
import { generated } from './generated.ts';

/** docs/errors.md, from the typed list of codes. */
function errorsPage(): string {
  const entries = Object.entries(problems).map(
    ([code, { status, title, meaning, detail }]) =>
      `## \`${code}\`\n\nHTTP ${status}. **${title}.** ${meaning}\n\n**What to do:** ${detail}\n\n${json(problemExamples[code as ProblemCode])}\n`,
  );
  return `# Errors

${generated}

Every error is a problem document (RFC 9457, \`application/problem+json\`): \`type\` is the address of a page of the installation that explains the code, \`title\` says what happened and \`detail\` what to do, \`code\` is for programs and never changes. \`errors\` says what is wrong with each field, under its name; \`reason\` says why a session is over. Every answer carries \`x-request-id\`, which the log names too. The examples are answers that the tests got.

${entries.join('\n')}`;
}

function json(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}

/** docs/settings.md, from the registry. */
function settingsPage(): string {
  const definitions = Object.entries<SettingDefinition>(settingDefinitions);
  const groups = [...new Set(definitions.map(([, { group }]) => group))];
  const sections = groups.map((group) => {
    const members = definitions.filter(([, definition]) => definition.group === group);
    const entries = members.map(
      ([name, definition]) => `### \`${name}\`\n\n${definition.help}\n\n${facts(definition)}\n`,
    );
    return `## ${group}\n\n${entries.join('\n')}`;
  });
  return `# Settings

${generated}

They hold while the server runs: an admin changes them in the admin site, over the API or with \`latchkey settings set NAME VALUE\`, and every node has a change within a second. An environment variable of the same name gives another default; what an admin sets wins over it. A duration is a number of seconds, or like \`90s\`, \`15m\`, \`12h\`, \`30d\`, \`4w\`.

${sections.join('\n')}`;
}

function facts(definition: SettingDefinition): string {
  if (definition.type === 'boolean') {
    const standard =
      definition.default === 'production'
        ? 'on with `NODE_ENV=production`, else off'
        : onOff(definition.default);
    return `On or off. Default: ${standard}.`;
  }
  if (definition.type === 'origins') return 'A list of origins. Default: none.';
  if (definition.type === 'choice')
    return `One of ${definition.choices.map((choice) => `\`${choice}\``).join(', ')}. Default: \`${definition.default}\`.`;
  if (definition.type === 'text')
    return `At most ${definition.longest} characters. Default: \`${definition.default}\`.`;
  const { minimum, maximum, unit } = definition;
  const say = (value: number): string =>
    unit === 'seconds' ? durationInWords(value) : value.toLocaleString('en');
  return `From ${say(minimum)} to ${say(maximum)}. Default: ${say(definition.default)}.`;
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off';
}

test.each([
  ['errors', errorsPage],
  ['settings', settingsPage],
  ['configuration', configurationPage],
])('docs/%s.md is what the source says; npm run openapi writes it anew', async (name, page) => {
  const file = fileURLToPath(new URL(`../../../../docs/${name}.md`, import.meta.url));
  const text = await format(page(), { parser: 'markdown', printWidth: 110 });
  if (process.env['WRITE_DOCUMENTS']) await writeFile(file, text);
  expect(await readFile(file, 'utf8')).toBe(text);
});
