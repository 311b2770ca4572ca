import { afterEach, describe, expect, test, vi } from 'vitest';
import { generateGame, INITIAL_STAMP, type GameStamp } from '../src/index.ts';

function steps(game: GameStamp[]): number[] {
  return game.slice(1).map((stamp, index) => stamp.offset - (game[index]?.offset ?? NaN));
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a generated game', () => {
  test('has 50,001 stamps', () => {
    expect(generateGame()).toHaveLength(50_001);
  });

  test('has one stamp more than it was asked for', () => {
    expect(generateGame({ timestampsCount: 3 })).toHaveLength(4);
  });

  test('is its initial stamp alone when it was asked for no more', () => {
    expect(generateGame({ timestampsCount: 0 })).toEqual([INITIAL_STAMP]);
  });

  test('has offsets that grow by 1, 2 or 3, each about as often', () => {
    const counts = new Map<number, number>();
    for (const step of steps(generateGame({ seed: 'steps' }))) counts.set(step, (counts.get(step) ?? 0) + 1);
    expect(Array.from(counts.keys()).sort()).toEqual([1, 2, 3]);
    for (const count of counts.values()) expect(Math.abs(count - 50_000 / 3)).toBeLessThan(500);
  });

  test('has about five goals, 45 in 100 of them for the home team', () => {
    const finals = Array.from(
      { length: 30 },
      (_, seed) => generateGame({ seed }).at(-1)?.score ?? INITIAL_STAMP.score,
    );
    const home = finals.reduce((sum, score) => sum + score.home, 0);
    const away = finals.reduce((sum, score) => sum + score.away, 0);
    expect(Math.abs((home + away) / 30 - 5)).toBeLessThan(1);
    expect(Math.abs(home / (home + away) - 0.45)).toBeLessThan(0.1);
  });

  test('goes on from stamp to stamp', () => {
    const game = generateGame({ random: () => 0.99999, timestampsCount: 2 });
    expect(game.at(-1)).toEqual({ offset: 6, score: { home: 2, away: 0 } });
  });

  test('draws from Math.random unless told otherwise', () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.5);
    generateGame({ timestampsCount: 10 });
    expect(random).toHaveBeenCalledTimes(20);
  });

  test('is the same for the same seed', () => {
    expect(generateGame({ seed: 'derby' })).toEqual(generateGame({ seed: 'derby' }));
  });

  test.each([
    [0, 1],
    ['a', 'b'],
    ['ab', 'ba'],
    ['', 'a'],
  ])('is another one for the seed %o than for %o', (one, other) => {
    expect(generateGame({ seed: one })).not.toEqual(generateGame({ seed: other }));
  });

  test('is the same for a number as for its digits, as on a command line', () => {
    expect(generateGame({ seed: 7 })).toEqual(generateGame({ seed: '7' }));
  });

  test('stays the same for a seed from version to version', () => {
    expect(generateGame({ seed: 'derby' }).at(-1)).toEqual({ offset: 100_003, score: { home: 2, away: 2 } });
  });

  test('can be changed without spoiling the next one', () => {
    const [first] = generateGame({ timestampsCount: 1 });
    Object.assign(first ?? {}, { offset: 99 });
    Object.assign(first?.score ?? {}, { home: 99 });
    expect(generateGame({ timestampsCount: 0 })).toEqual([{ offset: 0, score: { home: 0, away: 0 } }]);
  });

  test('shares no score between its stamps', () => {
    const game = generateGame({ timestampsCount: 100 });
    expect(new Set(game.map(({ score }) => score)).size).toBe(101);
  });
});

describe('the initial stamp', () => {
  test('cannot be changed', () => {
    expect(Reflect.set(INITIAL_STAMP, 'offset', 99)).toBe(false);
  });

  test('has a score that cannot be changed', () => {
    expect(Reflect.set(INITIAL_STAMP.score, 'home', 99)).toBe(false);
  });
});

describe('generateGame refuses', () => {
  test.each([
    ['random and seed together', { random: Math.random, seed: 1 }, 'give random or seed, not both'],
    [
      'a random source that is no function',
      { random: 0.5 },
      'random must be a function that draws from [0, 1); the number 0.5 was given',
    ],
    [
      'a seed that is neither text nor number',
      { seed: null },
      'seed must be a string or a number other than NaN; null was given',
    ],
    ['NaN as a seed', { seed: NaN }, 'NaN was given'],
    [
      'a negative count',
      { timestampsCount: -1 },
      'timestampsCount must be a whole number, 0 or more; the number -1 was given',
    ],
    ['a fractional count', { timestampsCount: 1.5 }, 'the number 1.5 was given'],
  ])('%s', (_, options, message) => {
    const generate = (): unknown => generateGame(options as never);
    expect(generate).toThrow(TypeError);
    expect(generate).toThrow(message);
  });
});

test('importing the library draws no random number and prints nothing', async () => {
  const random = vi.spyOn(Math, 'random');
  const print = vi.spyOn(process.stdout, 'write');
  const log = vi.spyOn(console, 'log');
  vi.resetModules();
  await import('../src/index.ts');
  expect([random, print, log].flatMap((spy) => spy.mock.calls)).toEqual([]);
});
