import { readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Io } from './io.ts';
import { run } from './run.ts';

const io: Io = {
  readInput: () => text(process.stdin),
  inputIsTerminal: process.stdin.isTTY,
  readFile: (path) => readFile(path, 'utf8'),
  writeFile: (path, content) => writeFile(path, content),
  print: (content) => process.stdout.write(content),
  printError: (content) => process.stderr.write(content),
};

// Whoever reads the output may have seen enough (`game-score generate | head`): no reason to fail.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string; // the package's own file
};
// Set, not process.exit: what is still on its way to standard output must arrive.
process.exitCode = await run(process.argv.slice(2), io, manifest.version);
