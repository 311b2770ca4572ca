import type { FastifyRequest } from 'fastify';

/** The address of the caller, as far as the proxies before the server are trusted; IPv4 in its own form always. */
export function clientAddress(request: FastifyRequest): string {
  // A socket that listens on IPv6 sees IPv4 addresses mapped (RFC 4291, section 2.5.5.2).
  return request.ip.replace(/^::ffff:(?=\d+\.)/i, '');
}
