import type { IncomingHttpHeaders } from 'node:http';

const always = {
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
const nothingRuns = "default-src 'none'; frame-ancestors 'none'";

/**
 * Every answer has the headers that keep a browser from running, framing, guessing or keeping it. A page may do more than
 * nothing, and a policy begins with nothing all the same. No cookie is without a flag, or for another host.
 *
 * @throws Error naming what is missing or different.
 */
export function checkAnswerHeaders(what: string, headers: IncomingHttpHeaders): void {
  const faults = Object.entries(always)
    .filter(([name, value]) => headers[name] !== value)
    .map(([name]) => `${name}: ${String(headers[name])}`);
  const policy = String(headers['content-security-policy']);
  // What is unchanged has no type.
  const isPage = headers['content-type']?.startsWith('text/html') ?? true;
  const isStrict = policy.startsWith("default-src 'none'; ") && policy.includes("frame-ancestors 'none'");
  if (isPage ? !isStrict || /unsafe|\*|https?:/.test(policy) : policy !== nothingRuns)
    faults.push(`content-security-policy: ${policy}`);
  if (headers['cache-control'] === undefined) faults.push('cache-control: undefined');
  if (!/^[\w-]{10,}$/.test(String(headers['x-request-id'])))
    faults.push(`x-request-id: ${String(headers['x-request-id'])}`);
  for (const cookie of headers['set-cookie'] ?? []) {
    const [name, ...attributes] = cookie.split('; ');
    const flags = attributes.filter((attribute) => !/^Max-Age=\d+$/.test(attribute));
    // One is for scripts to see, and says nothing but that there is a session.
    const isForScripts = /^__Host-latchkey_signed_in=1?$/.test(name ?? '');
    const hidden = isForScripts ? '' : 'HttpOnly; ';
    const isFlagged = flags.sort().join('; ') === `${hidden}Path=/; SameSite=Strict; Secure`;
    if (!isFlagged || !name?.startsWith('__Host-')) faults.push(`set-cookie: ${cookie}`);
  }
  for (const telling of ['server', 'x-powered-by'])
    if (headers[telling] !== undefined) faults.push(`${telling}: ${String(headers[telling])}`);
  if (faults.length > 0)
    throw new Error(`${what} was answered with headers that it must not have: ${faults.join(', ')}`);
}
