/** A character of the Basic Multilingual Plane as JSON escapes it: `\u001b`. */
export function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * A text for a terminal: what would move the cursor, colour or turn round what follows is shown as an escape. Line ends
 * and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex -- controls are what is looked for
    /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    unicodeEscape,
  );
}
