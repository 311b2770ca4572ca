import { ApiProblem } from '@latchkey/client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { fieldFaults } from '../../api/problems.ts';
import type { SettingsList } from '../../api/shapes.ts';
import { newerValues, valuesToSave, withoutDrafts, type Drafts, type NewerValue } from './drafts.ts';
import { usePreview, type Preview } from './use-preview.ts';
import { saveSettings, settingsQuery } from './use-settings.ts';
import type { Draft } from './values.ts';

export interface SettingsForm extends Preview {
  /** What the drafts were begun from: what is shown, and what a save is compared with. */
  readonly base: SettingsList;
  readonly drafts: Drafts;
  readonly changeCount: number;
  /** What somebody else saved in the meantime. Nothing can be saved until that was looked at. */
  readonly newer: readonly NewerValue[];
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly type: (name: string, draft: Draft) => void;
  readonly discard: () => void;
  /** Goes on from the newest values: with what was typed, or without it where both changed the same setting. */
  readonly takeOver: (what: 'keep mine' | 'take theirs') => void;
  readonly save: () => Promise<void>;
}

/** Editing settings. A save names the version that it was begun from, so that nobody is overwritten unseen. */
export function useSettingsForm(newest: SettingsList): SettingsForm {
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [drafts, setDrafts] = useState<Drafts>({});
  const [begunFrom, setBegunFrom] = useState(newest);
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);

  const isUntouched = Object.keys(drafts).length === 0;
  const base = isUntouched ? newest : begunFrom;
  const values = valuesToSave(base, drafts);
  const preview = usePreview(values);
  const newer = newerValues(base, newest, drafts);

  const save = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      queryClient.setQueryData(settingsQuery.queryKey, await saveSettings(base.version, values));
      setDrafts({});
      notify('The settings are saved. Every node has them within a second.', { type: 'success' });
      // React-admin keeps the history's pages.
      void queryClient.invalidateQueries({ queryKey: ['settings/history'] });
    } catch (failure) {
      if (failure instanceof ApiProblem && failure.code === 'settings_conflict') {
        await queryClient.refetchQueries({ queryKey: settingsQuery.queryKey });
      } else setError(failure);
    } finally {
      setBusy(false);
    }
  };

  return {
    base,
    drafts,
    changeCount: Object.keys(values).length,
    newer,
    isBusy,
    error,
    consequences: preview.consequences,
    faults: { ...preview.faults, ...fieldFaults(error) },
    type: (name, draft) => {
      if (isUntouched) setBegunFrom(newest);
      setError(undefined);
      setDrafts((before) => ({ ...before, [name]: draft }));
    },
    discard: () => {
      setError(undefined);
      setDrafts({});
    },
    takeOver: (what) => {
      setBegunFrom(newest);
      if (what === 'keep mine') return;
      setDrafts((before) =>
        withoutDrafts(
          before,
          newer.map(({ setting }) => setting.name),
        ),
      );
    },
    save,
  };
}
