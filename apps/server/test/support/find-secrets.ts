/** The secrets that a text gives away, as they are or in a form that anybody can undo. */
export function findSecrets(text: string, secrets: Iterable<string>): string[] {
  return [...secrets].filter((secret) => formsOf(secret).some((form) => text.includes(form)));
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    // Without the end, which depends on what follows.
    ...(['base64', 'base64url', 'hex'] as const).map((form) => bytes.toString(form).replace(/.{0,2}=*$/, '')),
    // Of a signed token: what proves it, and what it says.
    ...(secret.split('.').length === 3 ? secret.split('.').slice(1) : []),
  ];
}
