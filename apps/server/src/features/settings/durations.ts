const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;

const secondsPerUnit: Record<string, number> = { s: 1, m: minute, h: hour, d: day, w: week };

/** Reads `90`, `90s`, `15m`, `12h`, `30d` or `4w` as seconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,12})\s*([smhdw]?)$/.exec(text.trim());
  return match ? Number(match[1]) * (secondsPerUnit[match[2] || 's'] ?? 1) : undefined;
}

/** Says seconds in words: `90` is «1 minute 30 seconds». Two units at most, so very long ones are rounded down. */
export function durationInWords(seconds: number): string {
  const units: [number, string][] = [
    [day, 'day'],
    [hour, 'hour'],
    [minute, 'minute'],
    [1, 'second'],
  ];
  let rest = seconds;
  const words: string[] = [];
  for (const [size, name] of units) {
    const number = Math.floor(rest / size);
    rest -= number * size;
    if (number > 0) words.push(`${number} ${name}${number === 1 ? '' : 's'}`);
  }
  return words.slice(0, 2).join(' ') || '0 seconds';
}
