import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, test } from 'vitest';
import { asRoot } from '../support/as-root.ts';
import { expectToOutliveFullDisk } from '../support/outlive-full-disk.ts';
import { startServer } from '../support/server-process.ts';

const settings = { ACCESS_TOKEN_LIFETIME: '1h' };

/** Mounts a file system on a folder of its own, until the test is over. */
function mount(...args: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-disk-'));
  asRoot('mount', ...args, folder);
  asRoot('chmod', '777', folder);
  onTestFinished(() => {
    asRoot('umount', folder);
    rmdirSync(folder);
  });
  return folder;
}

test('a disk without space: 503, health says so, `me` is served, and with space all goes on, nothing lost', async () => {
  const folder = mount('-t', 'tmpfs', '-o', 'size=6m', 'tmpfs');
  const rest = join(folder, 'rest');
  const fill = (): void => {
    try {
      for (;;) appendFileSync(rest, Buffer.alloc(4_096));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  };
  await expectToOutliveFullDisk(await startServer({ DATA_DIR: folder, ...settings }), {
    close: fill,
    open: () => rmSync(rest),
    cause: /full.*\(SQLITE_FULL\)/,
  });
});

test('data that become read-only: 503, health says so, `me` is served, and once they can be written all goes on', async () => {
  // Of all file systems this one keeps its word also to whoever has the file open already.
  const image = join(mkdtempSync(join(tmpdir(), 'latchkey-image-')), 'ext4');
  onTestFinished(() => rmSync(image));
  execFileSync('mkfs.ext4', ['-q', image, '32M']);
  const folder = mount('-o', 'loop', image);
  const set = (attribute: '+i' | '-i'): void => {
    const files = readdirSync(folder).filter((name) => /\.db(-wal)?$/.test(name));
    asRoot('chattr', attribute, ...files.map((name) => join(folder, name)));
  };
  await expectToOutliveFullDisk(await startServer({ DATA_DIR: folder, ...settings }), {
    close: () => set('+i'),
    open: () => set('-i'),
    cause: /\(SQLITE_(IOERR_WRITE|READONLY)\)/,
  });
});
