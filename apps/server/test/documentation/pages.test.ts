import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, onTestFinished, test } from 'vitest';
import { readPage, type Output } from '../support/doc-page.ts';
import { freePort } from '../support/postgres-server.ts';
import { newInstallation, startServer, type ServerProcess } from '../support/server-process.ts';
import { openShell } from '../support/shell.ts';
import { saysTheSame, steadyOutput } from './printed.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Every page with commands that its reader is to follow, from the beginning to the end. */
const pages = [
  'README.md',
  'docs/getting-started.md',
  'docs/operations.md',
  'docs/admin-site.md',
  'docs/browsable-api.md',
  'docs/email.md',
  'docs/monitoring.md',
  'docs/signing-keys.md',
  'docs/migrating-sessions-from-django.md',
  'docs/migrating-from-django.md',
];

test.each(pages)(
  '%s: its commands work as they stand, and print what it says',
  { timeout: 120_000 },
  async (name) => {
    const file = join(root, name);
    const page = await readFile(file, 'utf8');
    const printed = await followPage(page);
    if (process.env['WRITE_DOCUMENTS']) {
      const config = await resolveConfig(file);
      return writeFile(file, await format(rewritten(page, printed), { ...config, parser: 'markdown' }));
    }
    for (const { said, actual } of printed)
      if (!saysTheSame(said.text, actual)) expect(actual).toBe(said.text);
  },
);

interface Printed {
  readonly said: Output;
  readonly actual: string;
}

/** Does what the page says on a new installation, at ports that are free instead of the usual ones. */
async function followPage(page: string): Promise<readonly Printed[]> {
  const { DATA_DIR = '' } = await newInstallation('SQLite');
  const ports = [
    ['8000', String(await freePort())],
    ['9000', String(await freePort())],
  ] as const;
  const there = (text: string): string =>
    ports.reduce((all, [usual, free]) => all.replaceAll(usual, free), text);
  const back = (text: string): string =>
    ports.reduce((all, [usual, free]) => all.replaceAll(free, usual), text);
  const environment = { DATA_DIR, PORT: ports[0][1] };
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-reader-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  // A clone in the folder of somebody who reads the page. Bash's `cd ..` leads up to that folder, not to our own.
  await symlink(root, join(folder, 'latchkey'));
  const shell = await openShell(join(folder, 'latchkey'), environment);

  let server: ServerProcess | undefined;
  const printed: Printed[] = [];
  for (const part of readPage(page)) {
    if (part.kind === 'start') {
      await server?.stop();
      const given: Record<string, string> = {};
      for (const [name, value] of Object.entries(part.environment)) given[name] = there(value);
      server = await startServer({ HOST: '', ...environment, ...given });
    } else if (part.kind === 'file') {
      const place = (await shell.run('pwd -P')).trim();
      await writeFile(join(place, part.name), there(part.text));
    } else {
      const text = await shell.run(there(part.text));
      const { output } = part;
      if (output) printed.push({ said: output, actual: steadyOutput(back(text), output.isComment) });
    }
  }
  return printed;
}

function rewritten(page: string, printed: readonly Printed[]): string {
  return [...printed].reverse().reduce((text, { said, actual }) => {
    const after = text.slice(said.begin + said.text.length);
    return text.slice(0, said.begin) + actual + after;
  }, page);
}
