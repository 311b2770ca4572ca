// npm run bench: measures the built server beside what it can be compared with. Arguments are told by `-- --help`.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { prepare, root } from './prepare.mjs';

prepare();
const folder = join(root, 'bench/dist');
rmSync(folder, { recursive: true, force: true });
const programs = ['main', 'contestants/bare-fastify', 'contestants/bare-hash', 'load/own-client'];
const bundle = await rolldown({
  cwd: join(root, 'bench'),
  input: Object.fromEntries(programs.map((name) => [name, `${name}.ts`])),
  platform: 'node',
  // Their binaries, or their own files, are found beside them. pg asks for pg-native and does without.
  external: ['prettier', 'libsql', '@node-rs/argon2', '@node-rs/bcrypt', 'pg-native'],
});
await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].js' });
// What hashes passwords starts its threads from a file beside it.
for (const name of ['hash-thread.mjs', 'former-hash-check.mjs'])
  cpSync(join(root, 'apps/server/src/lib', name), join(folder, name));
await import('../bench/dist/main.js');
