import { fastifyCookie } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { originNotAllowed } from './errors.ts';

export const refreshCookie = '__Host-latchkey_refresh';
/**
 * Says no more than that there is a refresh cookie, to the scripts that cannot see that one. They could note it by
 * themselves, but some browsers delete what scripts have stored after a week without a visit, and keep what servers set.
 */
const signedInCookie = '__Host-latchkey_signed_in';
const deviceCookie = '__Host-latchkey_device';
const deviceCookieSeconds = 365 * 24 * 3_600;

const attributes = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const;

/** The cookie that keeps a browser's refresh token out of the reach of its scripts. */
export interface CookieMode {
  /**
   * Refuses what another site's page could have sent: a request that sets or uses the cookie is JSON (a form or an
   * image cannot be) and comes from a page of ours.
   *
   * @throws Problem `forbidden`.
   */
  requireOwnPage(request: FastifyRequest): void;
}

/** @param isAllowedOrigin whether pages of that origin may use the cookie. */
export function createCookieMode(isAllowedOrigin: (origin: string) => boolean): CookieMode {
  return {
    requireOwnPage(request) {
      const mediaType = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
      if (mediaType !== 'application/json') {
        throw originNotAllowed('A request with the refresh cookie must be `Content-Type: application/json`.');
      }
      const { origin } = request.headers;
      if (origin === undefined || !isAllowedOrigin(origin)) {
        throw originNotAllowed(
          'The refresh cookie is for pages of PUBLIC_URL and of the origins in CORS_ALLOWED_ORIGINS; `Origin` is none of them.',
        );
      }
    },
  };
}

export function readRefreshCookie(request: FastifyRequest): string | undefined {
  return readCookie(request, refreshCookie);
}

export function setRefreshCookie(reply: FastifyReply, token: string, maxAgeSeconds: number): void {
  setCookie(reply, refreshCookie, token, maxAgeSeconds);
  setCookie(reply, signedInCookie, '1', maxAgeSeconds, { httpOnly: false });
}

export function clearRefreshCookie(reply: FastifyReply): void {
  setCookie(reply, refreshCookie, '', 0);
  setCookie(reply, signedInCookie, '', 0, { httpOnly: false });
}

/** By which an account knows a browser again that it has logged in from; kept when the session ends. */
export function readDeviceCookie(request: FastifyRequest): string | undefined {
  return readCookie(request, deviceCookie);
}

export function setDeviceCookie(reply: FastifyReply, value: string): void {
  setCookie(reply, deviceCookie, value, deviceCookieSeconds);
}

/** Hardly any request has a cookie that is asked for: the header is read where one is. */
function readCookie({ headers }: FastifyRequest, name: string): string | undefined {
  return headers.cookie === undefined ? undefined : fastifyCookie.parse(headers.cookie)[name];
}

function setCookie(
  reply: FastifyReply,
  name: string,
  value: string,
  maxAge: number,
  others: { httpOnly?: boolean } = {},
): void {
  // Several of them stand in headers of their own.
  reply.header('set-cookie', fastifyCookie.serialize(name, value, { ...attributes, maxAge, ...others }));
}
