const TAG = /<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;
const TEXT = /(?:[^<&]|&(?:amp|lt|gt|quot);)+/y;

/** Throws unless the text is one well-formed element (of the plain XML that a plot uses). */
export function assertWellFormed(xml: string): void {
  const open: string[] = [];
  let position = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const found = pattern.exec(xml);
    if (found !== null) position = pattern.lastIndex;
    return found;
  };
  while (position < xml.length) {
    if (match(TEXT)) continue;
    const [, closing, name = '', , alone] = match(TAG) ?? [];
    if (name === '') throw new Error(`not well-formed: ${xml.slice(position, position + 60)}`);
    if (closing === '/' && open.pop() !== name) throw new Error(`</${name}> closes something else`);
    if (closing === '' && alone === '') open.push(name);
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join()}`);
}
