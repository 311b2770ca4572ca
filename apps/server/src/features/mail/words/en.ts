import type { Facts, MailLanguage } from './words.ts';

const notYou = ({ forgotPassword }: Facts): string =>
  `If this was not you, somebody else may be in your account: choose a new password at ${forgotPassword} — that ends every session.`;
const notYours = 'If you did not ask for this, you can leave this mail alone: nothing changes.';

export const english: MailLanguage = {
  mails: {
    'verify address': ({ name }) => ({
      subject: `Confirm your e-mail address for ${name}`,
      heading: 'Confirm your e-mail address',
      before: [`An account at ${name} was created with this address. Confirm that the address is yours.`],
      action: 'Confirm the address',
      after: [
        'The link works once, for 24 hours.',
        'If you did not create an account, leave this mail alone.',
      ],
    }),
    'confirm new address': ({ name }) => ({
      subject: `Confirm your new e-mail address for ${name}`,
      heading: 'Confirm your new e-mail address',
      before: [`An account at ${name} is to have this address from now on. It changes once you confirm it.`],
      action: 'Use this address',
      after: ['The link works once, for 24 hours.', notYours],
    }),
    'account exists': ({ name }) => ({
      subject: `You have an account at ${name} already`,
      heading: 'You have an account already',
      before: [
        `Somebody, probably you, wanted to create an account at ${name} with this address. There is one already, so nothing was created.`,
        'If you do not know its password, choose a new one:',
      ],
      action: 'Choose a new password',
      after: ['The link works once, for an hour.', notYours],
    }),
    'reset password': ({ name }) => ({
      subject: `Choose a new password for ${name}`,
      heading: 'Choose a new password',
      before: [`Somebody, probably you, asked for a new password for your account at ${name}.`],
      action: 'Choose a new password',
      after: ['The link works once, for an hour, and ends every session of the account.', notYours],
    }),
    'password changed': (facts) => ({
      subject: `Your password for ${facts.name} was changed`,
      heading: 'Your password was changed',
      before: [
        `The password of your account at ${facts.name} was changed, and its other sessions have ended.`,
      ],
      after: [notYou(facts)],
    }),
    'address changed': ({ name }) => ({
      subject: `Your account at ${name} has another e-mail address now`,
      heading: 'Your e-mail address was changed',
      before: [
        `Your account at ${name} had this address until now. It has another one, and further mails go there.`,
        'If this was not you, take the change back:',
      ],
      action: 'This was not me',
      after: ['The link works once, for seven days. If it was you, there is nothing to do.'],
    }),
    'new device': (facts) => ({
      subject: `A new login to ${facts.name}`,
      heading: 'A new login to your account',
      before: [
        `Somebody logged in to your account at ${facts.name} with a device and from a network that it did not know.`,
      ],
      after: [notYou(facts)],
    }),
    'session reused': (facts) => ({
      subject: `A session at ${facts.name} was ended`,
      heading: 'A session was ended, to be safe',
      before: [
        `Your account at ${facts.name} had a session whose secret was used twice. It may have been copied, so the session was ended: log in again on that device.`,
      ],
      after: [notYou(facts)],
    }),
    test: ({ name }) => ({
      subject: `A test of ${name}`,
      heading: 'Mail works',
      before: [`This is a test. ${name} can send mail.`],
      after: [],
    }),
  },
  labels: { at: 'When', from: 'From', device: 'Device' },
  unknownDevice: 'not known',
  deviceOn: (browser, system) => `${browser} on ${system}`,
  linkHint: 'If the button does not work, open this address:',
  footer: ({ name }) =>
    `This mail was sent by ${name}, since it is about your account. Answers are not read.`,
};
