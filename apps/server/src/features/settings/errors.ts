import { Problem } from '../../http/problems.ts';

export const settingsConflict = (version: number): Problem =>
  new Problem('settings_conflict', {
    detail: `Somebody else has changed the settings; they are at version ${version} now. Load them and make the change again.`,
  });
