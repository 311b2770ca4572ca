import { fileURLToPath } from 'node:url';
import { watch } from '../support/child-process.ts';

/** Debian's own Python, which has the packages that apt installs, whatever else is on the path. */
const python = '/usr/bin/python3';

/** Runs a script beside this file: JSON goes in and comes out. */
export async function runPython(script: string, input: object): Promise<unknown> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = watch(python, [file], { PATH: '/usr/bin:/bin' });
  child.stdin.end(JSON.stringify(input));
  const { code, stdout, stderr } = await child.exited;
  if (code !== 0) throw new Error(`${script} ended with ${code ?? 'a signal'}: ${stderr}`);
  return JSON.parse(stdout);
}
