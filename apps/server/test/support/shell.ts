import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { watch } from './child-process.ts';

export interface Shell {
  /** Runs commands as somebody would who pastes them. @returns what they print. @throws Error where one fails. */
  run(commands: string): Promise<string>;
}

/** One bash for a whole page: folders and variables stay from one block to the next. */
export async function openShell(folder: string, environment: Environment): Promise<Shell> {
  const scripts = await mkdtemp(join(tmpdir(), 'latchkey-page-'));
  onTestFinished(() => rm(scripts, { recursive: true, force: true }));
  // The node that runs the tests, wherever it is installed.
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  const bash = watch('bash', ['-e'], { HOME: scripts, ...environment, PATH: path });
  // What a page leaves running in the background would outlive it, however it ends.
  bash.stdin.write(`trap 'kill $(jobs -p) 2>/dev/null' EXIT\ncd '${folder}'\n`);
  onTestFinished(async () => {
    bash.stdin.end();
    await bash.exited;
  });
  let count = 0;
  return {
    async run(commands) {
      const script = join(scripts, `${(count += 1)}.sh`);
      await writeFile(script, commands);
      const marker = `end of ${randomUUID()}`;
      const before = bash.stdout().length;
      bash.stdin.write(`. '${script}' </dev/null\nprintf '%s' '${marker}'\n`);
      const printed = async (): Promise<string> => {
        for (;;) {
          const text = bash.stdout().slice(before);
          if (text.endsWith(marker)) return text.slice(0, -marker.length);
          if (bash.hasEnded())
            throw new Error(`These commands failed:\n${commands}\n${text}${bash.stderr()}`);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      };
      return printed();
    },
  };
}
