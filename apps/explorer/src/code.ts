import { asCurl, asPython, asTypeScript } from '@latchkey/call-snippets';
import { all } from './dom.ts';
import type { Wanted } from './form-values.ts';
import { publicUrl } from './place.ts';
import { maskBody, wantsSecrets } from './secrets.ts';

const writers = { curl: asCurl, TypeScript: asTypeScript, Python: asPython };

/** Writes the code of an operation anew, for what its form asks to send, with this as access token. */
export function writeCode(section: Element, wanted: Wanted, token: string | undefined): void {
  const { method, path, headers, body } = wanted;
  const call = {
    method,
    url: `${publicUrl}${path}`,
    headers: [...(token === undefined ? [] : [['Authorization', `Bearer ${token}`] as const]), ...headers],
    body: body === undefined || wantsSecrets() ? body : maskBody(body),
  };
  for (const [language, write] of Object.entries(writers)) {
    const place = section.querySelector(`code[data-language="${language}"]`);
    if (place) place.textContent = write(call);
  }
}

/** The clipboard is for secure pages alone; elsewhere the code can be marked and copied by hand. */
export function mountCopyButtons(): void {
  for (const copy of all(document, '[data-copy]')) {
    // In a page that is not secure there is none, whatever the type says.
    copy.hidden = !window.isSecureContext;
    const label = [...copy.childNodes];
    copy.addEventListener('click', () => {
      const code = copy.closest('details')?.querySelector('code')?.textContent ?? '';
      navigator.clipboard.writeText(code).then(
        () => copy.replaceChildren('Copied'),
        () => copy.replaceChildren('The browser does not allow it'),
      );
    });
    copy.addEventListener('blur', () => copy.replaceChildren(...label));
  }
}
