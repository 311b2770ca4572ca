import type { Facts, MailLanguage } from './words.ts';

const notYou = ({ forgotPassword }: Facts): string =>
  `Wenn Sie das nicht waren, ist vielleicht jemand anderes in Ihrem Konto: Wählen Sie unter ${forgotPassword} ein neues Passwort – damit enden alle Sitzungen.`;
const notYours = 'Wenn Sie das nicht angefordert haben, ist nichts zu tun: Es ändert sich nichts.';

export const german: MailLanguage = {
  mails: {
    'verify address': ({ name }) => ({
      subject: `Bestätigen Sie Ihre E-Mail-Adresse für ${name}`,
      heading: 'Bestätigen Sie Ihre E-Mail-Adresse',
      before: [
        `Bei ${name} wurde ein Konto mit dieser Adresse angelegt. Bestätigen Sie, dass sie Ihnen gehört.`,
      ],
      action: 'Adresse bestätigen',
      after: [
        'Der Link gilt einmal und 24 Stunden lang.',
        'Wenn Sie kein Konto angelegt haben, ist nichts zu tun.',
      ],
    }),
    'confirm new address': ({ name }) => ({
      subject: `Bestätigen Sie Ihre neue E-Mail-Adresse für ${name}`,
      heading: 'Bestätigen Sie Ihre neue E-Mail-Adresse',
      before: [
        `Ein Konto bei ${name} soll künftig diese Adresse haben. Sie gilt, sobald Sie sie bestätigen.`,
      ],
      action: 'Diese Adresse verwenden',
      after: ['Der Link gilt einmal und 24 Stunden lang.', notYours],
    }),
    'account exists': ({ name }) => ({
      subject: `Sie haben schon ein Konto bei ${name}`,
      heading: 'Sie haben schon ein Konto',
      before: [
        `Jemand, vermutlich Sie, wollte bei ${name} ein Konto mit dieser Adresse anlegen. Es gibt schon eines; angelegt wurde nichts.`,
        'Wenn Sie das Passwort nicht kennen, wählen Sie ein neues:',
      ],
      action: 'Neues Passwort wählen',
      after: ['Der Link gilt einmal und eine Stunde lang.', notYours],
    }),
    'reset password': ({ name }) => ({
      subject: `Wählen Sie ein neues Passwort für ${name}`,
      heading: 'Wählen Sie ein neues Passwort',
      before: [`Jemand, vermutlich Sie, hat für Ihr Konto bei ${name} ein neues Passwort angefordert.`],
      action: 'Neues Passwort wählen',
      after: ['Der Link gilt einmal und eine Stunde lang; damit enden alle Sitzungen des Kontos.', notYours],
    }),
    'password changed': (facts) => ({
      subject: `Ihr Passwort für ${facts.name} wurde geändert`,
      heading: 'Ihr Passwort wurde geändert',
      before: [
        `Das Passwort Ihres Kontos bei ${facts.name} wurde geändert; die anderen Sitzungen sind beendet.`,
      ],
      after: [notYou(facts)],
    }),
    'address changed': ({ name }) => ({
      subject: `Ihr Konto bei ${name} hat jetzt eine andere E-Mail-Adresse`,
      heading: 'Ihre E-Mail-Adresse wurde geändert',
      before: [
        `Ihr Konto bei ${name} hatte bis jetzt diese Adresse. Nun hat es eine andere, an die alle weiteren E-Mails gehen.`,
        'Wenn Sie das nicht waren, machen Sie es rückgängig:',
      ],
      action: 'Das war ich nicht',
      after: ['Der Link gilt einmal und sieben Tage lang. Wenn Sie es waren, ist nichts zu tun.'],
    }),
    'new device': (facts) => ({
      subject: `Eine neue Anmeldung bei ${facts.name}`,
      heading: 'Eine neue Anmeldung in Ihrem Konto',
      before: [
        `Jemand hat sich bei ${facts.name} in Ihrem Konto angemeldet, mit einem Gerät und aus einem Netz, die es nicht kannte.`,
      ],
      after: [notYou(facts)],
    }),
    'session reused': (facts) => ({
      subject: `Eine Sitzung bei ${facts.name} wurde beendet`,
      heading: 'Eine Sitzung wurde vorsichtshalber beendet',
      before: [
        `Das Geheimnis einer Sitzung Ihres Kontos bei ${facts.name} wurde zweimal verwendet. Vielleicht wurde es kopiert, darum ist sie beendet: Melden Sie sich auf dem Gerät neu an.`,
      ],
      after: [notYou(facts)],
    }),
    test: ({ name }) => ({
      subject: `Ein Test von ${name}`,
      heading: 'E-Mails kommen an',
      before: [`Das ist ein Test. ${name} kann E-Mails senden.`],
      after: [],
    }),
  },
  labels: { at: 'Wann', from: 'Von', device: 'Gerät' },
  unknownDevice: 'nicht bekannt',
  deviceOn: (browser, system) => `${browser} unter ${system}`,
  linkHint: 'Wenn die Schaltfläche nicht geht, öffnen Sie diese Adresse:',
  footer: ({ name }) =>
    `Diese E-Mail kommt von ${name}, weil sie Ihr Konto betrifft. Antworten werden nicht gelesen.`,
};
