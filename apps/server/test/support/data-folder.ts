import { accessSync, constants, statfsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const memory = '/dev/shm';
const roomBytes = 1024 ** 3;

/**
 * Makes a folder for a test's data: in memory, where the system has room for it. Waiting until a disk has written is no
 * part of any test: a killed process loses nothing that it has given to the system, on a disk or not.
 */
export function makeDataFolder(prefix: string): Promise<string> {
  return mkdtemp(join(hasRoomInMemory() ? memory : tmpdir(), prefix));
}

/** A container often has 64 MB there, which is too little for many tests at a time. */
function hasRoomInMemory(): boolean {
  try {
    accessSync(memory, constants.R_OK | constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= roomBytes;
  } catch {
    return false;
  }
}
