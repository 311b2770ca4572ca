import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

export function readAll(stream: Readable): Promise<string> {
  return text(stream);
}

/** Resolves when the process has ended, however. @throws Error where it could not be started. */
export function finished(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}
