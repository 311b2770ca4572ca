const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A time in the visitor's own zone and form. */
export function Time({ value }: { readonly value: string }) {
  return <time dateTime={value}>{format.format(new Date(value))}</time>;
}
