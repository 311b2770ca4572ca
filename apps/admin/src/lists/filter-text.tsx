import { TextField } from '@mui/material';
import { useEffect, useRef, useState } from 'react';

interface FilterTextProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'search' | 'datetime-local';
}

const waitMs = 300;

/** A filter that is typed. The list follows once the typing rests. */
export function FilterText({ label, value = '', onChange, type = 'text' }: FilterTextProps) {
  const [typed, setTyped] = useState(value);
  const [followed, setFollowed] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // Changed from elsewhere: the address bar, the way back.
  if (value !== followed) {
    setFollowed(value);
    setTyped(value);
  }
  const follow = (next: string): void => {
    setTyped(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setFollowed(next.trim());
      onChange(next.trim());
    }, waitMs);
  };
  return (
    <TextField
      label={label}
      type={type}
      value={typed}
      onChange={(event) => follow(event.target.value)}
      slotProps={{ inputLabel: { shrink: true } }}
      sx={{ minWidth: type === 'search' ? { sm: 300 } : undefined }}
    />
  );
}
