import { Problem } from '../../http/problems.ts';

export const accountNotFound = (): Problem =>
  new Problem('not_found', { detail: 'There is no account with this id.' });

export const sessionNotFound = (): Problem =>
  new Problem('not_found', { detail: 'There is no live session with this id.' });
