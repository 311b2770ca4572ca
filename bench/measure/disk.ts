import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const tmpfs = 0x01021994;

/**
 * Makes temporary folders lie on a disk: many systems keep /tmp in memory, where a commit waits for nothing. Linux says
 * so in the type of the file system (statfs(2)); /var/tmp is kept over restarts.
 */
export function workOnDisk(): void {
  if (statfsSync(tmpdir()).type === tmpfs) process.env['TMPDIR'] = '/var/tmp';
}
