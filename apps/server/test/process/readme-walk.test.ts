import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from '../support/postgres-server.ts';
import { newInstallation, startServer } from '../support/server-process.ts';
import { isLike, readWalk, runWalk } from '../support/walk.ts';

const readme = new URL('../../../../README.md', import.meta.url);
const usualPort = 8000;

test('the walk in the README works literally, against a server that was told nothing', async () => {
  const walk = readWalk(await readFile(readme, 'utf8'));
  const { DATA_DIR = '' } = await newInstallation('SQLite');
  // Only where somebody else has the usual port, another one is put in its place.
  const port = (await isTaken(usualPort)) ? await freePort() : usualPort;
  await startServer({ HOST: '', DATA_DIR, PORT: String(port) });
  const steps = walk.map(({ commands, expected }) => ({
    commands: commands.replaceAll(`localhost:${usualPort}`, `localhost:${port}`),
    expected,
  }));

  const printed = await runWalk(steps, DATA_DIR);
  for (const [i, { commands, expected }] of steps.entries()) {
    const answer: unknown = JSON.parse(printed[i] ?? '');
    // Shows both where they differ.
    if (!isLike(expected, answer)) expect(answer, commands).toEqual(expected);
  }
  const text = steps.map(({ commands }) => commands).join('\n');
  for (const call of ['register', 'login', 'refresh', 'logout']) expect(text).toMatch(`/api/${call}/`);
  expect(text.match(/\/api\/me\//g)?.length).toBeGreaterThanOrEqual(2);
  expect(text).toContain('PUT');
  expect(text.match(/\bcurl\b/g)).toHaveLength(steps.length);
});

test('the check of a walk runs what stands there, and notices another answer', async () => {
  const markdown = [
    '<!-- walk -->',
    '',
    '```bash',
    '# A remark',
    'TOKEN=abc',
    `echo '{"id": 1, "token": "abc"}'`,
    '# {"id": 1, "token": "…"}',
    `echo "{\\"token\\": \\"$TOKEN\\"}"`,
    '# {"token": "abc"}',
    '```',
  ].join('\n');
  const { DATA_DIR = '' } = await newInstallation('SQLite');
  const steps = readWalk(markdown);
  const printed = (await runWalk(steps, DATA_DIR)).map((text) => JSON.parse(text) as unknown);
  expect(printed).toEqual([{ id: 1, token: 'abc' }, { token: 'abc' }]);
  expect(steps.map(({ expected }, i) => isLike(expected, printed[i]))).toEqual([true, true]);

  for (const other of [
    { id: 2, token: 'abc' },
    { id: 1 },
    { id: 1, token: '' },
    { id: 1, token: 'a', more: 1 },
  ]) {
    expect(isLike(steps[0]?.expected, other)).toBe(false);
  }
  await expect(runWalk([{ commands: 'false', expected: {} }], DATA_DIR)).rejects.toThrow('bash ended with 1');
  expect(() => readWalk(markdown.replace('# {"token": "abc"}', ''))).toThrow('No answer is given for: echo');
  expect(() => readWalk('# Nothing')).toThrow('There is no bash block');
});

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(port, 'localhost');
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
