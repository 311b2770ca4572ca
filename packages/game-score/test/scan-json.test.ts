import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scanJson } from '../src/formats/scan-json.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON texts with one character taken out, put in or replaced; many are still JSON. */
const almostJson = fc
  .tuple(
    fc.json({ maxDepth: 4 }),
    fc.nat(),
    fc.constantFrom(0, 1),
    fc.oneof(
      fc.constantFrom(
        '[',
        ']',
        '{',
        '}',
        ',',
        ':',
        '"',
        '\\',
        ' ',
        '0',
        '-',
        '1',
        '.',
        'e',
        't',
        '\n',
        '\t',
        '\u0001',
      ),
      fc.string({ maxLength: 2 }),
    ),
  )
  .map(([text, at, cut, insert]) => {
    const position = at % (text.length + 1);
    return text.slice(0, position) + insert + text.slice(position + cut);
  });

describe('scanJson', () => {
  test('finds a fault exactly where JSON.parse does', () => {
    fc.assert(
      fc.property(almostJson, (text) => {
        expect(scanJson(text).fault === undefined).toBe(isJson(text));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ...[
      '"\\u00e9"',
      '"\\u00e"',
      '"\\u00eg"',
      '"\\uzzzz"',
      '"\\/\\b\\f\\n\\r\\t\\\\"',
      '"\\x"',
      '"\\"',
      "'a'",
    ],
    ...['-', '-0', '01', '1.', '.5', '1e', '1e+5', '1E-5', '+1', 'Infinity', 'tru', 'true', 'nullx', 'False'],
  ])('agrees with JSON.parse on %s', (text) => {
    expect(scanJson(text).fault === undefined).toBe(isJson(text));
  });

  test('finds nothing wrong before the place that it names', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), fc.nat(), (numbers, at) => {
        const text = JSON.stringify(numbers, null, 2);
        const position = at % text.length;
        const broken = `${text.slice(0, position)}x${text.slice(position)}`;
        expect(scanJson(broken).fault?.position).toBe(position);
      }),
    );
  });

  test('tells where the items of the outermost list begin', () => {
    expect(scanJson(' [ {"a": [1, 2]},\n[3], "[", 4 ]').items).toEqual([3, 18, 23, 28]);
  });

  test('is not overflown by deep brackets', () => {
    expect(scanJson('['.repeat(200_000)).fault?.position).toBe(200_000);
  });

  test('is quick with a long text that is never closed', () => {
    expect(scanJson(`["${'a'.repeat(100_000)}`).fault?.position).toBe(1);
  });

  test.each([
    ['', 'expected a value; found the end of the text'],
    ['[', 'expected a value or ]; found the end of the text'],
    ['[1,]', 'expected a value; found "]"'],
    ['[1 2]', 'expected a comma or ]; found "2"'],
    ['{1:2}', 'expected a key in double quotes or }; found "1"'],
    ['{"a":1,}', 'expected a key in double quotes; found "}"'],
    ['{"a" 1}', 'expected a colon; found "1"'],
    ['{"a":1]', 'expected a comma or }; found "]"'],
    ['[] []', 'expected the end of the text; found "["'],
    ['[💥]', 'expected a value or ]; found "💥"'],
    ['["a\n"]', 'expected a value or ]; found a broken string'],
    ['["a" "b"]', 'expected a comma or ]; found a string'],
  ])('says what is wrong in %o', (text, problem) => {
    expect(scanJson(text).fault?.problem).toBe(problem);
  });
});
