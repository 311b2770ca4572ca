import { createInterface } from 'node:readline/promises';

/** Whether somebody at the terminal types the word. */
export async function typesWord(word: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl+C and Ctrl+D end the input.
  const gone = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const answer = await Promise.race([terminal.question(`Type ${word} to go on: `), gone]);
  terminal.close();
  return answer.trim() === word;
}
