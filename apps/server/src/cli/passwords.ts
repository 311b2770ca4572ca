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
  if (process.stdin.isTTY) return askHidden();
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/, 1);
  return line === '' ? { password: randomPassword(), made: true } : { password: line, made: false };
}

function randomPassword(): string {
  return randomBytes(15).toString('base64url');
}

/** Nothing that is typed is shown, from before the first question until after the last answer. */
async function askHidden(): Promise<{ password: string; made: boolean }> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const lines = terminal[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string> => {
    process.stderr.write(question);
    const line = await lines.next();
    process.stderr.write('\n');
    // Ctrl+C and Ctrl+D end the input.
    if (line.done === true) throw new CommandError('No password was given.');
    return line.value;
  };
  try {
    const password = await ask('Password (empty: make one): ');
    if (password === '') return { password: randomPassword(), made: true };
    if ((await ask('The same again: ')) !== password) throw new CommandError('The two passwords differ.');
    return { password, made: false };
  } finally {
    terminal.close();
  }
}
