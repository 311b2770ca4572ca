// Installs and builds what is missing, so that every command works from a bare clone. Uses nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

export const root = fileURLToPath(new URL('..', import.meta.url));

const oldestNode = [20, 19];
const stampName = '.built-from';
const packages = ['packages/call-snippets', 'packages/client'];
const sites = ['admin', 'account', 'explorer'];

const compressible = /\.(css|html|js|svg)$/;
const worthCompressingBytes = 1_024;

export function prepare() {
  checkNode();
  install();
  buildPackages();
  bundleServer();
  // Beside the server, as they are in the package of it.
  for (const site of sites) buildSite(join(root, 'apps', site), join(root, 'apps/server/sites', site));
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  fail(`Latchkey needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`);
}

/** npm writes node_modules/.package-lock.json as the last step of an install. */
function install() {
  const lockfile = join(root, 'package-lock.json');
  const installed = join(root, 'node_modules/.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs) return;
  say('Installing dependencies (once, about half a minute) …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--include=dev'], 'The dependencies could not be installed.');
}

/** What the server and the sites import as it is published. */
export function buildPackages() {
  for (const name of packages) compile(name);
}

/** What checks a running server; only the tests import it. */
export function buildConformanceKit() {
  compile('packages/conformance');
}

/** What other services verify tokens with; here the tests do. */
export function buildTokenVerifier() {
  compile('packages/token-verifier');
}

/** What the example looks scores up with. */
export function buildGameScore() {
  compile('packages/game-score');
}

/** The example's service and its page, with what they import. */
export function buildExample() {
  buildTokenVerifier();
  buildGameScore();
  compile('examples/scoreboard');
  const page = join(root, 'examples/scoreboard/page');
  buildSite(page, join(page, 'dist'));
}

function compile(workspace) {
  const folder = join(root, workspace);
  if (!existsSync(folder)) return;
  const project = join(folder, 'tsconfig.build.json');
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const sources = [...sourcesBelow(join(folder, 'src')), project];
  build(folder, join(folder, 'dist'), sources, (draft) => {
    run(process.execPath, [compiler, '-p', project, '--outDir', draft], 'The build failed.');
  });
}

/** The server is bundled with what it imports, and the licences of that lie beside it. */
function bundleServer() {
  const folder = join(root, 'apps/server');
  const bundler = join(root, 'scripts/bundle-server.mjs');
  const sources = [
    ...[bundler, join(folder, 'package.json')],
    ...[join(folder, 'src'), ...packageFolders()].flatMap(sourcesBelow),
  ];
  build(folder, join(folder, 'dist'), sources, (draft) =>
    run(process.execPath, [bundler, draft], 'The build failed.'),
  );
}

/** A site is bundled with the packages that it uses, and compressed once, so that the server only has to send files. */
function buildSite(folder, place) {
  if (!existsSync(folder)) return;
  const bundler = join(root, 'node_modules/vite/bin/vite.js');
  const sources = [
    ...['index.html', 'vite.config.ts', 'tsconfig.json'].map((file) => join(folder, file)).filter(existsSync),
    ...[join(folder, 'src'), join(folder, 'public'), ...packageFolders()].flatMap(sourcesBelow),
  ];
  build(folder, place, sources, (draft) => {
    const options = ['--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'];
    run(process.execPath, [bundler, 'build', folder, ...options], 'The build failed.');
    compress(draft);
  });
}

/**
 * Built anew when any source, or what it is built with, is other than at the last build. It takes its place only when it
 * is whole: another command may be starting from it, or building at the same time.
 */
function build(folder, place, sources, write) {
  const stampFile = join(place, stampName);
  const tools = ['tsconfig.base.json', 'package-lock.json'].map((file) => join(root, file));
  const stamp = fingerprint([...sources, ...tools]);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  say(`Building ${relative(root, folder)} …`);
  const draft = join(folder, `node_modules/.build-${process.pid}`);
  const removeDraft = () => rmSync(draft, { recursive: true, force: true });
  process.once('exit', removeDraft);
  mkdirSync(draft, { recursive: true });
  write(draft);
  writeFileSync(join(draft, stampName), stamp);
  moveInPlace(draft, place);
  removeDraft();
  process.off('exit', removeDraft);
}

function moveInPlace(draft, place) {
  mkdirSync(dirname(place), { recursive: true });
  rmSync(place, { recursive: true, force: true });
  try {
    renameSync(draft, place);
  } catch (error) {
    // Another command has built the same at the same time.
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error;
  }
}

function compress(folder) {
  for (const file of filesBelow(folder).filter((name) => compressible.test(name))) {
    const content = readFileSync(file);
    if (content.length < worthCompressingBytes) continue;
    writeFileSync(`${file}.br`, brotliCompressSync(content));
    writeFileSync(`${file}.gz`, gzipSync(content));
  }
}

function packageFolders() {
  return packages.map((name) => join(root, name, 'src'));
}

function sourcesBelow(folder) {
  return filesBelow(folder).filter((file) => !/\.test\.tsx?$/.test(file));
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

export function run(command, args, failure) {
  const { status, error } = start(command, args);
  if (status !== 0) fail(error ? `${failure} (${error.message})` : failure);
}

/** @returns whether it succeeded. */
export function tryToRun(command, args) {
  return start(command, args).status === 0;
}

function start(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: ['inherit', 2, 2] });
}

export function say(text) {
  process.stderr.write(`${text}\n`);
}

export function fail(text) {
  say(text);
  process.exit(1);
}
