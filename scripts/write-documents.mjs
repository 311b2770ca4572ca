// npm run openapi: captures the examples from the running service, and then writes docs/openapi.json with them.
import { join } from 'node:path';
import { prepare, root, run } from './prepare.mjs';

prepare();
process.env.WRITE_DOCUMENTS = '1';
for (const file of ['documentation/examples', 'documentation/openapi']) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  run(process.execPath, [vitest, 'run', '--project', 'server', file], `${file} could not be written.`);
}
