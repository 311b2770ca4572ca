import { expect } from 'vitest';
import { createVerifier, type Verifier } from '../../src/index.ts';
import { createIssuer, issuerUrl, type Issuer } from './issuer.ts';
import { startKeyServer, type KeyServer } from './key-server.ts';
import { createTestClock, type TestClock } from './test-clock.ts';

export const first = createIssuer('ES256', 'first');
export const second = createIssuer('EdDSA', 'second');

export interface Stage {
  readonly server: KeyServer;
  readonly clock: TestClock;
  readonly verifier: Verifier;
}

/** A verifier that fetches from a real server. The clock stands still unless it is set forward. */
export async function stage(): Promise<Stage> {
  const server = await startKeyServer();
  const clock = createTestClock();
  server.publish([first.jwk]);
  return { server, clock, verifier: createVerifier({ issuer: issuerUrl, jwksUrl: server.url, clock }) };
}

/** A token of this moment of the clock. */
export function fresh(issuer: Issuer, { clock }: Stage): string {
  const iat = Math.floor(clock.now() / 1_000);
  return issuer.token({ claims: { iat, exp: iat + 30 } });
}

/** Lets what runs beside the work come to its end. */
export async function settled(condition: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(condition, { interval: 5, timeout: 10_000 }).toBe(true);
}
