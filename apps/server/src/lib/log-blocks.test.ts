import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { createLogBlocks } from './log-blocks.ts';

interface Line {
  readonly number?: number;
  readonly lines?: number;
}

test('a reader that has stopped costs lines, not memory, and a later line says how many', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  // Open in both directions: it neither waits for a reader nor ends with one.
  const log = createLogBlocks(openSync(pipe, 'r+'));

  const written = 20_000;
  const padding = 'x'.repeat(1_000);
  for (let number = 0; number < written; number += 1) log.write(`${JSON.stringify({ number, padding })}\n`);

  let kept = 0;
  let dropped = 0;
  for await (const text of createInterface(createReadStream(pipe))) {
    const line = JSON.parse(text) as Line;
    if (line.number === written) break;
    if (line.number !== undefined) kept += 1;
    dropped += line.lines ?? 0;
    // Once everything that was kept has arrived.
    if (kept === 8_000) log.write(`${JSON.stringify({ number: written })}\n`);
  }
  expect(kept + dropped).toBe(written);
  expect(kept).toBeLessThan(9_000);
}, 20_000);
