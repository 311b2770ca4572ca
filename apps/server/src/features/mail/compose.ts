import MailComposer from 'nodemailer/lib/mail-composer';
import type { Message } from './delivery.ts';
import type { RenderedMail } from './render.ts';
import type { Sender } from './smtp-server.ts';

/**
 * A mail with its headers, the same bytes' worth however often it is tried: id and date are those of the mail, so that
 * whoever receives it twice can tell.
 */
export async function composeMessage(
  mail: { readonly id: string; readonly createdAt: number; readonly recipient: string },
  { subject, text, html }: RenderedMail,
  from: Sender,
): Promise<Message> {
  const composer = new MailComposer({
    // As objects, never as a text to be parsed: what is in a name stays in the name.
    from: { name: from.name, address: from.address },
    to: { name: '', address: mail.recipient },
    subject,
    text,
    html,
    messageId: messageIdOf(mail.id, from),
    date: new Date(mail.createdAt),
    // RFC 3834: no holiday notice is to be sent in answer.
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
  return { from: from.address, to: mail.recipient, bytes: await composer.compile().build() };
}

export function messageIdOf(id: string, { address }: Sender): string {
  return `<${id}@${address.slice(address.lastIndexOf('@') + 1)}>`;
}
