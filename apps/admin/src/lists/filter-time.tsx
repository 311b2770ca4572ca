import { fromLocalTime, toLocalTime } from '../parts/local-time.ts';
import { FilterText } from './filter-text.tsx';

interface FilterTimeProps {
  readonly label: string;
  /** As the API takes it, in UTC. */
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
}

/** A moment, typed in the zone of whoever looks. */
export function FilterTime({ label, value, onChange }: FilterTimeProps) {
  return (
    <FilterText
      label={label}
      type="datetime-local"
      value={toLocalTime(value ?? '')}
      onChange={(local) => onChange(fromLocalTime(local))}
    />
  );
}
