import { html, type Content, type Html } from '../../lib/html.ts';

/** Where the script and the style of the pages are served. */
export const pageFilesPath = '/explorer/';

export interface Page {
  readonly title: string;
  /** The addresses above this page. */
  readonly crumbs: readonly { readonly path: string; readonly name: string }[];
  readonly main: Content;
}

/** What holds for every page. */
export interface Layout {
  readonly publicUrl: string;
  /** Whether the pages of the API, and the reference, are there to be linked to. */
  readonly isBrowsable: () => boolean;
}

/** A whole page. */
export function layout({ title, crumbs, main }: Page, { publicUrl, isBrowsable }: Layout): string {
  const { text } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title} · Latchkey API</title>
        <link rel="icon" href="${pageFilesPath}favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="${pageFilesPath}explorer.css" />
        <script type="module" src="${pageFilesPath}explorer.js"></script>
      </head>
      <body data-public-url="${publicUrl}">
        <a class="skip" href="#main">To the content</a>
        <header>
          <a class="brand" href="/">Latchkey API</a>
          <nav aria-label="Documentation">
            ${isBrowsable() && html`<a href="/api/docs/">Reference</a>`}
            <a href="/openapi.json">OpenAPI</a>
            <a href="/errors/">Errors</a>
          </nav>
        </header>
        <main id="main" tabindex="-1">${breadcrumbs(crumbs)} ${main}</main>
      </body>
    </html> `;
  return text;
}

function breadcrumbs(crumbs: Page['crumbs']): Html | undefined {
  if (crumbs.length === 0) return undefined;
  return html`<nav class="crumbs" aria-label="Breadcrumb">
    <ol>
      ${crumbs.map(({ path, name }) => html`<li><a href="${path}">${name}</a></li>`)}
    </ol>
  </nav>`;
}
