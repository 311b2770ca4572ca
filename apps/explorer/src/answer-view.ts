import { button, el, unfolding } from './dom.ts';
import { keepTokens, tokensIn } from './kept-tokens.ts';

/** What came back, and how long it took. */
export interface Received {
  readonly response: Response;
  readonly text: string;
  readonly milliseconds: number;
}

/** The real answer: status, time, headers and content. */
export function answerView({ response, text, milliseconds }: Received): readonly Node[] {
  const { status, statusText } = response;
  const body = readBody(text);
  const bytes = new TextEncoder().encode(text).length;
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  return [
    el('h4', {}, 'Answer'),
    el(
      'p',
      { role: 'status' },
      el(
        'strong',
        { class: `status status-${String(status).slice(0, 1)}` },
        `${String(status)} ${statusText}`,
      ),
      ` after ${String(Math.round(milliseconds))} ms, ${String(bytes)} bytes`,
    ),
    content(text, body),
    ...links(body),
    ...keeping(body),
    unfolding('Headers of the answer', headers),
  ];
}

function content(text: string, body: unknown): Node {
  if (text === '') return el('p', { class: 'quiet' }, 'The answer has no content.');
  const pretty = body === undefined ? text : JSON.stringify(body, null, 2);
  return el(
    'pre',
    { class: 'content', tabindex: '0', role: 'group', 'aria-label': 'Content of the answer' },
    el('code', {}, pretty),
  );
}

/** A problem says where it is explained. */
function links(body: unknown): readonly Node[] {
  if (typeof body !== 'object' || body === null || !('code' in body)) return [];
  const { code } = body;
  if (typeof code !== 'string' || !/^[a-z_]+$/.test(code)) return [];
  return [el('p', {}, el('a', { href: `/errors/${code}` }, `What ${code} means`))];
}

function keeping(body: unknown): readonly Node[] {
  const tokens = tokensIn(body);
  if (!tokens) return [];
  const line = el('p', { class: 'actions' });
  line.append(
    button('Keep these tokens for the other pages', () => {
      keepTokens(tokens);
      line.replaceChildren(
        'Kept in this tab. Go on with ',
        el('a', { href: '/api/me/' }, '/api/me/'),
        el('a', { href: '/api/refresh/' }, '/api/refresh/'),
        el('a', { href: '/api/logout/' }, '/api/logout/'),
      );
    }),
  );
  return [line];
}

export function readBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
