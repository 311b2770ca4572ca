import { execFileSync } from 'node:child_process';
import { test } from 'vitest';
import { expectToOutliveFullDisk } from '../support/outlive-full-disk.ts';
import { newInstallation, startServer, type ServerProcess } from '../support/server-process.ts';

/** From now on the system lets the server's files grow no further than this. */
function limitFiles(server: ServerProcess, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(server.pid), `--fsize=${bytes}:unlimited`]);
}

test('on a disk that takes no more: 503, health says so, `me` is served, and with space all goes on, nothing lost', async () => {
  const server = await startServer(await newInstallation('SQLite', { ACCESS_TOKEN_LIFETIME: '1h' }));
  await expectToOutliveFullDisk(server, {
    close: () => limitFiles(server, 4_096),
    open: () => limitFiles(server, 'unlimited'),
    cause: /disk.*\(SQLITE_(IOERR|FULL)/,
  });
}, 90_000);
