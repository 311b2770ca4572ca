import { execFileSync } from 'node:child_process';

/** Runs what only root may do, asking nobody. @throws Error with what the program said. */
export function asRoot(program: string, ...args: string[]): void {
  const command = process.getuid?.() === 0 ? [program, ...args] : ['sudo', '-n', program, ...args];
  const [first = program, ...rest] = command;
  execFileSync(first, rest, { encoding: 'utf8' });
}
