import { MenuItem, TextField } from '@mui/material';

interface FilterSelectProps {
  readonly label: string;
  readonly value: string | undefined;
  /** Value → what it says. */
  readonly choices: Readonly<Record<string, string>>;
  readonly onChange: (value: string) => void;
  /** What the choice of no filter says; without it there always is one. */
  readonly any?: string;
}

export function FilterSelect({ label, value = '', choices, onChange, any }: FilterSelectProps) {
  // What somebody typed into the address bar need not be a choice.
  const known = value === '' || Object.hasOwn(choices, value) ? choices : { ...choices, [value]: value };
  return (
    <TextField
      select
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      sx={{ minWidth: 140 }}
    >
      {any !== undefined && <MenuItem value="">{any}</MenuItem>}
      {Object.entries(known).map(([choice, text]) => (
        <MenuItem key={choice} value={choice}>
          {text}
        </MenuItem>
      ))}
    </TextField>
  );
}
