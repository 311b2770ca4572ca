import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const documents = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));

describe('the documents', () => {
  test('there are some', () => {
    expect(documents).toContain('README.md');
    expect(documents.length).toBeGreaterThan(6);
  });

  test('SECURITY.md names a test that is there for everything that it promises', () => {
    const there = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.test.ts', '*.system.ts'], {
      cwd: root,
      encoding: 'utf8',
    });
    const names = new Set(there.split('\n').map((path) => basename(path)));
    const lines = read('SECURITY.md').split('\n');
    const isRule = (line = ''): boolean => line.startsWith('| -');
    const promises = lines.filter(
      (line, i) => line.startsWith('| ') && !isRule(line) && !isRule(lines[i + 1]),
    );
    expect(promises.length).toBeGreaterThan(20);
    for (const promise of promises) {
      const [shownBy = ''] = promise.split('|').slice(-2);
      const named = [...shownBy.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
      expect(named.length, promise).toBeGreaterThan(0);
      // What is measured by a command is looked for below.
      const isThere = (name: string): boolean => names.has(name) || name.startsWith('npm run ');
      expect(named.filter((name) => !isThere(name))).toEqual([]);
    }
  });

  test.each(documents)('%s links only to what is there', (path) => {
    const links = [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
      (match) => match[1] ?? '',
    );
    expect(links.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
  });

  test.each(documents)('%s links only to headings that are there', (path) => {
    const links = [...read(path).matchAll(/\]\(((?!https?:|mailto:)[^)#\s]*)#([^)\s]+)\)/g)];
    const lost = links.filter(([, file = '', anchor = '']) => {
      const page = file === '' ? path : join(dirname(path), file);
      return !headings(read(page)).includes(anchor);
    });
    expect(lost.map(([link]) => link)).toEqual([]);
  });

  test.each(documents)('%s names only commands of npm that are there', (path) => {
    const named = [...read(path).matchAll(/\bnpm run (?:--silent )?([\w:-]+)( -w)?/g)];
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const lost = named.filter(([, name = '', inPackage]) => !(name in scripts) && inPackage === undefined);
    expect(lost.map(([command]) => command)).toEqual([]);
  });

  test('every page of docs/ with commands in it is followed by a test', () => {
    const followed = read('apps/server/test/documentation/pages.test.ts');
    const withCommands = documents.filter(
      (path) => /^docs\/|^README/.test(path) && read(path).includes('```bash'),
    );
    expect(withCommands.length).toBeGreaterThan(3);
    expect(withCommands.filter((path) => !followed.includes(`'${path}'`))).toEqual([]);
  });

  test('docs/verifying-tokens-python.md shows the examples as they are, which the system tests run', () => {
    const page = read('docs/verifying-tokens-python.md');
    const files = [...page.matchAll(/\]\(\.\.\/(examples\/\S+\.py)\)/g)].map(([, file = '']) => file);
    const shown = [...page.matchAll(/```python\n(.*?)```/gs)].map(([, code]) => code);
    expect(files.length).toBe(2);
    expect(shown).toEqual(files.map(read));
  });

  test('ARCHITECTURE.md names only tests that are there', () => {
    const named = [
      ...read('ARCHITECTURE.md').matchAll(
        /`(test\/[\w/-]+\.(?:test|system)\.ts|sessions\/[\w-]+\.test\.ts)`/g,
      ),
    ].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(15);
    const places = ['apps/server', 'apps/server/src/features'];
    expect(named.filter((name) => !places.some((place) => existsSync(join(root, place, name))))).toEqual([]);
  });
});

/** The headings of a page as they are linked to. */
function headings(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}
