/** Hashes as Django keeps them (django/contrib/auth/hashers.py): how to check a password, and what that costs. */

/** What a thread needs in order to check a password. `encoded` is what the algorithm's own library reads. */
export type FormerWork =
  | {
      readonly algorithm: 'pbkdf2';
      readonly digest: 'sha256' | 'sha1';
      readonly iterations: number;
      readonly salt: string;
      /** Base64. */
      readonly key: string;
    }
  | { readonly algorithm: 'bcrypt'; readonly isDigested: boolean; readonly encoded: string }
  | { readonly algorithm: 'argon2'; readonly encoded: string }
  | {
      readonly algorithm: 'scrypt';
      readonly cost: number;
      readonly blockSize: number;
      readonly lanes: number;
      readonly salt: string;
      /** Base64. */
      readonly key: string;
    };

export interface FormerHash {
  readonly work: FormerWork;
  /**
   * Nobody's hash of the same form: checking a password against it costs the same. Hashes of one form and one cost have
   * the same.
   */
  readonly standIn: string;
}

/** Why a hash is of no use: nobody here knows its form, or looking at one password would take too much. */
export type HashFault = 'unknown form' | 'costs too much';

/** Stored where nobody can sign in with a password until a new one is set. Django's own mark begins like this too. */
export const noPassword = '!';

/** Django's column holds 128 characters; Argon2 with long names needs hardly more. */
const longestHash = 512;
/** Each of these takes a few seconds on one core. Django's own values are a tenth of them, or less. */
const mostIterations = 10_000_000;
const bcryptCosts = { least: 4, most: 16 };
const mostMemory = 256 * 1_024 * 1_024;
/** Memory times how often it is filled. */
const mostFilled = 4 * 1_024 * 1_024 * 1_024;

const none = { sha256: keyOf(32), sha1: keyOf(20), scrypt: keyOf(64) };
const nobodysSalt = 'AAAAAAAAAAAAAAAAAAAAAA';

/** Reads a hash of Django's. */
export function readFormerHash(text: string): FormerHash | HashFault {
  if (text.length > longestHash) return 'unknown form';
  const [name = '', ...fields] = text.split('$');
  switch (name) {
    case 'pbkdf2_sha256':
      return readPbkdf2(name, 'sha256', fields);
    case 'pbkdf2_sha1':
      return readPbkdf2(name, 'sha1', fields);
    case 'bcrypt':
    case 'bcrypt_sha256':
      return readBcrypt(name, text.slice(name.length + 1));
    case 'argon2':
      return readArgon2(text.slice(name.length));
    case 'scrypt':
      return readScrypt(fields);
    default:
      return 'unknown form';
  }
}

/** `pbkdf2_sha256$ITERATIONS$SALT$KEY` */
function readPbkdf2(name: string, digest: 'sha256' | 'sha1', fields: string[]): FormerHash | HashFault {
  const [rounds = '', salt = '', key = '', ...more] = fields;
  const iterations = readCount(rounds);
  if (more.length > 0 || iterations === undefined || !salt || !hasLength(key, none[digest]))
    return 'unknown form';
  if (iterations > mostIterations) return 'costs too much';
  return {
    work: { algorithm: 'pbkdf2', digest, iterations, salt, key },
    standIn: [name, iterations, nobodysSalt, none[digest]].join('$'),
  };
}

/** `bcrypt$$2b$COST$SALT_AND_KEY`; with `bcrypt_sha256` of the password's SHA-256 in hexadecimal. */
function readBcrypt(name: 'bcrypt' | 'bcrypt_sha256', encoded: string): FormerHash | HashFault {
  const [, version = '', digits = ''] = /^\$(2[aby])\$([0-9]{2})\$[./A-Za-z0-9]{53}$/.exec(encoded) ?? [];
  const cost = Number(digits);
  if (!version || cost < bcryptCosts.least) return 'unknown form';
  if (cost > bcryptCosts.most) return 'costs too much';
  return {
    work: { algorithm: 'bcrypt', isDigested: name === 'bcrypt_sha256', encoded },
    standIn: `${name}$$2b$${digits}$${'.'.repeat(53)}`,
  };
}

/** `argon2$argon2id$v=19$m=KIB,t=PASSES,p=LANES$SALT$KEY`; older Djangos have `argon2i`. */
function readArgon2(encoded: string): FormerHash | HashFault {
  const [, kind = '', m = '', t = '', p = '', salt = '', key = ''] =
    /^\$(argon2(?:id|i|d))\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$(.{11,})\$(.{16,})$/.exec(encoded) ?? [];
  if (![salt, key].every(isBareBase64)) return 'unknown form';
  const [memoryKiB, passes, lanes] = [m, t, p].map(readCount);
  if (!kind || memoryKiB === undefined || passes === undefined || lanes === undefined) return 'unknown form';
  if (memoryKiB < 8 * lanes || lanes > 255) return 'unknown form';
  const memory = memoryKiB * 1_024;
  if (memory > mostMemory || memory * passes > mostFilled) return 'costs too much';
  const parameters = `m=${memoryKiB},t=${passes},p=${lanes}`;
  return {
    work: { algorithm: 'argon2', encoded },
    standIn: `argon2$${kind}$v=19$${parameters}$${nobodysSalt}$${nobodysSalt}`,
  };
}

/** `scrypt$N$SALT$R$P$KEY` (RFC 7914's names). */
function readScrypt(fields: string[]): FormerHash | HashFault {
  const [n = '', salt = '', r = '', p = '', key = '', ...more] = fields;
  const [cost, blockSize, lanes] = [n, r, p].map(readCount);
  if (more.length > 0 || !salt || !hasLength(key, none.scrypt)) return 'unknown form';
  if (cost === undefined || blockSize === undefined || lanes === undefined) return 'unknown form';
  if (cost < 2 || !Number.isInteger(Math.log2(cost))) return 'unknown form';
  const memory = 128 * cost * blockSize;
  if (memory > mostMemory || memory * lanes > mostFilled) return 'costs too much';
  return {
    work: { algorithm: 'scrypt', cost, blockSize, lanes, salt, key },
    standIn: ['scrypt', cost, nobodysSalt, blockSize, lanes, none.scrypt].join('$'),
  };
}

/** A whole number from 1 on, of which it does not matter how large it is. */
function readCount(digits: string): number | undefined {
  return /^[1-9][0-9]{0,14}$/.test(digits) ? Number(digits) : undefined;
}

function keyOf(bytes: number): string {
  return Buffer.alloc(bytes).toString('base64');
}

function hasLength(key: string, other: string): boolean {
  return key.length === other.length && /^[A-Za-z0-9+/]+={0,2}$/.test(key);
}

/** Without padding, as PHC strings have it; another spelling of the same bytes would not be read. */
function isBareBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64').replace(/=+$/, '') === text;
}
