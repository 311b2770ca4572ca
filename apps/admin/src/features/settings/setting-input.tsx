import { FormControlLabel, InputAdornment, MenuItem, Switch, TextField } from '@mui/material';
import type { Setting } from '../../api/shapes.ts';
import { durationInWords, parseDuration } from '../../parts/durations.ts';
import { fieldValue, nameInWords, type Draft } from './values.ts';

interface SettingInputProps {
  readonly setting: Setting;
  readonly draft: Draft | undefined;
  readonly fault: string | undefined;
  readonly describedBy: string;
  readonly onType: (draft: Draft) => void;
}

/** The field of a setting, after its type. */
export function SettingInput({ setting, draft, fault, describedBy, onType }: SettingInputProps) {
  const label = nameInWords(setting.name);
  const shown = draft ?? fieldValue(setting, draft === null ? setting.default : setting.value);
  if (typeof shown === 'boolean') {
    return (
      <FormControlLabel
        control={
          <Switch
            checked={shown}
            onChange={(event) => onType(event.target.checked)}
            slotProps={{ input: { 'aria-label': label, 'aria-describedby': describedBy } }}
          />
        }
        label={shown ? 'On' : 'Off'}
      />
    );
  }
  if (setting.choices !== null) {
    return (
      <TextField
        select
        value={shown}
        onChange={(event) => onType(event.target.value)}
        fullWidth
        error={fault !== undefined}
        helperText={fault}
        slotProps={{ htmlInput: { 'aria-label': label, 'aria-describedby': describedBy } }}
      >
        {setting.choices.map((choice) => (
          <MenuItem key={choice} value={choice}>
            {choice}
          </MenuItem>
        ))}
      </TextField>
    );
  }
  const seconds = setting.unit === 'seconds' ? parseDuration(shown) : undefined;
  return (
    <TextField
      value={shown}
      onChange={(event) => onType(event.target.value)}
      multiline={setting.type === 'origins'}
      minRows={2}
      fullWidth
      placeholder={setting.type === 'origins' ? 'https://app.example.com' : ''}
      error={fault !== undefined}
      helperText={fault ?? (seconds === undefined ? hintOf(setting) : durationInWords(seconds))}
      slotProps={{
        htmlInput: { 'aria-label': label, spellCheck: false },
        input: {
          'aria-describedby': describedBy,
          endAdornment: setting.unit === 'seconds' && (
            <InputAdornment position="end">{/[a-z]\s*$/.test(shown) ? '' : 'seconds'}</InputAdornment>
          ),
        },
      }}
    />
  );
}

function hintOf({ unit, type, minimum, maximum }: Setting): string {
  if (type === 'origins') return 'One origin a line.';
  if (unit === 'seconds') return 'Seconds, or like 15m, 12h, 30d.';
  return minimum === null || maximum === null
    ? ''
    : `From ${minimum.toLocaleString('en')} to ${maximum.toLocaleString('en')}.`;
}
