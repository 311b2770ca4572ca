/** Where the server is: `/api/` stands below it. */
export interface BaseUrl {
  /** Without a trailing slash. */
  readonly text: string;
  readonly origin: string;
  readonly isSecure: boolean;
  at(path: string): URL;
}

/**
 * Reads the address of a server: http or https, perhaps with a path that the API stands below. `…/api/` means the same
 * as the address above it.
 * @throws TypeError when it is no such address.
 */
export function readBaseUrl(given: string): BaseUrl {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new TypeError(`"${given}" is no address of a server. Give one like http://localhost:8000`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('The address may hold no name and no password: it would stand in reports.');
  }
  const path = url.pathname.replace(/\/+$/, '').replace(/\/api$/, '');
  const text = `${url.origin}${path}`;
  // Put together as text: a URL would tidy up what is meant to be strange.
  return {
    text,
    origin: url.origin,
    isSecure: url.protocol === 'https:',
    at: (below) => new URL(text + below),
  };
}
