import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import type { Answer, Client } from './client.ts';
import { decodeToken } from './tokens.ts';

export const feedPath = '/.well-known/revoked-sessions';

/** The feed of ended sessions, its signature proven. */
export interface ReadFeed {
  readonly header: Readonly<Record<string, unknown>>;
  readonly iat: number;
  readonly seq: number;
  readonly sessions: readonly string[];
  readonly not_before?: number;
  readonly etag: string;
}

export async function readFeed(client: Client, query = '', etag?: string): Promise<ReadFeed> {
  const headers = etag === undefined ? {} : { 'if-none-match': etag };
  return openFeed(client, await client.send('GET', `${feedPath}${query}`, { headers }));
}

export async function openFeed(client: Client, answer: Answer): Promise<ReadFeed> {
  const { feed = '' } = answer.body as unknown as { feed?: string };
  const [head = '', payload = '', signature = ''] = feed.split('.');
  const { header, claims } = decodeToken(feed);
  const { body } = await client.get(`${feedPath}/jwks.json`);
  const { keys } = body as unknown as { keys: JsonWebKey[] };
  const jwk = keys.find(({ kid }) => kid === header['kid']);
  const key = createPublicKey({ key: jwk ?? {}, format: 'jwk' });
  if (!verify(null, Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url')))
    throw new Error('The feed is signed with another key.');
  // As the document says, which every answer is compared with.
  return {
    header,
    ...(claims as unknown as Omit<ReadFeed, 'header' | 'etag'>),
    etag: answer.headers.etag ?? '',
  };
}

/** The session of an access token. */
export function sidOf(accessToken: string): string {
  return String(decodeToken(accessToken).claims['sid']);
}
