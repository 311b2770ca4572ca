// node scripts/bundle-server.mjs FOLDER: writes the server there in a few files. Half of its start was looking for six
// hundred files and reading them. What only one kind of database needs, or a later moment, stays in files of its own.
// A second argument is a module with a plugin that changes what is bundled: a test makes another version by it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { fail, root } from './prepare.mjs';

const [folder, change] = process.argv.slice(2);
const swaggerUi = join(root, 'node_modules/@fastify/swagger-ui');

try {
  const changes = change === undefined ? [] : [(await import(pathToFileURL(change).href)).default];
  const bundle = await rolldown({
    cwd: join(root, 'apps/server'),
    input: { main: 'src/main.ts', cli: 'src/cli.ts', 'hash-thread': 'src/lib/hash-thread.mjs' },
    platform: 'node',
    // Their binaries are found beside them. pg asks for pg-native and does without.
    external: ['libsql', '@node-rs/argon2', '@node-rs/bcrypt', 'pg-native'],
    plugins: [...changes, licenses(), reference()],
  });
  // Names are kept, so that a stack trace can be read; with `node --enable-source-maps` it is that of the source.
  const entryFileNames = ({ name }) => (name === 'hash-thread' ? '[name].mjs' : '[name].js');
  const files = { entryFileNames, chunkFileNames: 'chunk-[hash].js' };
  await bundle.write({ dir: folder, format: 'esm', sourcemap: true, ...files });
} catch (error) {
  fail(error.message);
}

/** Writes the licences of what was bundled, which ask to be passed on with it. */
function licenses() {
  return {
    name: 'licenses',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => file.moduleIds ?? []);
      const packages = new Set(
        modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? []),
      );
      const source = [...packages].map(licenseOf).concat(swaggerUiLicense()).sort().join('\n\n\n');
      this.emitFile({ type: 'asset', fileName: 'third-party-licenses.txt', source });
    },
  };
}

/** Copies what the reference of the API is shown with: the one part of a package that the server sends as it is. */
function reference() {
  return {
    name: 'reference',
    generateBundle() {
      for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
        const source = readFileSync(join(swaggerUi, 'static', file));
        this.emitFile({ type: 'asset', fileName: `reference/${file}`, source });
      }
    },
  };
}

/** Its package passes Swagger UI on without the licence of that. */
function swaggerUiLicense() {
  const { devDependencies } = JSON.parse(readFileSync(join(swaggerUi, 'package.json'), 'utf8'));
  const version = devDependencies['swagger-ui-dist'].replace(/^\D/, '');
  const text = readFileSync(join(root, 'node_modules/typescript/LICENSE.txt'), 'utf8').trim();
  return [`swagger-ui ${version} (Apache-2.0)`, 'Copyright SmartBear Software Inc.', text].join('\n\n');
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}
