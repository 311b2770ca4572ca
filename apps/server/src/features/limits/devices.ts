import { timingSafeEqual } from 'node:crypto';
import { randomId } from '../../lib/ids.ts';
import type { KeyRing, SecretKey } from '../installation/index.ts';

const purpose = 'device cookie';

/** Cookies by which an account recognises a device that it has logged in from. They open nothing by themselves. */
export interface Devices {
  /** The cookie after a login: the one that was brought along, where it is of this account, or a new one. */
  cookieFor(accountId: number, brought: string | undefined): string;
  /** Which device of the account it is; undefined: none that the account knows. */
  recognise(accountId: number, cookie: string | undefined): string | undefined;
}

/** A cookie is a random id, and a proof of it and the account: only the account's own logins can have made it. */
export function createDevices(keyRing: KeyRing): Devices {
  const proofOf = (key: SecretKey, accountId: number, id: string): string =>
    key.mac(purpose)(`${accountId} ${id}`, 'base64url');

  const recognise: Devices['recognise'] = (accountId, cookie = '') => {
    const [, id = '', text = ''] = /^([\w-]{16})\.([\w-]{43})$/.exec(cookie) ?? [];
    const proof = Buffer.from(text);
    const isProven = keyRing.all().some((key) => {
      const expected = Buffer.from(proofOf(key, accountId, id));
      return proof.length === expected.length && timingSafeEqual(proof, expected);
    });
    return isProven ? id : undefined;
  };

  return {
    recognise,
    cookieFor(accountId, brought) {
      // Proven anew by the present key: one that is about to go is not handed on.
      const id = recognise(accountId, brought) ?? randomId();
      return `${id}.${proofOf(keyRing.signing(), accountId, id)}`;
    },
  };
}
