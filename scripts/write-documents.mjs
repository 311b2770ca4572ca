// npm run openapi: captures the examples from the running service, and writes what the documentation takes from the
// source: docs/openapi.json, docs/errors.md and docs/settings.md.
import { join } from 'node:path';
import { prepare, root, run } from './prepare.mjs';

prepare();
process.env.WRITE_DOCUMENTS = '1';
for (const file of ['documentation/examples', 'documentation/openapi', 'documentation/generated-pages']) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  run(process.execPath, [vitest, 'run', '--project', 'server', file], `${file} could not be written.`);
}
