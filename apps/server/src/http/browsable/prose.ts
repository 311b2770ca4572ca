import { html, type Html } from '../../lib/html.ts';

/** A text of the description as HTML: what stands in backticks is code. */
export function prose(text: string): Html {
  const pieces = text.split('`').map((piece, i) => (i % 2 === 1 ? html`<code>${piece}</code>` : piece));
  return html`${pieces}`;
}

/** A path that may be broken after each slash. */
export function breakable(path: string): Html {
  const pieces = path.split(/(?<=\/)/);
  return html`${pieces.map((piece, i) => (i === 0 ? piece : html`<wbr />${piece}`))}`;
}

/** A value of an example, to be read. */
export function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
