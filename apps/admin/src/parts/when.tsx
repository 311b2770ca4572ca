const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** A moment, in the zone of whoever looks; hovering shows it as the server wrote it. */
export function When({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={at} style={{ whiteSpace: 'nowrap' }}>
      {format.format(new Date(at))}
    </time>
  );
}
