import type { Template } from '../templates.ts';

/** What a mail says, before it has a form. */
export interface MailWords {
  readonly subject: string;
  readonly heading: string;
  readonly before: readonly string[];
  /** What the button says, for a mail with a link. */
  readonly action?: string;
  readonly after: readonly string[];
}

/** What a mail may mention. */
export interface Facts {
  /** The name of the installation. */
  readonly name: string;
  /** The address where a password is asked for anew. */
  readonly forgotPassword: string;
}

/** Everything that mails say in one language. */
export interface MailLanguage {
  readonly mails: Readonly<Record<Template, (facts: Facts) => MailWords>>;
  readonly labels: { readonly at: string; readonly from: string; readonly device: string };
  readonly unknownDevice: string;
  /** A browser on a system. */
  readonly deviceOn: (browser: string, system: string) => string;
  readonly linkHint: string;
  readonly footer: (facts: Facts) => string;
}
