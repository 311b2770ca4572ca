import { el } from './dom.ts';

const box = el('input', { type: 'checkbox' });
const listeners = new Set<() => void>();
box.addEventListener('change', () => {
  for (const listener of listeners) listener();
});

/** Code is copied into chats and shown on screens: tokens and passwords are in it only where somebody wants that. */
export function secretsSwitch(): HTMLElement {
  return el('label', { class: 'tick' }, box, 'Put the real tokens and passwords into the code');
}

export function wantsSecrets(): boolean {
  return box.checked;
}

export function onSecretsSwitch(listener: () => void): void {
  listeners.add(listener);
}

/** The body with placeholders for what is secret in it. */
export function maskBody(body: string): string {
  try {
    return JSON.stringify(
      JSON.parse(body, (name, value: unknown) => (isSecret(name, value) ? `<${name}>` : value)),
    );
  } catch {
    return body;
  }
}

function isSecret(name: string, value: unknown): boolean {
  return typeof value === 'string' && /password|token$/.test(name);
}
