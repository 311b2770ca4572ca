import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const planting = fileURLToPath(new URL('plant-migration.mjs', import.meta.url));

/** The name of its last migration, which this version does not know. */
export const plantedMigration = '9999-planted';

/**
 * Builds the server as its next version might be: the same with one more migration (plant-migration.mjs).
 *
 * @returns the name of its folder, beside that of the built server; it is removed after the test.
 */
export function buildNewerServer(): string {
  const folder = join(root, 'apps/server', `dist-newer-${process.pid}`);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  execFileSync(process.execPath, [join(root, 'scripts/bundle-server.mjs'), folder, planting], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return basename(folder);
}
