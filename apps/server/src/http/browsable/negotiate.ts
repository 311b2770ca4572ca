interface Range {
  readonly type: string;
  readonly quality: number;
}

/**
 * Whether who asks is a browser that opens a page: it names `text/html` and wants it more than JSON (RFC 9110, section
 * 12.5.1). Programs name JSON, anything at all or nothing, and an `Accept` that cannot be read is no browser's.
 */
export function prefersHtml(accept: string | undefined): boolean {
  if (accept === undefined || accept === '*/*') return false;
  const ranges = readRanges(accept);
  const wanted = ranges.find(({ type }) => type === 'text/html')?.quality ?? 0;
  return wanted > 0 && jsonTypes.every((type) => wanted > qualityOf(type, ranges));
}

const jsonTypes = ['application/json', 'application/problem+json'];

/** The most specific range decides. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  for (const name of [type, type.replace(/\/.*/, '/*'), '*/*']) {
    const range = ranges.find((one) => one.type === name);
    if (range) return range.quality;
  }
  return 0;
}

/** @returns no range at all where one of them is malformed. */
function readRanges(accept: string): readonly Range[] {
  const ranges: Range[] = [];
  for (const part of accept.split(',')) {
    if (part.trim() === '') continue;
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    if (!/^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+$/.test(type)) return [];
    if (!/^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(quality)) return [];
    ranges.push({ type, quality: Number(quality) });
  }
  return ranges;
}
