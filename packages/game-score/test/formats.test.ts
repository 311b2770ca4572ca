import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatGame, GameTextError, parseGame, TEXT_FORMATS } from '../src/formats/index.ts';
import { StampError } from '../src/index.ts';
import { gameAt } from './support/games.ts';
import { thrownBy } from './support/thrown-by.ts';

const game = gameAt(10, 20);
const first = '{"offset":10,"score":{"home":2,"away":1}}';
const second = '{"offset":20,"score":{"home":5,"away":2}}';

describe('formatGame writes', () => {
  test('JSON as a list with a stamp on each line', () => {
    expect(formatGame(game, 'json')).toBe(`[\n${first},\n${second}\n]\n`);
  });

  test('an empty game as an empty JSON list', () => {
    expect(formatGame([], 'json')).toBe('[]\n');
  });

  test('NDJSON as a stamp on each line', () => {
    expect(formatGame(game, 'ndjson')).toBe(`${first}\n${second}\n`);
  });

  test('CSV as a table with a header', () => {
    expect(formatGame(game, 'csv')).toBe('offset,home,away\n10,2,1\n20,5,2\n');
  });

  test('only what belongs to a stamp', () => {
    const [stamp] = game;
    expect(formatGame([{ ...stamp, note: 'x' } as never], 'ndjson')).toBe(`${first}\n`);
  });
});

describe('parseGame', () => {
  test.each(TEXT_FORMATS)('reads what formatGame writes as %s', (format) => {
    const anyGame = fc
      .array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 20 })
      .map((offsets) => gameAt(...offsets.map((offset) => offset + 0).sort((a, b) => a - b)));
    fc.assert(
      fc.property(anyGame, (anyone) => {
        expect(parseGame(formatGame(anyone, format))).toEqual(anyone);
      }),
    );
  });

  test.each([
    ['an empty JSON list', '[]'],
    ['a table without rows', 'offset,home,away\n'],
  ])('reads %s as an empty game', (_, text) => {
    expect(parseGame(text)).toEqual([]);
  });

  test('reads a text with a byte order mark', () => {
    expect(parseGame(`\uFEFF[${first}]`)).toEqual(gameAt(10));
  });

  test('tells the format after white space', () => {
    expect(parseGame(`\n  [${first}]`)).toEqual(gameAt(10));
  });

  test('reads NDJSON with blank lines and Windows line ends', () => {
    expect(parseGame(`${first}\r\n \r\n${second}\r\n`)).toEqual(game);
  });

  test('reads CSV with blank lines and Windows line ends', () => {
    expect(parseGame('offset,home,away\r\n \r\n10,2,1\r\n20,5,2\r\n')).toEqual(game);
  });

  test('reads CSV columns in any order, among others, in capitals, with spaces', () => {
    expect(parseGame('Note, AWAY ,Offset,Home\nkick,1,10,2\n,2,20,5\n')).toEqual(game);
  });

  test('reads CSV cells in double quotes, with commas and double quotes in them', () => {
    expect(parseGame('"note","offset","home","away"\n"a ""b"", c",10,"2",1\n')).toEqual(gameAt(10));
  });

  test('reads CSV without a header', () => {
    expect(parseGame('10,2,1\n20,5,2\n')).toEqual(game);
  });

  test.each(['-2.5', '+7', '1e3', '-2.5E-10', '.25', '5.'])('reads the CSV number %s', (digits) => {
    expect(parseGame(`offset,home,away\n${digits},2,1\n`)[0]?.offset).toBe(Number(digits));
  });
});

describe('parseGame refuses, giving the line,', () => {
  test.each([
    ['an empty text', ' \n', 'line 1: there is no game: the text is empty'],
    ['JSON that is no list', '\n\n7', 'line 3: expected a list of stamps; found the number 7', 'json'],
    [
      'broken JSON',
      `[\n${first}\n${second}\n]`,
      'line 3, column 1: this is not JSON: expected a comma or ]; found "{"',
    ],
    [
      'JSON that ends too early',
      `[\n${first},\n`,
      'line 3, column 1: this is not JSON: expected a value; found the end of the text',
    ],
    [
      'a faulty stamp in JSON',
      `[\n${second},\n\n${first}]`,
      'line 4: offset 10 is before the previous one, 20',
    ],
    [
      'a broken line of NDJSON',
      `${first}\n\n{"offset":20,}\n`,
      'line 3, column 14: this is not JSON: expected a key in double quotes; found "}"',
    ],
    [
      'a faulty stamp in NDJSON',
      `${second}\n\n${first}\n`,
      'line 3: offset 10 is before the previous one, 20',
    ],
    [
      'a line of NDJSON that is no stamp',
      `${first}\n[]\n`,
      'line 2: offset must be a number other than NaN; found undefined',
    ],
    [
      'a CSV header that lacks a column',
      '\noffset;home;away\n1;2;3\n',
      'line 2: expected a first line with the columns offset, home and away; found "offset;home;away"',
    ],
    [
      'a CSV header that names a column twice',
      'offset,home,away,home\n',
      'line 1: expected a first line with the columns offset, home and away; found "offset,home,away,home"',
    ],
    ['a CSV row with a cell too few', 'offset,home,away\n\n10,2\n', 'line 3: expected 3 columns; found 2'],
    ['a CSV row with a cell too many', '10,2,1\n20,5,2,\n', 'line 2: expected 3 columns; found 4'],
    [
      'a CSV cell that is no number',
      'offset,home,away\n10,2,one\n',
      'line 2: score.away must be a number other than NaN; found the string "one"',
    ],
    [
      'an empty CSV cell',
      'offset,home,away\n,2,1\n',
      'line 2: offset must be a number other than NaN; found the string ""',
    ],
    [
      'a CSV number in another notation',
      'offset,home,away\n0x10,2,1\n',
      'line 2: offset must be a number other than NaN; found the string "0x10"',
    ],
    [
      'a falling score in CSV',
      'offset,home,away\n\n10,2,1\n20,1,1\n',
      'line 4: score.home falls from 2 to 1',
    ],
  ] as const)('%s', (_, text, message, format?: 'json') => {
    const error = thrownBy(() => parseGame(text, { format }));
    expect(error).toBeInstanceOf(GameTextError);
    expect(error).toHaveProperty('message', message);
  });

  test('a byte order mark that is not at the start', () => {
    expect(() => parseGame(`[\uFEFF${first}]`)).toThrow('this is not JSON');
  });

  test('under the name of a GameTextError', () => {
    expect(String(thrownBy(() => parseGame('')))).toMatch(/^GameTextError: line 1: /);
  });

  test.each(['[', '{"offset":\n'])('and keeps the engine’s own error as the cause, for %o', (text) => {
    expect(thrownBy(() => parseGame(text))).toHaveProperty('cause', expect.any(SyntaxError));
  });

  test('with the line and the column as numbers', () => {
    expect(thrownBy(() => parseGame('[\r\n  }'))).toMatchObject({ line: 2, column: 3 });
  });

  test('and keeps the fault of the stamp as the cause', () => {
    expect(thrownBy(() => parseGame(`${first}\nnull\n`))).toHaveProperty('cause', expect.any(StampError));
  });
});
