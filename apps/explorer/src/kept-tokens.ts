/** Tokens of an answer, which somebody asked to have at hand on the next pages of this tab. */
export interface KeptTokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

const key = 'latchkey-kept-tokens';
const listeners = new Set<() => void>();

export function keptTokens(): KeptTokens | undefined {
  const text = sessionStorage.getItem(key);
  // Nobody but keepTokens writes it.
  return text === null ? undefined : (JSON.parse(text) as KeptTokens);
}

export function keepTokens(tokens: KeptTokens): void {
  sessionStorage.setItem(key, JSON.stringify(tokens));
  for (const listener of listeners) listener();
}

export function forgetTokens(): void {
  if (!keptTokens()) return;
  sessionStorage.removeItem(key);
  for (const listener of listeners) listener();
}

export function onKeptTokens(listener: () => void): void {
  listeners.add(listener);
}

/** The tokens in an answer; one to a login in cookie mode has no refresh token that could be kept. */
export function tokensIn(body: unknown): KeptTokens | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  if (!('access_token' in body) || !('refresh_token' in body)) return undefined;
  const { access_token, refresh_token } = body;
  if (typeof access_token !== 'string' || typeof refresh_token !== 'string') return undefined;
  return { access_token, refresh_token };
}
