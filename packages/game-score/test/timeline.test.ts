import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTimeline, generateGame, StampError } from '../src/index.ts';
import { offsets, offsetsAndMoment } from './support/arbitraries.ts';
import { gameAt, NO_GOALS, scoreOfStamp } from './support/games.ts';
import { linearScan } from './support/linear-scan.ts';
import { recordLooks } from './support/looks.ts';
import { thrownBy } from './support/thrown-by.ts';

describe('scoreAt', () => {
  test('finds what a linear scan finds, for lists and moments of every kind', () => {
    fc.assert(
      fc.property(offsetsAndMoment, ({ offsets: list, moment }) => {
        const game = gameAt(...list);
        expect(createTimeline(game).scoreAt(moment)).toEqual(linearScan(game, moment));
      }),
      { numRuns: 1000 },
    );
  });

  test('finds what a linear scan finds around every goal of a generated game', () => {
    const game = generateGame({ seed: 'derby' });
    const timeline = createTimeline(game);
    const moments = timeline.changes().flatMap(({ offset }) => [offset - 1, offset, offset + 1]);
    expect(moments).toHaveLength(12);
    expect(moments.map((moment) => timeline.scoreAt(moment))).toEqual(
      moments.map((moment) => linearScan(game, moment)),
    );
  });

  test.each([
    ['fractional offsets', [0.25, 0.5, 0.75], 0.6],
    ['offsets beyond 32 bits', [1, 2 ** 31, 2 ** 31 + 1], 2 ** 31],
    ['offsets below 32 bits', [-(2 ** 40), -(2 ** 31) - 1, 5], 4],
  ])('keeps %s as they are', (_, list, moment) => {
    expect(createTimeline(gameAt(...list)).scoreAt(moment)).toEqual(scoreOfStamp(1));
  });

  test('keeps scores beyond 32 bits as they are', () => {
    const score = { home: 2 ** 40, away: 2 ** 31 };
    expect(createTimeline([...gameAt(10), { offset: 20, score }]).scoreAt(20)).toEqual(score);
  });

  test('gives an object that may be changed', () => {
    const timeline = createTimeline(gameAt(10, 20));
    timeline.scoreAt(20).home = 99;
    expect(timeline.scoreAt(20)).toEqual(scoreOfStamp(1));
  });

  test('refuses an offset that is no moment', () => {
    expect(() => createTimeline(gameAt(10)).scoreAt('10' as never)).toThrow(
      new TypeError('offset must be a number other than NaN; the string "10" was given'),
    );
  });

  test('may be taken off the timeline', () => {
    const { scoreAt } = createTimeline(gameAt(10, 20));
    expect(scoreAt(15)).toEqual(scoreOfStamp(0));
  });
});

describe('changes', () => {
  test('are the stamps that change the score, and no others', () => {
    const game = [
      { offset: 0, score: { home: 0, away: 0 } },
      { offset: 10, score: { home: 1, away: 0 } },
      { offset: 20, score: { home: 1, away: 0 } },
      { offset: 30, score: { home: 1, away: 1 } },
      { offset: 40, score: { home: 1, away: 1 } },
    ];
    expect(createTimeline(game).changes()).toEqual([game[1], game[3]]);
  });

  test('begin with the first stamp if the game does not begin with 0:0', () => {
    expect(createTimeline(gameAt(10, 20)).changes()).toEqual(gameAt(10, 20));
  });

  test('are one where several stamps with one offset change the score', () => {
    expect(createTimeline(gameAt(10, 20, 20, 20)).changes()).toEqual([
      { offset: 10, score: scoreOfStamp(0) },
      { offset: 20, score: scoreOfStamp(3) },
    ]);
  });

  test('leave out a score that is taken back at the same offset', () => {
    const [first, second] = gameAt(10, 20);
    const back = { offset: 20, score: scoreOfStamp(0) };
    expect(createTimeline([first, second, back] as never).changes()).toEqual([first]);
  });

  test('may be changed without spoiling the timeline', () => {
    const timeline = createTimeline(gameAt(10, 20));
    for (const change of timeline.changes()) change.score.home = 99;
    expect(timeline.changes()).toEqual(gameAt(10, 20));
  });

  test('give the same scores as the game that they are of', () => {
    fc.assert(
      fc.property(offsets, (list) => {
        const timeline = createTimeline(gameAt(...list));
        expect(createTimeline(timeline.changes()).changes()).toEqual(timeline.changes());
      }),
      { numRuns: 100 },
    );
  });
});

describe('finalScore', () => {
  test('is that of the last stamp', () => {
    expect(createTimeline(gameAt(10, 20, 30)).finalScore).toEqual(scoreOfStamp(2));
  });

  test('is 0:0 in an empty game', () => {
    expect(createTimeline([]).finalScore).toEqual(NO_GOALS);
  });
});

describe('duration', () => {
  test('is the offset of the last stamp, also if it changed nothing', () => {
    expect(createTimeline([...gameAt(10), { offset: 90, score: scoreOfStamp(0) }]).duration).toBe(90);
  });

  test('is 0 in an empty game', () => {
    expect(createTimeline([]).duration).toBe(0);
  });
});

describe('createTimeline', () => {
  test('looks at every stamp once', () => {
    const { list, looks } = recordLooks(gameAt(10, 20, 30));
    createTimeline(list).scoreAt(25);
    expect(looks).toEqual([0, 1, 2]);
  });

  test('does not see what becomes of the list later', () => {
    const game = gameAt(10, 20);
    const timeline = createTimeline(game);
    game.length = 0;
    expect(timeline.scoreAt(20)).toEqual(scoreOfStamp(1));
  });

  test('refuses something that is no list', () => {
    expect(() => createTimeline(null as never)).toThrow(
      new TypeError('gameStamps must be an array or array-like; null was given'),
    );
  });

  test('refuses a malformed stamp, naming its index', () => {
    expect(thrownBy(() => createTimeline([...gameAt(10, 20), {}] as never))).toMatchObject({
      index: 2,
      code: 'stamp_malformed',
    });
  });

  test('refuses a stamp before its predecessor, naming its index', () => {
    expect(thrownBy(() => createTimeline(gameAt(10, 30, 20, 40)))).toMatchObject({
      index: 2,
      code: 'offset_falls',
      detail: 'offset 20 is before the previous one, 30',
    });
  });
});

describe('appendStamp', () => {
  const goal = { offset: 30, score: { home: 20, away: 5 } };

  test('finds what a linear scan finds, wherever the list ends and the live game begins', () => {
    fc.assert(
      fc.property(offsetsAndMoment, fc.nat(), ({ offsets: list, moment }, cut) => {
        const game = gameAt(...list);
        const known = cut % (game.length + 1);
        const timeline = createTimeline(game.slice(0, known));
        for (const stamp of game.slice(known)) timeline.appendStamp(stamp);
        expect(timeline.scoreAt(moment)).toEqual(linearScan(game, moment));
      }),
      { numRuns: 1000 },
    );
  });

  test('goes on after the stamps of the list', () => {
    const timeline = createTimeline(gameAt(10, 20));
    timeline.appendStamp(goal);
    expect([timeline.scoreAt(29), timeline.scoreAt(30)]).toEqual([scoreOfStamp(1), goal.score]);
  });

  test('moves the final score', () => {
    const timeline = createTimeline(gameAt(10, 20));
    timeline.appendStamp(goal);
    expect(timeline.finalScore).toEqual(goal.score);
  });

  test('prolongs the game, also without a goal', () => {
    const timeline = createTimeline(gameAt(10, 20));
    timeline.appendStamp({ offset: 45, score: scoreOfStamp(1) });
    expect(timeline.duration).toBe(45);
  });

  test('takes a goal back that was annulled', () => {
    const timeline = createTimeline(gameAt(10, 20));
    timeline.appendStamp({ offset: 25, score: scoreOfStamp(0) });
    expect(timeline.scoreAt(26)).toEqual(scoreOfStamp(0));
  });

  test('takes back the only goal, at its own offset', () => {
    const timeline = createTimeline(gameAt(10));
    timeline.appendStamp({ offset: 10, score: NO_GOALS });
    expect(timeline.scoreAt(10)).toEqual(NO_GOALS);
  });

  test('goes on after offsets that are farther apart than numbers go', () => {
    const [first, second, third] = gameAt(-Number.MAX_VALUE, Number.MAX_VALUE, Infinity);
    const timeline = createTimeline([first, second] as never);
    timeline.appendStamp(third as never);
    expect(timeline.scoreAt(Infinity)).toEqual(scoreOfStamp(2));
  });

  test('does not keep the stamp', () => {
    const timeline = createTimeline([]);
    const stamp = { offset: 30, score: { home: 20, away: 5 } };
    timeline.appendStamp(stamp);
    stamp.score.home = 99;
    expect(timeline.finalScore).toEqual({ home: 20, away: 5 });
  });

  test.each([
    ['is malformed', { offset: 25 }, 'stamp_malformed'],
    ['is before the last one', { offset: 19, score: { home: 20, away: 5 } }, 'offset_falls'],
  ])('refuses a stamp that %s, naming its index in the game', (_, stamp, code) => {
    const error = thrownBy(() => createTimeline(gameAt(10, 20)).appendStamp(stamp as never));
    expect(error).toBeInstanceOf(StampError);
    expect(error).toMatchObject({ index: 2, code });
  });

  test('leaves the timeline as it was when it refuses a stamp', () => {
    const timeline = createTimeline(gameAt(10, 20));
    thrownBy(() => timeline.appendStamp({ offset: 19, score: { home: 20, away: 5 } }));
    expect([timeline.changes(), timeline.duration]).toEqual([gameAt(10, 20), 20]);
  });
});
