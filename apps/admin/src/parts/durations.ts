const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const secondsPerUnit: Readonly<Record<string, number>> = { s: 1, m: minute, h: hour, d: day, w: 7 * day };

/** Reads `90`, `90s`, `15m`, `12h`, `30d` or `4w` as seconds, as the server does; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,12})\s*([smhdw]?)$/.exec(text.trim());
  return match ? Number(match[1]) * (secondsPerUnit[match[2] || 's'] ?? 1) : undefined;
}

/** The shortest text that gives these seconds: `30d`, `15m`, `90`. */
export function durationText(seconds: number): string {
  if (seconds === 0) return '0';
  const unit = [['d', day] as const, ['h', hour] as const, ['m', minute] as const].find(
    ([, size]) => seconds % size === 0,
  );
  return unit ? `${seconds / unit[1]}${unit[0]}` : String(seconds);
}

/** `90` is «1 minute 30 seconds»; nothing is left out. */
export function durationInWords(seconds: number): string {
  const units = [
    [day, 'day'],
    [hour, 'hour'],
    [minute, 'minute'],
    [1, 'second'],
  ] as const;
  let rest = seconds;
  const words: string[] = [];
  for (const [size, name] of units) {
    const number = Math.floor(rest / size);
    rest -= number * size;
    if (number > 0) words.push(`${number.toLocaleString('en')} ${name}${number === 1 ? '' : 's'}`);
  }
  return words.join(' ') || '0 seconds';
}
