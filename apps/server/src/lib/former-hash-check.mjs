// Checks passwords against the hashes that accounts have brought along (former-hashes.ts). For a hash thread alone.
import { Buffer } from 'node:buffer';
import { createHash, pbkdf2Sync, scryptSync, timingSafeEqual } from 'node:crypto';
import { verifySync } from '@node-rs/argon2';
import { verifySync as verifyBcrypt } from '@node-rs/bcrypt';

/** @returns whether the password is the one. */
export function checkFormerHash(password, work) {
  switch (work.algorithm) {
    case 'pbkdf2': {
      const key = Buffer.from(work.key, 'base64');
      const { salt, iterations, digest } = work;
      return timingSafeEqual(pbkdf2Sync(password, salt, iterations, key.length, digest), key);
    }
    case 'bcrypt': {
      // It reads 72 bytes, as Django's does.
      const text = work.isDigested ? createHash('sha256').update(password).digest('hex') : password;
      return verifyBcrypt(text, work.encoded);
    }
    case 'argon2':
      return verifySync(work.encoded, password);
    case 'scrypt': {
      const key = Buffer.from(work.key, 'base64');
      const { cost, blockSize, lanes, salt } = work;
      // What OpenSSL needs beside the table itself: a block for each lane.
      const maxmem = 128 * blockSize * (cost + lanes + 2) + 1_024;
      const options = { cost, blockSize, parallelization: lanes, maxmem };
      return timingSafeEqual(scryptSync(password, salt, key.length, options), key);
    }
    default:
      throw new Error('no such algorithm');
  }
}
