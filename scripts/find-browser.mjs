// Finds a Chromium that starts, or brings one: from Debian where apt-get works, else from the npm registry.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { asRoot } from './as-root.mjs';
import { fail, root, say, tryToRun } from './prepare.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const places = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const npmPackage = { name: '@sparticuz/chromium', version: '153.0.0' };

/** @returns the file of a browser that was seen to start. Without one the tests cannot run, and that is no success. */
export async function findBrowser() {
  const failures = [];
  for (const find of [givenOne, installedOnes, fromDebian, fromNpm]) {
    for (const file of await find()) {
      const failure = await start(file);
      if (failure === undefined) return file;
      failures.push(`${file}: ${failure}`);
    }
  }
  return fail(
    [
      'The browser tests need Chromium or Chrome, and none was found that starts.',
      'Install one, or give its file as BROWSER_FILE.',
      ...failures,
    ].join('\n'),
  );
}

function givenOne() {
  return process.env.BROWSER_FILE ? [process.env.BROWSER_FILE] : [];
}

function installedOnes() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const files = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...files, ...places, chromium.executablePath()].filter((file) => existsSync(file));
}

function fromDebian() {
  if (!existsSync('/usr/bin/apt-get')) return [];
  say('Installing Chromium (once, about a minute) …');
  const apt = asRoot('apt-get');
  tryToRun(apt.command, [...apt.args, 'update']);
  tryToRun(apt.command, [...apt.args, 'install', '-y', '--no-install-recommends', 'chromium']);
  return installedOnes();
}

/** The binary is in the package itself, compressed. It is no dependency: most machines never need its 67 MB. */
async function fromNpm() {
  const folder = join(root, 'node_modules/.browser');
  const { name, version } = npmPackage;
  say(`Installing ${name} ${version} from npm (once) …`);
  const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  if (!tryToRun('npm', ['install', '--prefix', folder, ...options, `${name}@${version}`])) return [];
  const entry = createRequire(join(folder, 'package.json')).resolve(name);
  const { default: packed } = await import(pathToFileURL(entry).href);
  return [await packed.executablePath()];
}

/** @returns why it does not start, or nothing where it does. */
async function start(executablePath) {
  try {
    const browser = await chromium.launch({ executablePath, chromiumSandbox: false, timeout: 30_000 });
    await browser.close();
    return undefined;
  } catch (error) {
    return String(error.message).split('\n', 1)[0];
  }
}
