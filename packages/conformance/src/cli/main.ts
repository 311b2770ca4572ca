import { readFile, writeFile } from 'node:fs/promises';
import { run } from './run.ts';

const stop = new AbortController();
// The first time it tidies up, the second time it just ends.
process.once('SIGINT', () => {
  process.stderr.write('\nTidying up … (Ctrl+C again to end at once)\n');
  stop.abort();
});

// Whoever reads the output may have seen enough (`… | head`): no reason to fail.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string; // the package's own file
};
// Set, not process.exit: what is still on its way to standard output must arrive.
process.exitCode = await run(
  process.argv.slice(2),
  {
    environment: process.env,
    outputIsTerminal: process.stdout.isTTY,
    errorIsTerminal: process.stderr.isTTY,
    print: (text) => process.stdout.write(text),
    printError: (text) => process.stderr.write(text),
    writeFile: (path, text) => writeFile(path, text),
    signal: stop.signal,
  },
  manifest.version,
);
