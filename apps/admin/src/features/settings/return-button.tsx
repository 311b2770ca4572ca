import { Button } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify, useRefresh } from 'react-admin';
import { faultOf } from '../../api/problems.ts';
import type { SettingChange } from '../../api/shapes.ts';
import { saveSettings, settingsQuery } from './use-settings.ts';
import { nameInWords } from './values.ts';

interface ReturnButtonProps {
  readonly change: SettingChange;
  /** What it returns to. */
  readonly inWords: string;
}

/** Gives a setting the value again that it had before the change. */
export function ReturnButton({ change: { name, from }, inWords }: ReturnButtonProps) {
  const queryClient = useQueryClient();
  const notify = useNotify();
  const refresh = useRefresh();
  const [isBusy, setBusy] = useState(false);

  const giveBack = async (): Promise<void> => {
    setBusy(true);
    try {
      const { version } = await queryClient.query({ ...settingsQuery, staleTime: 0 });
      queryClient.setQueryData(settingsQuery.queryKey, await saveSettings(version, { [name]: from }));
      notify(`${nameInWords(name)} is ${inWords} again.`, { type: 'success' });
      refresh();
    } catch (error) {
      const { title, detail } = faultOf(error);
      notify(`${title}. ${detail}`, { type: 'error' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      size="small"
      disabled={isBusy}
      onClick={() => void giveBack()}
      aria-label={`Return ${nameInWords(name)} to ${inWords}`}
    >
      Return to {inWords}
    </Button>
  );
}
