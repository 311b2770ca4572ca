/** What becomes of a mail; docs/email.md tells what each means. */
export const mailStates = ['waiting', 'sending', 'kept', 'sent', 'failed', 'uncertain'] as const;

export type MailState = (typeof mailStates)[number];
