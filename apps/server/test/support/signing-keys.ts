import type { Clock } from '@latchkey/token-verifier';
import type { Call } from './admin.ts';
import type { TestApp } from './app.ts';
import type { Client } from './client.ts';
import { decodeToken } from './tokens.ts';

export interface ListedKey {
  readonly kid: string;
  readonly algorithm: string;
  readonly state: string;
  readonly created_at: string;
  readonly signs_from: string | null;
  readonly verifies_until: string | null;
  readonly from_environment: boolean;
  /** In the answer to `add` alone. */
  readonly secret?: string;
}

export const kidOf = (token: string): string => String(decodeToken(token).header['kid']);

/** The `kid`s that are published, in no order. */
export async function publishedKids(app: Client): Promise<string[]> {
  const { body } = await app.get('/.well-known/jwks.json');
  return (body as unknown as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
}

/** The keys as an admin sees them, and what an admin does with them. */
export function adminKeys(call: Call) {
  const path = '/api/admin/keys/';
  return {
    list: async (): Promise<ListedKey[]> =>
      ((await call('GET', path)).body as unknown as { keys: ListedKey[] }).keys,
    rotate: (body = {}) => call('POST', `${path}rotate/`, body),
    add: () => call('POST', path),
    activate: (kid: string) => call('POST', `${path}${kid}/activate/`),
    retire: (kid: string, body = {}) => call('POST', `${path}${kid}/retire/`, body),
  };
}

/** What every server does twice a second. */
export async function lookAtKeys(...nodes: readonly TestApp[]): Promise<void> {
  for (const node of nodes) await node.service.signingKeys.refresh();
}

/** The clock of the app, for a verifier in another service. */
export function clockBeside({ clock }: TestApp): Clock {
  return { now: () => clock.now(), elapsed: () => clock.now(), after: () => () => undefined };
}
