// npm run check: everything that can be said about the code without running it, two things at a time. What each prints
// comes in one piece, when it has ended.
import { spawn } from 'node:child_process';
import {
  buildConformanceKit,
  buildGameScore,
  buildPackages,
  buildTokenVerifier,
  root,
  say,
} from './prepare.mjs';

const atATime = 2;
// The longest first.
const waiting = ['types', 'lint', 'imports', 'format', 'unused', 'api'];
const failed = [];

/** Ends when nothing is waiting any more. */
async function work() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const { succeeded, output, seconds } = await check(name);
    if (!succeeded) failed.push(name);
    say(`${succeeded ? '✓' : '✗'} check:${name} (${seconds} s)\n${succeeded ? '' : output}`.trimEnd());
  }
}

function check(name) {
  const begin = Date.now();
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', `check:${name}`], {
      cwd: root,
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', (error) => (output += error.message));
    child.once('close', (code) =>
      resolve({ succeeded: code === 0, output, seconds: Math.round((Date.now() - begin) / 1_000) }),
    );
  });
}

// Types and lint read them, and would build them at the same time.
buildPackages();
buildConformanceKit();
buildTokenVerifier();
buildGameScore();
await Promise.all(Array.from({ length: atATime }, work));
if (failed.length > 0)
  say(`Run each alone with: ${failed.map((name) => `npm run check:${name}`).join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
