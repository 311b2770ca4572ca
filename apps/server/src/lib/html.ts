/** HTML that is safe to send: made by `html` alone, which escapes everything else. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template. `undefined` and `false` leave nothing behind. */
export type Content = Html | string | number | undefined | false | readonly Content[];

/**
 * Writes HTML. Values are escaped for elements and for attributes in double quotes; only HTML from here goes in as it is.
 *
 * @example html`<a href="${address}">${text}</a>`
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(parts.map((part, i) => part + written(values[i])).join(''));
}

function written(value: Content): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (isList(value)) return value.map(written).join('');
  return String(value).replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}

function isList(value: Content): value is readonly Content[] {
  return Array.isArray(value);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
