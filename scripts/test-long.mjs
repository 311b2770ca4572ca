// npm run test:long: a storm of logins and a soak; then the property tests and the fuzzing again, for many more runs, and
// every planted fault of the conformance tests against all checks of its group. Arguments go to the storm and the soak,
// which then run alone: `npm run test:long -- storm`.
import { join } from 'node:path';
import { prepare, root, run } from './prepare.mjs';

prepare();
const server = join(root, 'apps/server');
const config = join(server, 'test/long/vitest.config.ts');
run(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...['--root', server, '--config', config],
    ...process.argv.slice(2),
  ],
  'Some long tests failed.',
);
if (process.argv.length === 2) {
  process.env.PROPERTY_RUNS ??= '2000';
  process.argv.push('protocol', 'fuzz', 'conformance/', '--testTimeout=3600000');
  await import('./test.mjs');
}
