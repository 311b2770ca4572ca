import { describe, expect, test } from 'vitest';
import { run } from '../src/cli/run.ts';
import { formatGame } from '../src/formats/index.ts';
import { generateGame } from '../src/index.ts';
import { plotGame } from '../src/plot/index.ts';
import { gameAt } from './support/games.ts';

interface World {
  input?: string;
  inputIsTerminal?: boolean;
  files?: Record<string, string>;
}

/** Runs the command line in a world of its own and tells everything that it did there. */
async function gameScore(line: string[], { input = '', inputIsTerminal = false, files = {} }: World = {}) {
  const written: Record<string, string> = {};
  let out = '';
  let errors = '';
  const code = await run(
    line,
    {
      readInput: () => Promise.resolve(input),
      inputIsTerminal,
      readFile: (path) =>
        files[path] === undefined
          ? Promise.reject(new Error(`ENOENT: no such file or directory, open '${path}'`))
          : Promise.resolve(files[path]),
      writeFile: (path, text) => {
        if (path.startsWith('/locked/')) {
          return Promise.reject(new Error(`EACCES: permission denied, open '${path}'`));
        }
        written[path] = text;
        return Promise.resolve();
      },
      print: (text) => (out += text),
      printError: (text) => (errors += text),
    },
    '1.2.3',
  );
  return { code, out, errors, written };
}

const csv = 'offset,home,away\n0,0,0\n10,1,0\n20,1,0\n30,1,2\n';

describe('game-score generate', () => {
  test('prints a whole game as JSON', async () => {
    const { out } = await gameScore(['generate', '--seed', 'derby']);
    expect(JSON.parse(out)).toEqual(generateGame({ seed: 'derby' }));
  });

  test('makes as many stamps as asked for', async () => {
    const { out } = await gameScore(['generate', '--timestamps', '4', '--format', 'ndjson']);
    expect(out.trimEnd().split('\n')).toHaveLength(5);
  });

  test('takes a negative number for a seed, not for an option', async () => {
    const { out } = await gameScore(['generate', '--seed', '-5', '--timestamps', '20']);
    expect(JSON.parse(out)).toEqual(generateGame({ seed: -5, timestampsCount: 20 }));
  });

  test('makes another game each time without a seed', async () => {
    const [one, other] = [await gameScore(['generate']), await gameScore(['generate'])];
    expect(one.out).not.toBe(other.out);
  });
});

describe('game-score at', () => {
  test.each(['json', 'ndjson', 'csv'] as const)('prints the score of a game in a %s file', async (format) => {
    const files = { game: formatGame(gameAt(10, 20, 30), format) };
    expect((await gameScore(['at', '25', 'game'], { files })).out).toBe('5:2\n');
  });

  test('reads standard input without a file', async () => {
    expect((await gameScore(['at', '15'], { input: csv })).out).toBe('1:0\n');
  });

  test('reads standard input for -', async () => {
    expect((await gameScore(['at', '15', '-'], { input: csv })).out).toBe('1:0\n');
  });

  test.each([
    ['-5', '2:1\n'],
    ['-.5e1', '2:1\n'],
    ['-Infinity', '0:0\n'],
    ['Infinity', '5:2\n'],
    ['1e1', '2:1\n'],
    ['+20.5', '5:2\n'],
  ])('takes %s for an offset', async (offset, score) => {
    const input = formatGame(gameAt(-10, 20), 'csv');
    expect((await gameScore(['at', offset], { input })).out).toBe(score);
  });

  test('prints JSON if asked for', async () => {
    expect((await gameScore(['at', '15', '--json'], { input: csv })).out).toBe('{"home":1,"away":0}\n');
  });
});

describe('game-score changes', () => {
  test('prints the changes as CSV', async () => {
    expect((await gameScore(['changes'], { input: csv })).out).toBe('offset,home,away\n10,1,0\n30,1,2\n');
  });

  test('prints them in another format if asked for', async () => {
    const { out } = await gameScore(['changes', '--format', 'json'], { input: csv });
    expect(JSON.parse(out)).toEqual([
      { offset: 10, score: { home: 1, away: 0 } },
      { offset: 30, score: { home: 1, away: 2 } },
    ]);
  });
});

describe('game-score plot', () => {
  test('prints the plot with the given words and theme', async () => {
    const words = { title: 'Final', home: 'Reds', away: 'Blues', theme: 'dark' } as const;
    const options = Object.entries(words).flatMap(([name, value]) => [`--${name}`, value]);
    const { out } = await gameScore(['plot', 'game', ...options], {
      files: { game: formatGame(gameAt(10, 20), 'json') },
    });
    expect(out).toBe(plotGame(gameAt(10, 20), words));
  });
});

describe('--output', () => {
  test('writes the result to a file', async () => {
    const { written } = await gameScore(['changes', '--output', 'changes.csv'], { input: csv });
    expect(written).toEqual({ 'changes.csv': 'offset,home,away\n10,1,0\n30,1,2\n' });
  });

  test('keeps standard output empty', async () => {
    expect((await gameScore(['plot', '--output', 'game.svg'], { input: csv })).out).toBe('');
  });

  test('means standard output for -', async () => {
    expect(await gameScore(['changes', '--output', '-'], { input: csv })).toMatchObject({
      out: 'offset,home,away\n10,1,0\n30,1,2\n',
      written: {},
    });
  });

  test('that cannot be written ends with 1 and the reason', async () => {
    expect(await gameScore(['plot', '--output', '/locked/game.svg'], { input: csv })).toMatchObject({
      code: 1,
      errors: 'game-score: cannot write /locked/game.svg: EACCES: permission denied\n',
    });
  });
});

describe('a game that cannot be read ends with 1', () => {
  test('and names the file and the line', async () => {
    const files = { 'game.csv': 'offset,home,away\n0,0,0\n10,x,0\n' };
    expect(await gameScore(['at', '5', 'game.csv'], { files })).toMatchObject({
      code: 1,
      out: '',
      errors:
        'game-score: game.csv, line 3: score.home must be a number other than NaN; found the string "x"\n',
    });
  });

  test('and names standard input', async () => {
    expect(await gameScore(['changes'], { input: '' })).toMatchObject({
      code: 1,
      errors: 'game-score: standard input, line 1: there is no game: the text is empty\n',
    });
  });

  test('and says why when the file is missing', async () => {
    expect(await gameScore(['plot', 'nowhere.json'])).toMatchObject({
      code: 1,
      errors: 'game-score: cannot read nowhere.json: ENOENT: no such file or directory\n',
    });
  });

  test('when --input-format says what it is not', async () => {
    expect(await gameScore(['at', '15', '--input-format', 'json'], { input: csv })).toMatchObject({
      code: 1,
      errors: expect.stringContaining('this is not JSON') as string,
    });
  });
});

describe('a wrong command line ends with 2', () => {
  test.each([
    [[], 'what should it do? The commands are generate, at, changes, plot'],
    [['score'], 'unknown command "score"; the commands are generate, at, changes, plot'],
    [['at'], 'at what moment? OFFSET is missing'],
    [['at', 'noon'], 'OFFSET must be a number; "noon" was given'],
    [['at', 'NaN'], 'OFFSET must be a number; "NaN" was given'],
    [['at', ''], 'OFFSET must be a number; "" was given'],
    [['at', '1', 'a', 'b'], 'unexpected argument "b"'],
    [['changes', 'a', 'b'], 'unexpected argument "b"'],
    [['plot', 'a', 'b'], 'unexpected argument "b"'],
    [['generate', 'a'], 'unexpected argument "a"'],
    [['generate', '--colour'], "Unknown option '--colour'"],
    [['generate', '--seed'], "Option '--seed <value>' argument missing"],
    [['generate', '--timestamps', '1.5'], '--timestamps must be a whole number, 0 or more; "1.5" was given'],
    [['generate', '--timestamps', '-1'], '--timestamps must be a whole number, 0 or more; "-1" was given'],
    [['generate', '--format', 'xml'], '--format must be one of json, ndjson, csv; "xml" was given'],
    [['changes', '--format', 'xml'], '--format must be one of json, ndjson, csv; "xml" was given'],
    [
      ['at', '1', '--input-format', 'xml'],
      '--input-format must be one of json, ndjson, csv; "xml" was given',
    ],
    [['plot', '--theme', 'pink'], '--theme must be one of auto, light, dark; "pink" was given'],
  ])('for %o', async (line, message) => {
    expect(await gameScore(line, { input: csv })).toEqual({
      code: 2,
      out: '',
      errors: `game-score: ${message}\nTry: game-score --help\n`,
      written: {},
    });
  });

  test('when nobody pipes a game in', async () => {
    expect(await gameScore(['changes'], { inputIsTerminal: true })).toMatchObject({
      code: 2,
      errors: expect.stringContaining('name a file, or pipe one') as string,
    });
  });
});

describe('help', () => {
  test.each(['--help', '-h', 'help'])('for all commands is printed for %s', async (word) => {
    const { code, out } = await gameScore([word]);
    expect({ code, commands: Array.from(out.matchAll(/^game-score (\w+)/gm), ([, name]) => name) }).toEqual({
      code: 0,
      commands: ['generate', 'at', 'changes', 'plot'],
    });
  });

  test.each(['--help', '-h'])('for one command is printed for %s after it', async (word) => {
    const { code, out } = await gameScore(['at', word]);
    expect({ code, start: out.slice(0, 28) }).toEqual({ code: 0, start: 'game-score at OFFSET [FILE] ' });
  });
});

test('game-score --version prints the version', async () => {
  expect(await gameScore(['--version'])).toMatchObject({ code: 0, out: '1.2.3\n' });
});
