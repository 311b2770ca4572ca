/** Maps numbers between `from` and `to` onto pixels between `start` and `end`. */
export interface Scale {
  (value: number): number;
  readonly from: number;
  readonly to: number;
}

/** A linear scale; `from` must be below `to`. Halves keep the largest numbers from overflowing. */
export function linearScale(from: number, to: number, start: number, end: number): Scale {
  const scale = (value: number): number =>
    round(start + ((value / 2 - from / 2) / (to / 2 - from / 2)) * (end - start));
  return Object.assign(scale, { from, to });
}

/** Hundredths of a pixel are enough. */
export function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}

/** At most `most` + 1 round numbers (1, 2 or 5 times a power of ten apart) between `from` and `to`. */
export function ticks(from: number, to: number, most: number, smallestStep = 0): number[] {
  const step = Math.max(roundUp(to / most - from / most), smallestStep);
  const values: number[] = [];
  const first = Math.ceil(from / step);
  for (let count = 0; count <= most; count++) {
    const value = (first + count) * step;
    if (value > to) break;
    values.push(value);
  }
  return values;
}

/** The next 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5].find((candidate) => candidate * power >= value) ?? 10;
  return factor * power;
}

/** A number for people: `12,500`, `0.3`, `1e+20`. */
export function label(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size < 1e-6 && size > 0)) return value.toPrecision(3).replace(/\.?0+e/, 'e');
  return value.toLocaleString('en', { maximumSignificantDigits: 15 });
}
