import { useNow } from './use-now.ts';

const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** How long ago a moment is; hovering shows the moment. */
export function Ago({ at }: { readonly at: string }) {
  const seconds = Math.max(0, (useNow() - Date.parse(at)) / 1_000);
  const unit = units.find(([, size]) => seconds >= size);
  return (
    <time dateTime={at} title={new Date(at).toString()} style={{ whiteSpace: 'nowrap' }}>
      {unit ? format.format(-Math.floor(seconds / unit[1]), unit[0]) : 'just now'}
    </time>
  );
}
