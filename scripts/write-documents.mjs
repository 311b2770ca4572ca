// npm run openapi: captures the examples from the running service, and writes what the documentation takes from there,
// from the source and from the benchmark's results: docs/openapi.json, docs/errors.md, docs/settings.md,
// docs/configuration.md, docs/monitoring.md, docs/performance.md, in the other pages what their commands print, and the client's types.
import { join } from 'node:path';
import { prepare, root, run } from './prepare.mjs';

prepare();
process.env.WRITE_DOCUMENTS = '1';
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const write = (file, ...more) =>
  run(
    process.execPath,
    [vitest, 'run', '--project', 'server', `documentation/${file}`, ...more],
    `documentation/${file} could not be written.`,
  );
// The examples are compared with the document, and become part of it.
write('openapi.test', '-t', 'npm run openapi writes it anew');
const files = [
  'examples',
  'openapi',
  'client-types',
  'generated-pages',
  'monitoring-page',
  'performance-page',
  'pages',
];
for (const file of files) write(`${file}.test`);
