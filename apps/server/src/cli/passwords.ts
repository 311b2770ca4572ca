import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CommandError } from './run.ts';

/**
 * A password for a command: asked for twice in a terminal, else the first line of the standard input. Never an
 * argument, which every user of the machine could read. Without any, a random one is made.
 */
export async function readPassword(): Promise<{ password: string; made: boolean }> {
  if (process.stdin.isTTY) {
    const password = await askHidden('Password (empty: make one): ');
    if (password === '') return { password: randomPassword(), made: true };
    if ((await askHidden('The same again: ')) !== password)
      throw new CommandError('The two passwords differ.');
    return { password, made: false };
  }
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/, 1);
  return line === '' ? { password: randomPassword(), made: true } : { password: line, made: false };
}

function randomPassword(): string {
  return randomBytes(15).toString('base64url');
}

async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
