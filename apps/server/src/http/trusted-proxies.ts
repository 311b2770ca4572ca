/**
 * What Fastify asks to tell the address of a caller from those of the proxies before the server. A number of hops is
 * safe only where nobody can reach the server past the proxies.
 */
export function trustedProxies(
  trust: number | string[] | false,
): string[] | false | ((address: string, hop: number) => boolean) {
  return typeof trust === 'number' ? (_address, hop) => hop < trust : trust;
}
