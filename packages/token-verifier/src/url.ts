/** @throws TypeError where it is no absolute http(s) URL without a user name and password. */
export function requireUrl(name: string, value: string): void {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new TypeError(`\`${name}\` must be a URL, such as https://auth.example.com.`);
  }
  if (url.username !== '' || url.password !== '')
    throw new TypeError(`\`${name}\` must not hold a password.`);
}
