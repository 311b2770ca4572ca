import { fileURLToPath } from 'node:url';
import type { Site } from './http/site.ts';

const apps = new URL('../../', import.meta.url);

/** The sites that are built beside the server. */
export const sites: readonly Site[] = [
  { path: '/admin/', folder: builtFolder('admin') },
  { path: '/account/', folder: builtFolder('account') },
];

/** What the pages of the browsable API run. */
export const explorerFolder = builtFolder('explorer');

function builtFolder(app: string): string {
  return fileURLToPath(new URL(`${app}/dist/`, apps));
}
