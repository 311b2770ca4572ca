/** The address that the server says it has: PUBLIC_URL. */
export const publicUrl = document.body.dataset['publicUrl'] ?? location.origin;

/** Why nobody can sign in on this page, for people; undefined where they can. */
export function obstacle(): string | undefined {
  if (location.origin !== publicUrl) {
    return `This page was opened at ${location.origin}, and the refresh cookie is for ${publicUrl} alone (PUBLIC_URL). Open it there to sign in.`;
  }
  if (!window.isSecureContext) {
    return 'Browsers keep the refresh cookie only over HTTPS, or on localhost. Open this page there to sign in.';
  }
  return undefined;
}
