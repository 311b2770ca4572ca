import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateGame, type GameStamp } from '../src/index.ts';
import { plotGame } from '../src/plot/index.ts';
import { offsets } from './support/arbitraries.ts';
import { gameAt, offsetsOf } from './support/games.ts';
import { assertWellFormed } from './support/xml.ts';

/** 0:0 from 0, 1:0 from 25, 1:2 from 50, to 100. */
const game: GameStamp[] = [
  { offset: 0, score: { home: 0, away: 0 } },
  { offset: 25, score: { home: 1, away: 0 } },
  { offset: 50, score: { home: 1, away: 2 } },
  { offset: 100, score: { home: 1, away: 2 } },
];

/** The part of the SVG between the first `start` and the `end` after it. */
function between(svg: string, start: string, end: string): string {
  const from = svg.indexOf(start) + start.length;
  return svg.slice(from, svg.indexOf(end, from));
}

function count(svg: string, part: string): number {
  return svg.split(part).length - 1;
}

describe('a plot', () => {
  test('is well-formed XML of finite numbers for any game', () => {
    const finite = offsets.map((list) => list.filter(Number.isFinite));
    fc.assert(
      fc.property(finite, (list) => {
        const svg = plotGame(gameAt(...list));
        assertWellFormed(svg);
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      }),
      { numRuns: 200 },
    );
  });

  test.each([[Number.MAX_VALUE], [-Number.MAX_VALUE, Number.MAX_VALUE], [0, Number.MIN_VALUE]])(
    'of stamps at %d and beyond has finite numbers only',
    (...list) => {
      expect(plotGame(gameAt(...list))).not.toMatch(/NaN|Infinity|undefined/);
    },
  );

  test('is an image with a name and a description for screen readers', () => {
    const svg = plotGame(game, { id: 'final' });
    expect(svg).toContain('role="img" aria-labelledby="final-title final-desc"');
    expect(svg).toMatch(/<title id="final-title">.*<\/title>\n<desc id="final-desc">/);
  });

  test('has the final score in its name', () => {
    expect(between(plotGame(game), '<title id="gs-title">', '</title>')).toBe(
      'Score over time: Home 1, Away 2',
    );
  });

  test('tells the changes in its description', () => {
    expect(between(plotGame(game), '<desc id="gs-desc">', '</desc>')).toBe(
      'The scores of Home and Away as step lines, from offset 0 to 100. The score becomes 1:0 at 25, 1:2 at 50.',
    );
  });

  test('counts the changes in its description where they are many', () => {
    expect(plotGame(gameAt(...offsetsOf(31, (index) => index)))).toContain(
      'The score changes 31 times.</desc>',
    );
  });

  test('steps up at the offset of every goal of the home team', () => {
    const path = between(plotGame(game), 'class="gs-line gs-line-home" d="', '"');
    expect(path).toMatch(/^M64 430\.5H250\.5V[\d.]+H810$/);
  });

  test('steps up by as many goals as the away team scored', () => {
    const svg = plotGame(game);
    const [, home] = /V([\d.]+)H810/.exec(between(svg, 'gs-line-home" d="', '"')) ?? [];
    const [, away] = /V([\d.]+)H810/.exec(between(svg, 'gs-line-away" d="', '"')) ?? [];
    const rise = { home: 430.5 - Number(home), away: 433.5 - Number(away) };
    expect(rise.away / rise.home).toBeCloseTo(2, 3);
  });

  test('tints the stretch in which a team leads', () => {
    expect(between(plotGame(game), 'class="gs-lead gs-home" d="', '"')).toMatch(
      /^M250\.5 [\d.]+H437V432H250\.5Z$/,
    );
  });

  test.each(['home', 'away'])('tints nothing for the %s team while the scores are equal', (team) => {
    const level = plotGame([{ offset: 0, score: { home: 1, away: 1 } }]);
    expect(between(level, `class="gs-lead gs-${team}" d="`, '"')).toBe('');
  });

  test.each(['<circle ', '<path class="gs-marker'])(
    'marks a goal for the team that scored only, with %s',
    (marker) => {
      expect(count(plotGame(game), marker)).toBe(1);
    },
  );

  test('marks a change of the home score with a circle', () => {
    expect(between(plotGame(game), '<circle class="gs-marker gs-home" ', ' r=')).toMatch(
      /^cx="250\.5" cy="[\d.]+"$/,
    );
  });

  test('marks a change of the away score with a diamond', () => {
    expect(between(plotGame(game), '<path class="gs-marker gs-away" ', 'l')).toMatch(/^d="M437 [\d.]+$/);
  });

  test('says at each marker what happened', () => {
    expect(plotGame(game, { home: 'Reds', away: 'Blues' })).toContain('<title>50: Reds 1, Blues 2</title>');
  });

  test('writes the score above a change', () => {
    expect(plotGame(game)).toMatch(/x="437" y="[\d.]+" text-anchor="middle">1:2<\/text>/);
  });

  test('leaves out a score that would touch the one before it', () => {
    expect(plotGame(gameAt(0, 1, 1000))).not.toContain('>5:2</text>');
  });

  test('has no markers where they would hide the lines', () => {
    expect(count(plotGame(gameAt(...offsetsOf(61, (index) => index))), 'gs-marker gs')).toBe(0);
  });

  test('shows the final score in the colours of the teams', () => {
    const score = between(plotGame(game), 'class="gs-final"', '</text>');
    expect(score).toMatch(/<tspan class="gs-home">1<.*<tspan class="gs-away" dx="10">2</);
  });

  test('keeps the names apart at the ends of equal scores', () => {
    const svg = plotGame([{ offset: 0, score: { home: 1, away: 1 } }]);
    const heights = Array.from(svg.matchAll(/class="gs-team .*? y="([\d.]+)"/g), ([, y]) => Number(y));
    expect(Math.abs((heights[0] ?? 0) - (heights[1] ?? 0))).toBe(20);
  });

  test('begins at 0 where the game starts soon after it', () => {
    expect(plotGame(gameAt(10, 100))).toContain('from offset 0 to 100');
  });

  test('begins with the game where that starts far from 0, as at a date', () => {
    expect(plotGame(gameAt(1_700_000_000, 1_700_005_400))).toContain('from offset 1,700,000,000 to');
  });

  test('has fewer ticks where their labels are long', () => {
    const svg = plotGame(gameAt(1_700_000_000_000, 1_700_000_005_400));
    expect(count(svg, 'text-anchor="middle">1,700,000,0')).toBeLessThan(5);
  });

  test('has ticks at round offsets', () => {
    const ticks = Array.from(
      plotGame(game).matchAll(/y="454" text-anchor="middle">(\d+)</g),
      ([, tick]) => tick,
    );
    expect(ticks).toEqual(['0', '20', '40', '60', '80', '100']);
  });

  test('shows whole scores only on its axis', () => {
    const ticks = Array.from(plotGame(game).matchAll(/text-anchor="end">([\d.]+)</g), ([, tick]) => tick);
    expect(ticks).toEqual(['0', '1', '2']);
  });

  test('of an empty game says that there are no stamps', () => {
    expect(plotGame([])).toContain('>A game without stamps<');
  });

  test('escapes what it is told to write', () => {
    const svg = plotGame(game, { title: '<script> & "co"\u0000\uD800', home: '<b>', away: '&' });
    assertWellFormed(svg);
    expect(svg).toContain('>&lt;script&gt; &amp; &quot;co&quot;<');
  });

  test('cuts a name that has no room', () => {
    expect(plotGame(game, { home: 'Borussia Mönchengladbach' })).toContain('>Borussia Mö… 1<');
  });

  test('refuses what is not a game', () => {
    expect(() => plotGame([{ offset: 0, score: { home: -1, away: 0 } }])).toThrow('the stamp at index 0');
  });
});

describe('the theme of a plot', () => {
  const dark = '.gs .gs-paper { fill: #11161d }';
  const light = '.gs .gs-paper { fill: #ffffff }';

  test('follows the reader’s system unless told otherwise', () => {
    const css = between(plotGame(game), '<style>', '</style>');
    expect(css.indexOf(light)).toBeLessThan(css.indexOf('@media (prefers-color-scheme: dark)'));
    expect(css.indexOf('@media (prefers-color-scheme: dark)')).toBeLessThan(css.indexOf(dark));
  });

  test('is light alone if asked for', () => {
    expect(plotGame(game, { theme: 'light' })).not.toContain(dark);
  });

  test('is dark alone if asked for', () => {
    expect(plotGame(game, { theme: 'dark' })).not.toContain(light);
  });
});

test('a plot of a generated game of 50,001 stamps is small', () => {
  expect(plotGame(generateGame({ seed: 'derby' })).length).toBeLessThan(10_000);
});
