import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { builtProgram } from '../support/child-process.ts';

/** What the driver of PostgreSQL would use if it were there. */
const doneWithout = ['pg-native'];

test('the built server needs the packages that it is installed with, and no other', () => {
  const folder = dirname(builtProgram('main.js'));
  const files = readdirSync(folder).filter((file) => /\.m?js$/.test(file));
  const imported = files.flatMap((file) => {
    // Comments name types of other packages.
    const code = readFileSync(join(folder, file), 'utf8').replace(/^\s*(\/?\*|\/\/).*$/gm, '');
    const names = [
      ...code.matchAll(/^(?:import|export)\b[^;'"]*['"]([^'"]+)['"];$/gm),
      ...code.matchAll(/(?:\bimport|\b__require)\(\s*['"]([^'"]+)['"]\s*\)/g),
    ];
    return names.map(([, name = '']) => name);
  });
  const packages = imported.filter((name) => !name.startsWith('.') && !isBuiltin(name));
  const needed = Object.keys(packageJson.dependencies).concat(doneWithout);
  expect([...new Set(packages)].sort()).toEqual(needed.sort());
});

test('beside the built server lies the licence of every package in it', () => {
  const folder = dirname(builtProgram('main.js'));
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const maps = readdirSync(folder).filter((file) => file.endsWith('.js.map'));
  // A source map names the files that the code was made of.
  const sources = maps.flatMap((file) => (JSON.parse(read(file)) as { sources: string[] }).sources);
  const names = sources.map((file) => /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]);
  const bundled = new Set(names.filter((name) => name !== undefined));
  expect(bundled).toContain('fastify');
  const texts = read('third-party-licenses.txt').split('\n\n\n');
  // Some packages have no file of their licence; then its name has to do.
  const licensed = texts.map((text) => /^(\S+) \S+ \([\w.-]+\)/.exec(text)?.[1]);
  expect([...bundled].filter((name) => !licensed.includes(name))).toEqual([]);
});
