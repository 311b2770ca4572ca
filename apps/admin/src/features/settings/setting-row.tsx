import { Alert, Box, Button, Chip, Stack, Typography } from '@mui/material';
import { useId } from 'react';
import type { Setting } from '../../api/shapes.ts';
import { SettingInput } from './setting-input.tsx';
import { isChange, nameInWords, valueInWords, type Draft } from './values.ts';

interface SettingRowProps {
  readonly setting: Setting;
  readonly draft: Draft | undefined;
  readonly fault: string | undefined;
  readonly consequence: string | undefined;
  readonly onType: (draft: Draft) => void;
}

/** A setting: what it means, its field, whether it differs from the default, and what a change will mean. */
export function SettingRow({ setting, draft, fault, consequence, onType }: SettingRowProps) {
  const helpId = useId();
  const isDraft = draft !== undefined && isChange(setting, draft);
  const isDefault = draft === null || (!setting.overridden && !isDraft);
  return (
    <Box sx={row}>
      <Box>
        <Stack direction="row" useFlexGap spacing={1} sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
          <Typography component="h3" variant="h3">
            {nameInWords(setting.name)}
          </Typography>
          {isDraft && <Chip label="not saved" size="small" color="warning" variant="outlined" />}
          {!isDraft && setting.overridden && (
            <Chip label="changed" size="small" color="primary" variant="outlined" />
          )}
        </Stack>
        <Typography id={helpId} variant="body2" sx={{ mt: 0.5, color: 'text.secondary', maxWidth: '48ch' }}>
          {setting.help}
        </Typography>
        <Typography
          component="code"
          sx={{ display: 'block', mt: 0.5, fontSize: '0.75rem', color: 'text.secondary' }}
        >
          {setting.name}
        </Typography>
      </Box>
      <Stack spacing={1} sx={{ alignItems: 'flex-start' }}>
        <SettingInput setting={setting} draft={draft} fault={fault} describedBy={helpId} onType={onType} />
        <Button
          size="small"
          color="inherit"
          disabled={isDefault}
          onClick={() => onType(null)}
          sx={{ px: 0.75, color: 'text.secondary', fontWeight: 400, textAlign: 'left' }}
        >
          {isDefault
            ? 'The default'
            : `Return to the default, ${valueInWords(setting.unit, setting.default)}`}
        </Button>
        {consequence !== undefined && fault === undefined && (
          <Alert severity="info" role="status" sx={{ width: '100%' }}>
            {consequence}
          </Alert>
        )}
      </Stack>
    </Box>
  );
}

const row = {
  display: 'grid',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'minmax(0, 1fr) minmax(0, 22rem)' },
  gap: { xs: 1.5, sm: 4 },
  p: { xs: 2, md: 2.5 },
  '& + &': { borderTop: 1, borderColor: 'divider' },
} as const;
