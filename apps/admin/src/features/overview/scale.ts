/** A number of one digit and zeros that is not smaller: the top of an axis. At least 4, so that its steps are whole. */
export function niceTop(largest: number): number {
  const wanted = Math.max(4, largest);
  const size = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 2, 4, 5, 8, 10].find((digit) => digit * size >= wanted) ?? 10;
  return step * size;
}

/** Evenly spread places of a list, its first and last included. */
export function spread(length: number, count: number): number[] {
  if (length <= count) return Array.from({ length }, (_, i) => i);
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - 1)) / (count - 1)));
}

/** The drawing of a line through values, as the `d` of an SVG path. */
export function linePath(
  values: readonly number[],
  x: (i: number) => number,
  y: (value: number) => number,
): string {
  return values.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`).join('');
}
