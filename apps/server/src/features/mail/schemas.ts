import { Type } from 'typebox';
import { operation } from '../../http/operation.ts';
import { pageQuery } from '../../http/paging.ts';
import { body, nullable, pageOf, time } from '../../http/schemas.ts';
import { mailStates } from './states.ts';
import { templates } from './templates.ts';

const fields = {
  id: Type.String(),
  at: time,
  account_id: nullable(Type.Integer()),
  recipient: Type.String(),
  template: Type.String({ enum: Object.keys(templates) }),
  state: Type.String({
    enum: mailStates,
    description:
      '`kept`: there is no mail server. `uncertain`: it was handed over, and the server did not say whether it has taken it; it is not sent again by itself.',
  }),
  attempts: Type.Integer(),
  next_attempt_at: nullable(time),
  settled_at: nullable(time),
  link_expires_at: nullable(time),
  failure: nullable(Type.String({ description: 'What the mail server said, or what went wrong.' })),
};

const mail = Type.Object(fields, { title: 'Mail' });

const mailInDetail = Type.Object(
  {
    ...fields,
    subject: Type.String(),
    text: Type.String({ description: 'As its receiver reads it; the token of a link is masked.' }),
    html: Type.String({ description: 'The same, as mail programs show it that know HTML.' }),
  },
  { title: 'MailInDetail', description: 'The mail, and what it says.' },
);

const params = Type.Object({ id: Type.String({ maxLength: 100 }) });

export const listMailsSchema = operation(
  { id: 'listMails', tag: 'Mail', summary: 'List the mails of the outbox', access: 'admin' },
  {
    querystring: body({
      ...pageQuery.properties,
      state: Type.Optional(Type.Enum(mailStates)),
      account: Type.Optional(Type.String({ description: 'The id of the account that they are about.' })),
    }),
    response: { 200: pageOf(mail, 'The mails, newest first.') },
  },
);

export const showMailSchema = operation(
  {
    id: 'showMail',
    tag: 'Mail',
    summary: 'Show a mail',
    description:
      'Without a mail server, and while the server listens on this machine alone, with its link; else that is masked.',
    access: 'admin',
    problems: ['not_found'],
  },
  { params, response: { 200: mailInDetail } },
);

export const sendAgainSchema = operation(
  {
    id: 'sendMailAgain',
    tag: 'Mail',
    summary: 'Send a mail again',
    description: 'One that failed, is uncertain or was kept. Its Message-ID stays the same.',
    access: 'admin',
    problems: ['not_found', 'conflict'],
  },
  { params, response: { 200: mailInDetail } },
);
