import { fileURLToPath } from 'node:url';
import type { Environment } from '../../src/config.ts';
import { watch, type Process } from '../support/child-process.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/postgres-server.ts';

/** Debian's own Python, which has the packages that apt installs, whatever else is on the path. */
const python = '/usr/bin/python3';
const surroundings = { PATH: '/usr/bin:/bin', PYTHONDONTWRITEBYTECODE: '1' };

/** Runs a script beside this file: JSON goes in and comes out. */
export async function runPython(script: string, input: object): Promise<unknown> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = watch(python, [file], surroundings);
  child.stdin.end(JSON.stringify(input));
  const { code, stdout, stderr } = await child.exited;
  if (code !== 0) throw new Error(`${script} ended with ${code ?? 'a signal'}: ${stderr}`);
  return JSON.parse(stdout);
}

const examples = fileURLToPath(new URL('../../../../examples/python', import.meta.url));

/** The services of examples/python, and what they are started with at a port. */
const servers = {
  'FastAPI with PyJWT': (port: string) => [
    ...['-m', 'uvicorn', '--app-dir', examples, '--port', port],
    'fastapi_app:app',
  ],
  'Django REST framework with SimpleJWT': (port: string) => [
    `${examples}/drf_project.py`,
    ...['runserver', '--noreload', port],
  ],
} as const;

export type Example = keyof typeof servers;

/** Starts an example and waits for nothing. It is killed after the test. */
export function spawnExample(example: Example, port: number, environment: Environment): Process {
  return watch(python, servers[example](String(port)), { ...surroundings, ...environment });
}

/** Starts an example and waits until it answers. @returns its address. */
export async function startExample(example: Example, environment: Environment): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawnExample(example, port, environment);
  await eventually(`${example} at ${url}`, async () => {
    if (child.hasEnded()) throw new Error(`${example} ended: ${child.stderr()}`);
    return fetch(url).catch(() => undefined);
  });
  return url;
}
