type Token = '[' | ']' | '{' | '}' | ',' | ':' | 'string' | 'scalar' | 'end';

/** What may come next. The names are the words of the error messages. */
const ALLOWED = {
  'a value': ['[', '{', 'string', 'scalar'],
  'a value or ]': ['[', '{', 'string', 'scalar', ']'],
  'a key in double quotes': ['string'],
  'a key in double quotes or }': ['string', '}'],
  'a colon': [':'],
  'a comma or ]': [',', ']'],
  'a comma or }': [',', '}'],
  'the end of the text': ['end'],
} as const satisfies Record<string, readonly Token[]>;

type Expectation = keyof typeof ALLOWED;

const SPACE = /[\t\n\r ]*/y;
const PUNCTUATION = /[[\]{},:]/y;
// Plain characters, then as often as needed an escape and plain characters: no text takes this long to match.
// eslint-disable-next-line no-control-regex -- JSON allows no control character in a string
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[^"\\\u0000-\u001f]*)*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?|true|false|null/y;

export interface JsonScan {
  /** Where the items of the outermost list begin, if the text is a list. */
  items: number[];
  /** The first place that is not JSON, and what is wrong there. */
  fault?: { position: number; problem: string };
}

/**
 * Walks a JSON text for the positions that `JSON.parse` does not tell. Slower, and needed only where something is
 * wrong. It keeps its own stack, so brackets may be nested to any depth.
 */
export function scanJson(text: string): JsonScan {
  const items: number[] = [];
  const open: ('[' | '{')[] = [];
  let expectation: Expectation = 'a value';
  let position = 0;

  for (;;) {
    position = matchEnd(SPACE, text, position) ?? position;
    const found = tokenAt(text, position);
    if (found === undefined || !(ALLOWED[expectation] as readonly Token[]).includes(found.token)) {
      const problem = `expected ${expectation}; found ${describeAt(text, position, found?.token)}`;
      return { items, fault: { position, problem } };
    }
    const { token, end } = found;
    if (token === 'end') return { items };
    if (open.length === 1 && token !== ',' && token !== ']') items.push(position);

    if (token === '[' || token === '{') open.push(token);
    if (token === ']' || token === '}') open.pop();
    expectation = afterToken(token, expectation, open.at(-1));
    position = end;
  }
}

function afterToken(token: Token, expectation: Expectation, inside: '[' | '{' | undefined): Expectation {
  if (token === '[') return 'a value or ]';
  if (token === '{') return 'a key in double quotes or }';
  if (token === ',') return inside === '[' ? 'a value' : 'a key in double quotes';
  if (token === ':') return 'a value';
  if (expectation.startsWith('a key') && token === 'string') return 'a colon';
  if (inside === undefined) return 'the end of the text';
  return inside === '[' ? 'a comma or ]' : 'a comma or }';
}

function tokenAt(text: string, position: number): { token: Token; end: number } | undefined {
  if (position === text.length) return { token: 'end', end: position };
  if (matchEnd(PUNCTUATION, text, position) !== undefined) {
    return { token: text[position] as Token, end: position + 1 }; // the pattern matches these tokens only
  }
  const stringEnd = matchEnd(STRING, text, position);
  if (stringEnd !== undefined) return { token: 'string', end: stringEnd };
  const scalarEnd = matchEnd(SCALAR, text, position);
  return scalarEnd === undefined ? undefined : { token: 'scalar', end: scalarEnd };
}

/** Where the pattern's match at `position` ends, if it matches there. */
function matchEnd(pattern: RegExp, text: string, position: number): number | undefined {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function describeAt(text: string, position: number, token: Token | undefined): string {
  const codePoint = text.codePointAt(position);
  if (codePoint === undefined) return 'the end of the text';
  const character = String.fromCodePoint(codePoint);
  if (character !== '"') return JSON.stringify(character);
  return token === 'string' ? 'a string' : 'a broken string';
}
