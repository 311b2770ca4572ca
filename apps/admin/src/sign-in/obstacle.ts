/** What keeps this page from signing in at all, whatever the password. */
export interface Obstacle {
  readonly text: string;
  /** Where signing in works. */
  readonly address?: string;
}

/** A browser keeps the cookie of a session only for an encrypted page, or for this machine itself. */
export function insecurePage(): Obstacle | undefined {
  if (window.isSecureContext) return undefined;
  return {
    text: `This page is not encrypted (${window.location.origin}), and a browser keeps no session for such a page. Open it over https, or on the server itself at http://localhost.`,
  };
}

/** Where a page of another address than PUBLIC_URL asked: sign-in works at PUBLIC_URL alone. */
export async function foreignAddress(): Promise<Obstacle> {
  const publicOrigin = await readPublicOrigin();
  return {
    text: `This page is open at ${window.location.origin}, but the server was told that it is reached elsewhere (PUBLIC_URL). Open the other address, or start the server with PUBLIC_URL=${window.location.origin}.`,
    ...(publicOrigin !== undefined && { address: `${publicOrigin}/admin/` }),
  };
}

/** The `type` of every problem is an address of the server, as its operator named it. */
async function readPublicOrigin(): Promise<string | undefined> {
  try {
    const response = await fetch('/api/me/', { credentials: 'omit' });
    const { type } = (await response.json()) as { type?: unknown };
    return typeof type === 'string' ? new URL(type).origin : undefined;
  } catch {
    return undefined;
  }
}
