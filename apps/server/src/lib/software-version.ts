import { readFileSync } from 'node:fs';

/** The version of Latchkey, from package.json, which lies two folders up from here in the source and in the build. */
export const softwareVersion: string = readVersion();

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return version;
}
