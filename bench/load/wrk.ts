import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished, readAll } from '../measure/processes.ts';
import type { Generator, Load, Measured } from './load.ts';
import { lua } from './wrk-script.ts';

/** Connections that break, by answer: a server may close an idle one at the moment in which it is used. */
const tolerated = 0.001;

/** https://github.com/wg/wrk, with one thread: the other core is the server's. */
export const wrk: Generator = {
  name: 'wrk',
  async send(load) {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-wrk-'));
    try {
      const lines = join(folder, 'lines');
      const script = join(folder, 'script.lua');
      await writeFile(lines, (load.tokens ?? load.bodies ?? load.accessTokens ?? []).join('\n'));
      await writeFile(script, lua);
      return await run(load, script, lines);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function run(load: Load, script: string, lines: string): Promise<Measured> {
  const { url, method, headers = {}, connections, seconds } = load;
  const kind = load.tokens ? 'tokens' : load.bodies ? 'bodies' : load.accessTokens ? 'access' : 'same';
  const given = Object.entries({
    ...headers,
    ...(method === 'POST' && { 'Content-Type': 'application/json' }),
  });
  const child = spawn(
    'wrk',
    [
      ...['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', '20s', '-s', script],
      ...given.flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
      url,
    ],
    {
      env: { PATH: process.env['PATH'], METHOD: method, KIND: kind, LINES: lines },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const [output, complaints] = await Promise.all([
    readAll(child.stdout),
    readAll(child.stderr),
    finished(child),
  ]);
  const [, json = ''] = /^RESULT (.*)$/m.exec(output) ?? [];
  if (json === '') throw new Error(`wrk ended without a result: ${output}${complaints}`);
  // The script below writes it.
  const result = JSON.parse(json) as Measured & { refused: number; broken: number };
  const answers = result.perSecond * seconds;
  if (result.refused > 0 || result.broken > tolerated * answers)
    throw new Error(
      `${url}: ${result.refused} answers were no success, ${result.broken} broke. ${complaints}`,
    );
  return result;
}
