import { Button, Card, Typography } from '@mui/material';
import type { SettingsForm } from './use-settings-form.ts';

/** All changes are saved at once, or none. */
export function SaveBar({ changeCount, newer, isBusy, discard }: SettingsForm) {
  if (changeCount === 0) return null;
  return (
    <Card
      sx={{
        position: 'sticky',
        bottom: 16,
        zIndex: 1,
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1,
        p: 1.5,
        boxShadow: 6,
      }}
    >
      <Typography role="status" sx={{ flex: '1 1 7rem', px: 1 }}>
        {changeCount === 1 ? '1 change is not saved' : `${changeCount} changes are not saved`}
      </Typography>
      <Button color="inherit" onClick={discard}>
        Discard
      </Button>
      <Button type="submit" variant="contained" disabled={isBusy || newer.length > 0}>
        Save
      </Button>
    </Card>
  );
}
