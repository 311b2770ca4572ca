import { Alert, AlertTitle, Button, Stack } from '@mui/material';
import type { NewerValue } from './drafts.ts';
import type { SettingsForm } from './use-settings-form.ts';
import { nameInWords, valueInWords, type Draft } from './values.ts';

/** What somebody else saved while this was edited. Nothing that was typed is lost, and nothing of theirs. */
export function NewerAlert({ newer, takeOver }: Pick<SettingsForm, 'newer' | 'takeOver'>) {
  if (newer.length === 0) return null;
  const both = newer.some(({ draft }) => draft !== undefined);
  return (
    <Alert severity="warning" sx={{ mb: 3 }}>
      <AlertTitle>Somebody else changed the settings in the meantime</AlertTitle>
      <ul style={{ margin: 0, paddingLeft: 20 }}>
        {newer.map((one) => (
          <li key={one.setting.name}>{sentence(one)}</li>
        ))}
      </ul>
      <Stack direction="row" useFlexGap spacing={1} sx={{ mt: 1.5, flexWrap: 'wrap' }}>
        <Button size="small" variant="contained" onClick={() => takeOver('keep mine')}>
          {both ? 'Go on with what I typed' : 'Take over and go on'}
        </Button>
        {both && (
          <Button size="small" variant="outlined" color="inherit" onClick={() => takeOver('take theirs')}>
            Take theirs
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

function sentence({ setting, before, draft }: NewerValue): string {
  const { name, unit, value } = setting;
  const change = `${nameInWords(name)}: ${valueInWords(unit, before.value)} became ${valueInWords(unit, value)}.`;
  return draft === undefined ? change : `${change} ${typedInWords(draft)}`;
}

function typedInWords(draft: Draft): string {
  if (draft === null) return 'You return it to the default.';
  if (typeof draft === 'boolean') return `You switched it ${draft ? 'on' : 'off'}.`;
  return `You typed ${draft === '' ? 'nothing' : draft.replaceAll('\n', ', ')}.`;
}
