import type { Settings } from '../settings/index.ts';
import { deviceOf } from './device.ts';
import { layHtml, layText, type Laid } from './layout.ts';
import { linkOf, type Happening, type Template } from './templates.ts';
import { german } from './words/de.ts';
import { english } from './words/en.ts';
import type { MailLanguage } from './words/words.ts';

/** A mail as its receiver sees it. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where its button leads. */
  readonly link: string | undefined;
}

const languages: Readonly<Record<'en' | 'de', MailLanguage>> = { en: english, de: german };

/**
 * Writes a mail in the installation's name, colour and language, as they are now.
 *
 * @param token of its link; left out, the link is masked.
 */
export function renderMail(
  mail: { readonly template: Template; readonly happening: Happening | undefined },
  token: string | undefined,
  { settings, publicUrl }: { settings: Settings; publicUrl: string },
): RenderedMail {
  const language = settings.get('SERVICE_LANGUAGE');
  const words = languages[language];
  const facts = {
    name: settings.get('SERVICE_NAME'),
    forgotPassword: `${publicUrl}/account/forgot-password`,
  };
  const link = linkOf(mail.template, publicUrl, token);
  const { action, ...said } = words.mails[mail.template](facts);
  const laid: Laid = {
    ...said,
    language,
    name: facts.name,
    colour: settings.get('SERVICE_COLOUR'),
    button:
      link !== undefined && action !== undefined
        ? { text: action, url: link, hint: words.linkHint }
        : undefined,
    facts: mail.happening ? describe(mail.happening, words, language) : [],
    footer: words.footer(facts),
  };
  return { subject: said.subject, text: layText(laid), html: layHtml(laid), link };
}

function describe({ at, from, userAgent }: Happening, words: MailLanguage, language: string): Laid['facts'] {
  const device = userAgent === undefined ? undefined : deviceOf(userAgent);
  const when = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  const { labels } = words;
  return [
    { label: labels.at, value: `${when.format(at)} UTC` },
    ...(from === null ? [] : [{ label: labels.from, value: from }]),
    ...(userAgent === undefined
      ? []
      : [
          {
            label: labels.device,
            value: device ? words.deviceOn(device.browser, device.system) : words.unknownDevice,
          },
        ]),
  ];
}
