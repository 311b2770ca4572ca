import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectWithPackage, type Project } from './support/installed-package.ts';
import { asModule, commands, readmeBlocks } from './support/readme.ts';

let project: Project;

beforeAll(() => {
  project = projectWithPackage();
});

afterAll(() => project.remove());

describe('the README', () => {
  test('has examples', () => {
    expect(readmeBlocks('js').length).toBeGreaterThan(5);
  });

  test.each(readmeBlocks('js'))('says what is true under $heading, example $number', ({ code }) => {
    const module = asModule(code);
    expect(project.node(module)).toEqual({ code: 0, out: '', errors: '' });
    expect(module).toContain('assert.'); // an example that claims nothing proves nothing
  });

  test('shows what the command line prints', () => {
    for (const { line, printed } of readmeBlocks('console').flatMap(({ code }) => commands(code))) {
      const { out, errors } = project.shell(line);
      expect(`$ ${line}\n${out}${errors}`).toBe(`$ ${line}\n${printed}`);
    }
  });
});

describe('the installed package', () => {
  describe('has types', () => {
    const program = [
      "import { assertGame, createTimeline, generateGame, getScore, INITIAL_STAMP } from 'game-score';",
      "import type { GameStamp, Score, Timeline } from 'game-score';",
      "import { parseGame, type TextFormat } from 'game-score/formats';",
      "import { plotGame, type PlotOptions } from 'game-score/plot';",
      'const game: readonly GameStamp[] = generateGame({ seed: 1 });',
      'const score: Score = getScore(game, 5);',
      'const timeline: Timeline = createTimeline(game);',
      "const format: TextFormat = 'csv';",
      "const options: PlotOptions = { theme: 'dark' };",
      "const data: unknown = parseGame('', { format });",
      'assertGame(data);',
      'timeline.appendStamp({ offset: score.home, score: getScore(data, 5) });',
      'plotGame(data, options);',
    ];
    const mistakes = [
      ["getScore([], '5')", 'an offset that is no number'],
      ['getScore([], undefined)', 'a missing offset'],
      ["getScore('game', 5)", 'a text for a list'],
      ['getScore([{ offset: 5 }], 5)', 'a stamp without a score'],
      ['INITIAL_STAMP.offset = 5', 'a change of the initial stamp'],
      ['createTimeline([]).duration = 5', 'a change of the duration'],
    ] as const;
    let faultyLines: (string | undefined)[];

    beforeAll(() => {
      const lines = [...program, ...mistakes.map(([code]) => `${code};`)];
      const errors = project.typeCheck(lines.join('\n'));
      faultyLines = Array.from(errors.matchAll(/^main\.ts\((\d+),/gm), ([, line]) => lines[Number(line) - 1]);
    });

    test('with which a program compiles', () => {
      expect(faultyLines.filter((line) => line !== undefined && program.includes(line))).toEqual([]);
    });

    test.each(mistakes)('with which %s does not compile: %s', (code) => {
      expect(faultyLines).toContain(`${code};`);
    });
  });

  test('imports nothing but its own files, outside the command line, so that it runs in browsers', () => {
    const dist = join(project.packageFolder, 'dist');
    const files = readdirSync(dist, { recursive: true, encoding: 'utf8' });
    const library = files.filter((file) => file.endsWith('.js') && !file.startsWith('cli'));
    const imports = library.flatMap((file) =>
      Array.from(
        readFileSync(join(dist, file), 'utf8').matchAll(/(?:from|import) ?\(?["'](.*?)["']/g),
        ([, name]) => name,
      ),
    );
    expect(imports.length).toBeGreaterThan(20);
    expect(imports.filter((name) => name?.startsWith('.') !== true)).toEqual([]);
  });
});

describe('the command', () => {
  test('passes a whole game on through a pipe', () => {
    expect(project.shell('game-score generate --seed derby | game-score at Infinity')).toEqual({
      code: 0,
      out: '2:2\n',
      errors: '',
    });
  });

  test('does not mind a reader who has seen enough', () => {
    const { errors } = project.shell('game-score generate --format ndjson | head -n 1 > first.ndjson');
    expect(errors).toBe('');
  });

  test.each([
    [0, 'game-score --version'],
    [1, 'game-score at 5 nowhere.json'],
    [2, 'game-score at noon'],
  ])('exits with %i for %s', (code, line) => {
    expect(project.shell(line).code).toBe(code);
  });

  test('writes a plot to a file', () => {
    project.shell('game-score generate --seed derby | game-score plot --output plotted.svg');
    expect(project.shell('head -c 5 plotted.svg').out).toBe('<svg ');
  });
});
