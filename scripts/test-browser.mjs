// npm run test:browser: the tests that use the built server with a real browser. Arguments go to Playwright.
import { join } from 'node:path';
import { buildExample, prepare, root, run } from './prepare.mjs';

prepare();
buildExample();
const { findBrowser } = await import('./find-browser.mjs');
process.env.BROWSER_FILE = await findBrowser();
run(
  process.execPath,
  [
    join(root, 'node_modules/@playwright/test/cli.js'),
    'test',
    '--config',
    join(root, 'e2e/playwright.config.ts'),
    ...process.argv.slice(2),
  ],
  'Some browser tests failed.',
);
