import type { Row } from './rows.ts';

/** A figure as it is read, with its unit. */
export function show(value: number, { unit }: Row): string {
  switch (unit) {
    case 'ratio':
      return value.toFixed(2);
    case 'times':
      return `${value.toFixed(1)} ×`;
    case 'per second':
      return perSecond(value);
    case 'ms':
      return `${value.toLocaleString('en', { maximumSignificantDigits: 3 })} ms`;
    case 'MB':
      return `${Math.round(value)} MB`;
  }
}

export function perSecond(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

export type Verdict = 'aim reached' | 'good' | 'missed' | '';

export function judge(value: number, { least, aim, smallIsGood }: Row): Verdict {
  const reaches = (mark: number): boolean => (smallIsGood ? value <= mark : value >= mark);
  if (aim !== undefined && reaches(aim)) return 'aim reached';
  if (least === undefined) return '';
  return reaches(least) ? 'good' : 'missed';
}
