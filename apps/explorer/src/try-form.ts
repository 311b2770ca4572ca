import { answerView, readBody, type Received } from './answer-view.ts';
import { writeCode } from './code.ts';
import { all, el } from './dom.ts';
import { controlsOf, fillIn, jsonEditor, readForm, type Wanted } from './form-values.ts';
import { forgetTokens, keepTokens, keptTokens, onKeptTokens, tokensIn } from './kept-tokens.ts';
import { onSecretsSwitch, wantsSecrets } from './secrets.ts';
import type { Session } from './session.ts';

/** Makes the form of one operation send real requests. */
export function mountTryForm(form: HTMLFormElement, session: Session): void {
  const section = form.closest('section') ?? document.body;
  const place = form.querySelector<HTMLElement>('[data-answer]') ?? form;
  const needsToken = controlsOf(form).some(({ dataset }) => dataset['in'] === 'token');
  let touched = false;

  const showCode = (): void => {
    if (!touched) return;
    const { wanted } = readForm(form);
    const known = wanted.token === '' ? session.token() : wanted.token;
    const shown = wantsSecrets() && known !== undefined ? known : '<access token>';
    writeCode(section, wanted, needsToken ? shown : undefined);
  };
  const touch = (): void => {
    touched = true;
    showCode();
  };
  const fillInKept = (): void => {
    if (fillTokens(form)) touch();
  };

  form.hidden = false;
  form.addEventListener('input', touch);
  // The example stays until somebody asks for something else.
  onSecretsSwitch(jsonEditor(form) ? showCode : touch);
  session.onChange(showCode);
  onKeptTokens(fillInKept);
  fillInKept();
  mountJsonSwitch(form, touch);
  mountExample(form, touch);

  let isSending = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isSending) return;
    touch();
    const { wanted, faults } = readForm(form);
    showFaults(form, faults);
    if (faults.size > 0) return;
    isSending = true;
    place.replaceChildren(el('p', { role: 'status' }, 'Sending …'));
    send(wanted, needsToken, session)
      .then(
        (received) => {
          place.replaceChildren(...answerView(received));
          showFaults(form, faultsIn(received.text));
          followTokens(wanted, received, session);
        },
        (error: unknown) => place.replaceChildren(el('p', { class: 'error', role: 'alert' }, sayWhy(error))),
      )
      .finally(() => (isSending = false));
  });
}

/** Reading changes nothing: where all is known that it takes, the answer is there at once. */
export function sendAtOnce(form: HTMLFormElement, session: Session): void {
  const isReading = form.dataset['method'] === 'GET' && readForm(form).faults.size === 0;
  const needsToken = controlsOf(form).find(({ dataset }) => dataset['in'] === 'token');
  if (isReading && (!needsToken || needsToken.value !== '' || session.claims())) form.requestSubmit();
}

async function send(wanted: Wanted, needsToken: boolean, session: Session): Promise<Received> {
  const { method, path, token, body } = wanted;
  const headers = new Headers({ Accept: 'application/json' });
  for (const [name, value] of wanted.headers) headers.set(name, value);
  if (token !== '') headers.set('Authorization', `Bearer ${token}`);
  const init = { method, headers, ...(body !== undefined && { body }) };
  const ofSession = needsToken && token === '' && session.claims() !== undefined;
  const begun = performance.now();
  const response = await (ofSession ? session.fetch(path, init) : fetch(path, init));
  const sentAt = ofSession ? session.sentAt(response) : begun;
  return { response, text: await response.text(), milliseconds: performance.now() - sentAt };
}

/** New tokens take the place of those that were kept; a session that was begun or ended by hand is the page's, too. */
function followTokens({ path, body = '' }: Wanted, { response, text }: Received, session: Session): void {
  if (!response.ok) return;
  const tokens = tokensIn(readBody(text));
  const kept = keptTokens();
  if (tokens && kept && path === '/api/refresh/') keepTokens(tokens);
  if (path === '/api/logout/' && kept && body.includes(kept.refresh_token)) forgetTokens();
  const inCookie =
    !tokens && /^\/api\/(login|refresh|logout)\/$/.test(path) && !body.includes('"refresh_token":');
  if (inCookie) void session.takeUp();
}

function fillTokens(form: HTMLFormElement): boolean {
  const { access_token = '', refresh_token = '' } = keptTokens() ?? {};
  let changed = false;
  for (const control of controlsOf(form)) {
    const { name, in: place } = control.dataset;
    if (place !== 'token' && name !== 'refresh_token') continue;
    control.value = place === 'token' ? access_token : refresh_token;
    changed ||= control.value !== '';
  }
  return changed;
}

/** Fields and text follow each other: what was filled in is there as a text, to go on with. */
function mountJsonSwitch(form: HTMLFormElement, touch: () => void): void {
  const box = form.querySelector<HTMLInputElement>('[data-json-switch]');
  const fields = form.querySelector<HTMLElement>('[data-fields]');
  const json = jsonEditor(form);
  if (!box || !fields || !json) return;
  const show = (): void => {
    if (box.checked)
      json.text.value = JSON.stringify(JSON.parse(readForm(form).wanted.body ?? '{}'), null, 2);
    json.place.hidden = !box.checked;
    fields.hidden = box.checked;
    touch();
  };
  box.addEventListener('change', show);
}

function mountExample(form: HTMLFormElement, touch: () => void): void {
  const example = form.dataset['example'];
  if (example === undefined) return;
  form.querySelector('[data-fill]')?.addEventListener('click', () => {
    // The server writes it from the OpenAPI document: the body of a request, which is an object.
    fillIn(form, JSON.parse(example) as Record<string, unknown>);
    touch();
  });
}

function showFaults(form: HTMLFormElement, faults: ReadonlyMap<string, string>): void {
  for (const line of all(form, '[data-error-of]')) {
    const fault = faults.get(line.dataset['errorOf'] ?? '');
    line.hidden = fault === undefined;
    line.textContent = fault ?? '';
    const control = line.parentElement?.querySelector('input, select, textarea');
    if (fault === undefined) control?.removeAttribute('aria-invalid');
    else control?.setAttribute('aria-invalid', 'true');
  }
}

/** What a problem says of single fields. */
function faultsIn(text: string): ReadonlyMap<string, string> {
  const body = readBody(text);
  if (typeof body !== 'object' || body === null || !('errors' in body)) return new Map();
  // A problem document names the faults of each field (its schema is in the document).
  const errors = body.errors as Readonly<Record<string, readonly string[]>>;
  return new Map(Object.entries(errors).map(([name, list]) => [name, list.join(' ')]));
}

function sayWhy(error: unknown): string {
  return `No answer came: ${error instanceof Error ? error.message : 'the connection failed'}.`;
}
