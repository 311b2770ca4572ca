import { Problem } from '../../http/problems.ts';

export const mailNotFound = (): Problem =>
  new Problem('not_found', { detail: 'There is no mail with this id.' });

export const cannotBeSentAgain = (detail: string): Problem => new Problem('conflict', { detail });
