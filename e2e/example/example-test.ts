import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test as base } from '@playwright/test';
import { freePort } from '../support/start-server.ts';
import { watchContext } from '../support/watch-context.ts';

const script = fileURLToPath(new URL('../../scripts/example.mjs', import.meta.url));
const patienceMs = 40_000;

/** What `npm run example` starts: Latchkey, and the scoreboard beside it. */
interface Example {
  readonly latchkey: string;
  readonly scoreboard: string;
  readonly admin: { readonly email: string; readonly password: string };
}

/** Playwright's `test` with an example of its own. A test fails, too, for what no page may do: see `watchContext`. */
export const test = base.extend<{ readonly example: Example }>({
  // The first argument must be a pattern: Playwright reads it to know what a fixture needs.
  // eslint-disable-next-line no-empty-pattern
  example: async ({}, use) => {
    const data = await mkdtemp(join(tmpdir(), 'latchkey-example-'));
    const [port, scoreboardPort] = [await freePort(), await freePort()];
    const child = spawn(process.execPath, [script], {
      // Nothing of our own environment.
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        SCOREBOARD_PORT: String(scoreboardPort),
        DATA_DIR: data,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl+C reaches the whole group.
      detached: true,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    const ended = new Promise((resolve) => child.once('close', resolve));

    const greeting = / as (\S+) with the password (\S+) /;
    await expect.poll(() => output, { timeout: patienceMs }).toMatch(greeting);
    const [, email = '', password = ''] = greeting.exec(output) ?? [];
    const urls = [`http://localhost:${port}`, `http://localhost:${scoreboardPort}`] as const;
    await use({ latchkey: urls[0], scoreboard: urls[1], admin: { email, password } });

    process.kill(-(child.pid ?? 0), 'SIGINT');
    await ended;
    for (const url of urls) await expect(fetch(url)).rejects.toThrow('fetch failed');
    await rm(data, { recursive: true, force: true });
  },

  baseURL: async ({ example }, use) => use(example.scoreboard),

  context: async ({ context, example }, use) => {
    const apis = [`${example.latchkey}/api/`, `${example.scoreboard}/games`];
    const faults = watchContext(context, example.scoreboard, apis);
    await use(context);
    expect(faults).toEqual([]);
  },
});
