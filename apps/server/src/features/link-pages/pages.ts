import { html, type Content, type Html } from '../../lib/html.ts';
import type { Settings } from '../settings/index.ts';
import { pageWords, type PageWords } from './words.ts';

export const stylePath = '/account/link-pages.css';

/** What a page is made of. Nothing of it needs a script. */
interface Page {
  readonly title: string;
  readonly good?: string | undefined;
  readonly bad?: string | undefined;
  readonly intro?: string | undefined;
  readonly form?: Html | undefined;
  readonly signIn?: boolean;
}

export interface Fault {
  readonly field?: string;
  readonly page?: string;
}

/** The pages that the links of mails lead to, in the name and language of the installation as they are now. */
export function createLinkPages(settings: Settings) {
  const words = (): PageWords => pageWords[settings.get('SERVICE_LANGUAGE')];
  const shortest = (): number => settings.get('PASSWORD_MIN_LENGTH');
  const write = (page: Page): string => layout(page, words(), settings);

  return {
    words,

    forgot(email = '', { field, page: bad }: Fault = {}): string {
      const { email: label, forgot } = words();
      const input = html`<input
        id="email"
        name="email"
        type="email"
        autocomplete="username"
        required
        value="${email}"
        ${described('email', field)}
      />`;
      const form = formOf(
        '/account/forgot-password',
        forgot.action,
        labelled('email', label, input, undefined, field),
      );
      return write({ ...forgot, form, bad });
    },

    forgotDone: (): string => write({ title: words().forgot.title, good: words().forgot.done, signIn: true }),

    /** @param good said above, where something has just been done. */
    password(token: string, { field, page: bad }: Fault = {}, good?: string): string {
      const { newPassword, password, passwordHint } = words();
      const input = html`<input
        id="new_password"
        name="new_password"
        type="password"
        autocomplete="new-password"
        required
        ${described('new_password', field, true)}
      />`;
      const fields = labelled('new_password', newPassword, input, passwordHint(shortest()), field);
      const form = formOf('/account/new-password', password.action, [hidden(token), fields]);
      return write({ ...password, form, bad, good });
    },

    passwordFault: (): string => words().passwordFault(shortest()),

    passwordDone: (): string =>
      write({ title: words().password.title, good: words().password.done, signIn: true }),

    verify: (token: string, { page: bad }: Fault = {}): string =>
      write({
        ...words().verify,
        form: formOf('/account/verify', words().verify.action, hidden(token)),
        bad,
      }),

    verified: (): string => write({ title: words().verify.title, good: words().verify.done, signIn: true }),

    notMe: (token: string, { page: bad }: Fault = {}): string =>
      write({ ...words().notMe, form: formOf('/account/not-me', words().notMe.action, hidden(token)), bad }),

    /** A link that leads nowhere any longer: there is nothing to fill in. */
    broken: (title: string): string => write({ title, bad: words().linkInvalid }),
  };
}

/** The token is part of the form, so that it is in no address but the one of the mail. */
const hidden = (token: string): Html => html`<input type="hidden" name="token" value="${token}" />`;

function formOf(action: string, button: string, fields: Content): Html {
  return html`<form method="post" action="${action}">
    ${fields}
    <button type="submit">${button}</button>
  </form>`;
}

function described(id: string, fault: string | undefined, hasHint = false): Html {
  const by = [fault !== undefined && `${id}-fault`, hasHint && `${id}-hint`].filter(Boolean).join(' ');
  return html`${by !== '' && html`aria-describedby="${by}"`}
  ${fault !== undefined && html`aria-invalid="true" autofocus`}`;
}

function labelled(
  id: string,
  label: string,
  input: Html,
  hint: string | undefined,
  fault: string | undefined,
): Html {
  return html`<div class="field">
    <label for="${id}">${label}</label>
    ${input} ${fault !== undefined && html`<p class="error" id="${id}-fault">${fault}</p>`}
    ${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
  </div>`;
}

function layout(
  { title, good, bad, intro, form, signIn }: Page,
  words: PageWords,
  settings: Settings,
): string {
  const name = settings.get('SERVICE_NAME');
  return html`<!doctype html>
    <html lang="${settings.get('SERVICE_LANGUAGE')}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title} · ${name}</title>
        <link rel="icon" href="/account/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="${stylePath}" />
      </head>
      <body>
        <a class="skip" href="#content">${words.skip}</a>
        <header>${name}</header>
        <main id="content" tabindex="-1">
          <h1>${title}</h1>
          ${bad !== undefined && html`<p class="notice bad" role="alert">${bad}</p>`}
          ${good !== undefined && html`<p class="notice" role="status">${good}</p>`}
          ${intro !== undefined && html`<p>${intro}</p>`} ${form}
          ${signIn && html`<p><a href="/account/sign-in">${words.signIn}</a></p>`}
        </main>
      </body>
    </html> `.text;
}
