import { spawn } from 'node:child_process';
import { eventually } from '../../apps/server/test/support/eventually.ts';
import { choosePort } from './port.ts';
import { finished } from './processes.ts';
import type { Stage } from './stage.ts';

export interface Server {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to its first successful answer, in milliseconds. */
  readonly readyMs: number;
  /** Ends it, and waits until it is gone. */
  stop(): Promise<void>;
}

export interface Command {
  readonly command: string;
  /** The arguments, told the port. */
  readonly args: (port: number) => readonly string[];
  readonly environment?: (port: number) => Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Answers with success once the server is ready. */
  readonly readyPath: string;
}

const patienceMs = 60_000;

/** Starts a server as a process of its own and waits until it answers. Its log is read, as any log is. */
export async function startServer(stage: Stage, what: Command): Promise<Server> {
  const port = await choosePort();
  const begin = performance.now();
  const child = spawn(what.command, what.args(port), {
    cwd: what.cwd,
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...what.environment?.(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.resume();
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)));
  let hasEnded = false;
  let isStopping = false;
  const end = finished(child).finally(() => {
    hasEnded = true;
    if (!isStopping) process.stderr.write(`  ${what.command} ended by itself: ${said}\n`);
  });
  const stop = async (): Promise<void> => {
    isStopping = true;
    child.kill('SIGTERM');
    await end;
  };
  stage.atEnd(stop);
  const url = `http://127.0.0.1:${port}`;
  await eventually(
    url,
    () => {
      if (hasEnded) throw new Error(`${what.command} ended: ${said}`);
      return answers(`${url}${what.readyPath}`);
    },
    patienceMs,
  );
  return { url, pid: child.pid ?? 0, readyMs: performance.now() - begin, stop };
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => undefined);
  await answer?.text();
  return answer?.ok === true;
}
