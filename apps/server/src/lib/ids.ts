import { randomBytes } from 'node:crypto';

/** A public name of 96 random bits in 16 URL-safe characters. */
export function randomId(): string {
  return randomBytes(12).toString('base64url');
}
