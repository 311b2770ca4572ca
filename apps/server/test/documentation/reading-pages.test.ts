import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { readPage } from '../support/doc-page.ts';
import { openShell } from '../support/shell.ts';
import { saysTheSame, steadyOutput } from './printed.ts';

const fence = '```';
const page = `Start it:

${fence}bash
git clone somewhere latchkey
cd latchkey
JWT_ALGORITHM=ES256 npm start
${fence}

${fence}bash
# A remark
WORD=abc
echo '{"id": 1}'
# {"id": 1}
echo "$WORD"
${fence}

${fence}text
abc
${fence}

Save this as \`a.mjs\`:

${fence}js
run();
${fence}

${fence}json
{ "follows": "nothing" }
${fence}
`;

test('a page is read as its reader follows it: what to start, to type, to save, and what is printed', () => {
  const parts = readPage(page);
  expect(parts).toMatchObject([
    { kind: 'start', environment: { JWT_ALGORITHM: 'ES256' } },
    { kind: 'commands', text: `WORD=abc\necho '{"id": 1}'`, output: { text: '{"id": 1}', isComment: true } },
    { kind: 'commands', text: 'echo "$WORD"', output: { text: 'abc\n', isComment: false } },
    { kind: 'file', name: 'a.mjs', text: 'run();\n' },
  ]);
  for (const part of parts) {
    const output = part.kind === 'commands' ? part.output : undefined;
    if (output) expect(page.slice(output.begin).startsWith(output.text)).toBe(true);
  }
});

test('variables stay from one block to the next, a failing command is an error, and another output is noticed', async () => {
  const shell = await openShell(tmpdir(), {});
  await shell.run('WORD=abc');
  expect(await shell.run('echo "$WORD"')).toBe('abc\n');
  await expect(shell.run('false\necho never')).rejects.toThrow('These commands failed:\nfalse');

  expect(saysTheSame('{"a": 1}', '{\n  "a": 1\n}\n')).toBe(true);
  expect(saysTheSame('{"a": 1}', '{"a": 2}')).toBe(false);
  expect(saysTheSame('abc\n', 'abd\n')).toBe(false);
  expect(steadyOutput('{"refresh_token":"01890a5d-ac96-474b-bcce-b302099a8057"}', true)).toBe(
    '{"refresh_token": "3f2b8a60-9c1d-4e7a-8b5f-0a1b2c3d4e5f"}',
  );
});
