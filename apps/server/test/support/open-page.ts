/** What Chromium sends when somebody types an address. */
export const acceptOfBrowsers =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8';

export interface OpenedPage {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** What a reader sees, in one line. */
  readonly text: string;
}

/** Opens an address as a browser does. The document describes the answers to programs, so a page is not compared with it. */
export async function openPage(
  { url }: { readonly url: string },
  path: string,
  { accept = acceptOfBrowsers, method = 'GET' } = {},
): Promise<OpenedPage> {
  const answer = await fetch(`${url}${path}`, { method, headers: { accept } });
  const html = await answer.text();
  return { status: answer.status, headers: answer.headers, html, text: readable(html) };
}

export function isPage({ headers }: OpenedPage): boolean {
  return headers.get('content-type')?.startsWith('text/html') ?? false;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

function readable(html: string): string {
  return html
    .replace(/<wbr \/>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(\w+|#39);/g, (_all, name: string) => entities[name] ?? '')
    .replace(/\s+/g, ' ');
}
