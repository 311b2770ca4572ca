/** What commands printed, without what differs from run to run: JSON to be read, or the text as it is. */
export function steadyOutput(printed: string, isComment: boolean): string {
  const text = steadyText(printed);
  const value = asJson(text);
  if (value === undefined) return `${text.trimEnd()}\n`;
  return isComment ? onOneLine(value) : `${JSON.stringify(value, null, 2)}\n`;
}

/** Whether a page says what was printed; JSON may be written in any layout. */
export function saysTheSame(page: string, printed: string): boolean {
  const [a, b] = [asJson(page), asJson(printed)];
  return a === undefined || b === undefined ? page === printed : JSON.stringify(a) === JSON.stringify(b);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function steadyText(text: string): string {
  return text
    .replace(/\bey[\w-]+\.[\w-]+\.[\w-]+/g, 'eyJhbGciOi…')
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '3f2b8a60-9c1d-4e7a-8b5f-0a1b2c3d4e5f')
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-03-01T12:00:00.000Z')
    .replace(/^(Password:|secret|kid)( +)\S+$/gm, '$1$2…')
    .replace(/#[\w-]{20,}/g, '#…')
    .replace(/"(node|sid|jti|kid)": ?"[\w-]+"/g, '"$1":"…"')
    .replace(/"(iat|exp)": ?\d+/g, '"$1":1772366400');
}

/** As people write JSON on one line: with a space after each comma and colon. */
function onOneLine(value: unknown): string {
  return JSON.stringify(value, null, 1)
    .replace(/\n\s*/g, ' ')
    .replace(/^\{ | \}$/g, (brace) => brace.trim());
}
