import { createHmac } from 'node:crypto';
import { Broken } from './check.ts';
import { readMembers, type Answer } from './http/answer.ts';

type Json = Readonly<Record<string, unknown>>;

export interface AccessToken {
  readonly text: string;
  readonly header: Json;
  readonly claims: Json;
  /** header, payload, signature, as they stand in the token. */
  readonly parts: readonly [string, string, string];
}

/** Reads a JWT without verifying it. */
export function readAccessToken(text: string, answer?: Answer): AccessToken {
  const [header, payload, signature, ...more] = text.split('.');
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) {
    throw new Broken('an access token that is a JWT of three parts', answer);
  }
  const read = (part: string): Json => readMembers(Buffer.from(part, 'base64url').toString());
  return { text, header: read(header), claims: read(payload), parts: [header, payload, signature] };
}

export function encodePart(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** A token of one's own making, signed with HMAC-SHA-256. */
export function mint(header: object, claims: object, secret: string): string {
  const signed = `${encodePart(header)}.${encodePart(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** Replaces one hexadecimal digit of a refresh token by another. */
export function forgeAt(token: string, at: number): string {
  return token.slice(0, at) + (token[at] === '0' ? '1' : '0') + token.slice(at + 1);
}

/** Places in a UUID that is of version 4: digits of every part of it, none that the version or the variant stands in. */
export const forgeablePlaces = [0, 7, 9, 12, 15, 17, 20, 22, 24, 35];

export const uuidOfVersion4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Well-formed, and nobody's. */
export const strangersTokens = [
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'c232ab00-9414-11ec-b3c8-9f6bdeced846',
  '9125a8dc-52ee-365b-a5aa-81b0b3681cf6',
  '01890a5d-ac96-774b-bcce-b302099a8057',
  '123E4567-E89B-42D3-A456-426614174000',
];

/** What is no UUID of 36 characters, and may stand in a body. */
export const malformedTokens: readonly unknown[] = [
  '123e4567e89b42d3a456426614174000',
  '{123e4567-e89b-42d3-a456-426614174000}',
  'urn:uuid:123e4567-e89b-42d3-a456-426614174000',
  ' 123e4567-e89b-42d3-a456-426614174000',
  '123e4567-e89b-42d3-a456-42661417400g',
  'nonsense',
  '',
  5,
  true,
  null,
  ['123e4567-e89b-42d3-a456-426614174000'],
  {},
  undefined,
];

/** Whether an answer with these members gives tokens away. */
export function mayHoldToken(body: Readonly<Record<string, unknown>>): boolean {
  return typeof body['access_token'] === 'string' || typeof body['refresh_token'] === 'string';
}
