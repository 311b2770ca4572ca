// npm run openapi: captures the examples from the running service, and writes what the documentation takes from there and
// from the source: docs/openapi.json, docs/errors.md, docs/settings.md, docs/configuration.md, and in the other pages what
// their commands print.
import { join } from 'node:path';
import { prepare, root, run } from './prepare.mjs';

prepare();
process.env.WRITE_DOCUMENTS = '1';
const files = ['examples.test', 'openapi.test', 'generated-pages.test', 'pages.test'];
for (const name of files) {
  const file = `documentation/${name}`;
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  run(process.execPath, [vitest, 'run', '--project', 'server', file], `${file} could not be written.`);
}
