/** What the pages say in one language. */
export interface PageWords {
  readonly email: string;
  readonly newPassword: string;
  readonly passwordHint: (shortest: number) => string;
  readonly passwordFault: (shortest: number) => string;
  readonly emailFault: string;
  readonly signIn: string;
  readonly forgot: {
    readonly title: string;
    readonly intro: string;
    readonly action: string;
    readonly done: string;
  };
  readonly password: {
    readonly title: string;
    readonly intro: string;
    readonly action: string;
    readonly done: string;
  };
  readonly verify: {
    readonly title: string;
    readonly intro: string;
    readonly action: string;
    readonly done: string;
  };
  readonly notMe: {
    readonly title: string;
    readonly intro: string;
    readonly action: string;
    readonly done: string;
  };
  readonly linkInvalid: string;
  readonly emailTaken: string;
  readonly tooMany: string;
  readonly later: string;
  readonly skip: string;
}

const english: PageWords = {
  email: 'E-mail address',
  newPassword: 'New password',
  passwordHint: (shortest) => `At least ${shortest} characters.`,
  passwordFault: (shortest) =>
    `Choose another one: at least ${shortest} characters, and not one that many people use.`,
  emailFault: 'Type an e-mail address like user@example.com.',
  signIn: 'Sign in',
  forgot: {
    title: 'Forgot your password?',
    intro: 'Type the e-mail address of your account. You get a mail with a link that sets a new password.',
    action: 'Send the link',
    done: 'If there is an account with this address, a mail is on its way. Its link works for an hour.',
  },
  password: {
    title: 'Choose a new password',
    intro: 'It ends every session of your account: you sign in again with the new one.',
    action: 'Set the password',
    done: 'The new password is set, and all sessions are ended.',
  },
  verify: {
    title: 'Confirm your e-mail address',
    intro: 'Confirm that this address is yours.',
    action: 'Confirm the address',
    done: 'Your e-mail address is confirmed.',
  },
  notMe: {
    title: 'This was not me',
    intro:
      'Somebody has changed the e-mail address of your account. You can take that back: your account gets this address again, all its sessions end, and its password stops working, so that you can choose a new one.',
    action: 'Give me my account back',
    done: 'Your account has this address again, and all sessions are ended. Choose a new password now.',
  },
  linkInvalid: 'This link does not work any longer: it was used, or it is too old. Ask for a new one.',
  emailTaken: 'Another account has this address by now. Ask whoever runs this service.',
  tooMany: 'There were too many attempts. Try again later.',
  later: 'This cannot be done at the moment. Try again in a minute.',
  skip: 'Skip to the content',
};

const german: PageWords = {
  email: 'E-Mail-Adresse',
  newPassword: 'Neues Passwort',
  passwordHint: (shortest) => `Mindestens ${shortest} Zeichen.`,
  passwordFault: (shortest) =>
    `Wählen Sie ein anderes: mindestens ${shortest} Zeichen, und keines, das viele verwenden.`,
  emailFault: 'Geben Sie eine E-Mail-Adresse wie user@example.com ein.',
  signIn: 'Anmelden',
  forgot: {
    title: 'Passwort vergessen?',
    intro:
      'Geben Sie die E-Mail-Adresse Ihres Kontos ein. Sie bekommen eine E-Mail mit einem Link, über den Sie ein neues Passwort wählen.',
    action: 'Link senden',
    done: 'Wenn es ein Konto mit dieser Adresse gibt, ist eine E-Mail unterwegs. Ihr Link gilt eine Stunde lang.',
  },
  password: {
    title: 'Neues Passwort wählen',
    intro: 'Damit enden alle Sitzungen Ihres Kontos: Sie melden sich mit dem neuen Passwort wieder an.',
    action: 'Passwort setzen',
    done: 'Das neue Passwort gilt, und alle Sitzungen sind beendet.',
  },
  verify: {
    title: 'E-Mail-Adresse bestätigen',
    intro: 'Bestätigen Sie, dass diese Adresse Ihnen gehört.',
    action: 'Adresse bestätigen',
    done: 'Ihre E-Mail-Adresse ist bestätigt.',
  },
  notMe: {
    title: 'Das war ich nicht',
    intro:
      'Jemand hat die E-Mail-Adresse Ihres Kontos geändert. Sie können das rückgängig machen: Ihr Konto bekommt diese Adresse zurück, alle Sitzungen enden, und das Passwort gilt nicht mehr, damit Sie ein neues wählen können.',
    action: 'Konto zurückholen',
    done: 'Ihr Konto hat wieder diese Adresse, und alle Sitzungen sind beendet. Wählen Sie jetzt ein neues Passwort.',
  },
  linkInvalid: 'Dieser Link gilt nicht mehr: Er wurde verwendet oder ist zu alt. Fordern Sie einen neuen an.',
  emailTaken: 'Inzwischen hat ein anderes Konto diese Adresse. Fragen Sie, wer diesen Dienst betreibt.',
  tooMany: 'Das waren zu viele Versuche. Versuchen Sie es später noch einmal.',
  later: 'Das geht im Moment nicht. Versuchen Sie es in einer Minute noch einmal.',
  skip: 'Zum Inhalt springen',
};

export const pageWords: Readonly<Record<'en' | 'de', PageWords>> = { en: english, de: german };
