const jsonSecret = /("(?:[a-z_]*password|token|refresh_token|access_token)"\s*:\s*)"(?:[^"\\]|\\.)*"?/g;
const formSecret = /((?:^|&)(?:[a-z_]*password|token|refresh_token|access_token)=)[^&]+/g;
const jwt = /\beyJ[\w-]*\.[\w-]*(?:\.[\w-]*)?/g;
const uuid = /\b([0-9a-f]{4})[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const fragment = /#[\w-]{16,}/g;
const query = /([?&]token=)[\w-]+/g;

/** Takes passwords and tokens out of a text. Of a UUID four digits stay, to tell one token from another. */
export function maskSecrets(text: string, secrets: Iterable<string> = []): string {
  let masked = text;
  for (const secret of secrets) if (secret.length > 0) masked = masked.replaceAll(secret, '•••');
  return masked
    .replace(jwt, 'eyJ•••')
    .replace(uuid, '$1••••')
    .replace(fragment, '#•••')
    .replace(query, '$1•••')
    .replace(jsonSecret, (all: string, name: string) =>
      /"[0-9a-f]{4}••••"?$/i.test(all) ? all : `${name}"•••"`,
    )
    .replace(formSecret, '$1•••');
}

/** A header for a report. Of cookies and credentials only their kind is shown. */
export function maskHeader(name: string, value: string, secrets: Iterable<string> = []): string {
  if (name === 'authorization') return value.replace(/^(\S+)\s.+$/, '$1 •••');
  if (name === 'cookie') return value.replace(/=[^;]*/g, '=•••');
  // Several are joined by commas; the attributes stay.
  if (name === 'set-cookie') return value.replace(/(^|, )([\w-]+)=[^;,]*/g, '$1$2=•••');
  return maskSecrets(value, secrets);
}
