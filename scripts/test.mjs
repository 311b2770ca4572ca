// npm test: installs and builds what is missing, then runs every test. Arguments go to Vitest, which then runs alone.
import { join } from 'node:path';
import { buildConformanceKit, buildExample, prepare, root, run } from './prepare.mjs';

const args = process.argv.slice(2);

prepare();
buildConformanceKit();
buildExample();
run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args], 'Some tests failed.');
if (args.length === 0) await import('./test-browser.mjs');
