type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** Makes an element. Texts stay texts: nothing that the server or a user says becomes HTML. */
export function el<N extends keyof HTMLElementTagNameMap>(
  name: N,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[N] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'string') element.setAttribute(key, value);
    else if (value === true) element.setAttribute(key, '');
  }
  element.append(...children);
  return element;
}

export function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = el('button', { type: 'button' }, text);
  made.addEventListener('click', onClick);
  return made;
}

/** A long text that its reader unfolds. */
export function unfolding(summary: string, text: string): HTMLDetailsElement {
  return el('details', {}, el('summary', {}, summary), el('pre', {}, el('code', {}, text)));
}

/** The elements below one that are marked with an attribute of ours, such as `data-copy`. */
export function all(below: ParentNode, selector: string): readonly HTMLElement[] {
  return [...below.querySelectorAll<HTMLElement>(selector)];
}
