import { createHmac } from 'node:crypto';

type Json = Readonly<Record<string, unknown>>;

/** The header and the claims of a token, unverified. */
export function decodeToken(token: string): { header: Json; claims: Json } {
  const [header = '', claims = ''] = token.split('.');
  const read = (part: string): Json => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;
  return { header: read(header), claims: read(claims) };
}

export function encodeToken(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

export function signHs256(header: object, claims: object, key: string): string {
  const signed = `${encodeToken(header)}.${encodeToken(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** The same token for somebody else, with the signature of the first. */
export function tamper(token: string): string {
  const [header = '', , signature = ''] = token.split('.');
  return `${header}.${encodeToken({ ...decodeToken(token).claims, user_id: 2 })}.${signature}`;
}
