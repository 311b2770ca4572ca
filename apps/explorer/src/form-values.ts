type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What a form asks to send. */
export interface Wanted {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | undefined;
  /** Typed by hand, or filled in from what was kept. */
  readonly token: string;
}

/** @returns what is wrong in its place, where a request cannot even be made: by the name of the field. */
export function readForm(form: HTMLFormElement): { wanted: Wanted; faults: ReadonlyMap<string, string> } {
  const faults = new Map<string, string>();
  const query = new URLSearchParams();
  const headers: [string, string][] = [];
  const fields: Record<string, unknown> = {};
  let path = form.dataset['path'] ?? '';
  let token = '';

  for (const control of controlsOf(form)) {
    const name = control.dataset['name'] ?? '';
    const { value } = control;
    const place = control.dataset['in'];
    if (place === 'path') {
      if (value === '') faults.set(name, 'The address needs it.');
      else path = path.replace(`{${name}}`, encodeURIComponent(value));
    } else if (value === '') continue;
    else if (place === 'query') query.append(name, value);
    else if (place === 'header') headers.push([name, value]);
    else if (place === 'token') token = value.trim();
    else fields[name] = readValue(control, (fault) => faults.set(name, fault));
  }
  const json = jsonEditor(form);
  const body = json && !json.hidden ? json.value : json && JSON.stringify(fields);
  if (body !== undefined) headers.push(['Content-Type', 'application/json']);
  const search = query.toString();
  return {
    wanted: {
      method: form.dataset['method'] ?? 'GET',
      path: search === '' ? path : `${path}?${search}`,
      headers,
      body,
      token,
    },
    faults,
  };
}

export function controlsOf(form: HTMLFormElement): readonly Control[] {
  return [...form.querySelectorAll<Control>('[data-in]')];
}

/** The body as a text, where the form has a body; hidden while its fields are filled in one by one. */
export function jsonEditor(form: HTMLFormElement) {
  const place = form.querySelector<HTMLElement>('[data-json]');
  const text = form.querySelector<HTMLTextAreaElement>('[data-json-text]');
  if (!place || !text) return undefined;
  return { place, text, hidden: place.hidden, value: text.value };
}

/** Puts the values of a body into the fields, and into the text. */
export function fillIn(form: HTMLFormElement, example: Readonly<Record<string, unknown>>): void {
  for (const control of controlsOf(form)) {
    if (control.dataset['in'] !== 'body') continue;
    const value = example[control.dataset['name'] ?? ''];
    control.value = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  }
  const json = jsonEditor(form);
  if (json) json.text.value = JSON.stringify(example, null, 2);
}

/** What is no number goes as it is: the server's own answer says what is wrong with it. */
function readValue({ value, dataset }: Control, complain: (fault: string) => void): unknown {
  if (dataset['type'] === 'boolean') return value === 'true';
  if (dataset['type'] === 'integer') return /^-?\d+$/.test(value) ? Number(value) : value;
  if (dataset['type'] !== 'json') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    complain('This is not JSON. A text stands in double quotes.');
    return undefined;
  }
}
