import { createInterface } from 'node:readline/promises';

/** Whether somebody at the terminal types the word. */
export async function typesWord(word: string): Promise<boolean> {
  // The terminal itself shows what is typed; Ctrl+C ends the process, Ctrl+D the input.
  const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const gone = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const answer = await Promise.race([terminal.question(`Type ${word} to go on: `), gone]);
  terminal.close();
  return answer.trim() === word;
}
