import type { Mail } from '../../api/shapes.ts';

/** Every state of a mail, in words. */
export const stateWords: Readonly<Record<Mail['state'], string>> = {
  waiting: 'Waiting',
  sending: 'Being sent',
  kept: 'Kept, not sent',
  sent: 'Sent',
  failed: 'Failed',
  uncertain: 'Uncertain',
};

/** Whether an admin can have the mail sent again. */
export function canBeSentAgain({ state, link_expires_at: expiresAt }: Mail): boolean {
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
  return ['failed', 'uncertain', 'kept'].includes(state) && !isOver;
}
