/** `is_staff` as people read it. */
export function nameOfDetail(name: string): string {
  return name.replaceAll('_', ' ');
}

/** A detail of an event as people read it: changes as «from → to», lists with commas. */
export function detailInWords(value: unknown): string {
  if (value === null || value === undefined) return 'default';
  if (Array.isArray(value)) return value.map(detailInWords).join(', ') || 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString('en');
  if (typeof value === 'string') return value;
  const fields: [string, unknown][] = Object.entries(value);
  const change = Object.fromEntries(fields);
  if ('from' in change && 'to' in change) {
    const { from, to, ...others } = change;
    const name = Object.values(others).map(detailInWords).join(' ');
    return `${name === '' ? '' : `${name} `}${detailInWords(from)} → ${detailInWords(to)}`;
  }
  return fields.map(([name, inner]) => `${nameOfDetail(name)} ${detailInWords(inner)}`).join('; ');
}
