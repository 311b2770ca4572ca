import { fileURLToPath } from 'node:url';
import type { Site } from './http/site.ts';

/** The folder of the server's package, seen from the source as from the built files. */
const server = new URL('../', import.meta.url);

/** The sites that are built beside the server. */
export const sites: readonly Site[] = [
  { path: '/admin/', folder: builtFolder('sites/admin') },
  { path: '/account/', folder: builtFolder('sites/account') },
];

/** What the pages of the browsable API run. */
export const explorerFolder = builtFolder('sites/explorer');

/** What shows the reference of the API. */
export const referenceFolder = builtFolder('dist/reference');

function builtFolder(path: string): string {
  return fileURLToPath(new URL(`${path}/`, server));
}
