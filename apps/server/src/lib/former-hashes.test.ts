import { describe, expect, test } from 'vitest';
import { noPassword, readFormerHash } from './former-hashes.ts';
import { createPasswordHasher } from './password-hashing.ts';

const hasher = createPasswordHasher({ memoryKiB: 8, passes: 1, lanes: 1 });
const password = 'pässwörd 🔑 of Ada';
const long = 'é'.repeat(60);

/** Made by the hashers of Django 3.2, with low costs; scrypt's are of Django 4.0's test suite and of its formula. */
const hashes: readonly (readonly [form: string, password: string, hash: string])[] = [
  ['pbkdf2_sha256', password, 'pbkdf2_sha256$1000$yC6L24t0dbqI$HcLYYIp2GVaQMYPEaBGZfMGHr+gdbk+RVXjvH62sJrQ='],
  ['pbkdf2_sha1', password, 'pbkdf2_sha1$1000$yC6L24t0dbqI$JiqqGu058PflPTJ3rAGCAQvCwLM='],
  ['bcrypt', password, 'bcrypt$$2b$04$DmSBkEUB3uFUr5Zn4BreAOZhKNd7dM9Dy3VvbE8G5KldfLgQw3rKq'],
  [
    'bcrypt of more than 72 bytes',
    long,
    'bcrypt$$2b$04$nG7eFhWn.AV6pG/p4yVy0u6gEzHcTZxtqfK8LuleVUs4rRIhFFTIa',
  ],
  ['bcrypt_sha256', password, 'bcrypt_sha256$$2b$04$BYGQZCN0GP42dCMLG1arHOLytKBYwCbgYpvHcMvfQ9iEe7pubAW0W'],
  [
    'bcrypt_sha256 of more than 72 bytes',
    long,
    'bcrypt_sha256$$2b$04$5wPVU8vdYg43RPv1ERtVsODSw/Nu9VMQBr.w7Rop9j7njGhgS5FZu',
  ],
  [
    'argon2id',
    password,
    'argon2$argon2id$v=19$m=512,t=2,p=2$RUZ6ampwQk12aTU3RmlXOUVUWm5POA$91WC7IztZuKEjrcHyYHMZg',
  ],
  ['argon2i', password, 'argon2$argon2i$v=19$m=512,t=2,p=2$c29tZXNhbHRzb21lc2FsdA$iPKfFoi+FXqzsD3KHbMmww'],
  [
    'scrypt',
    'lètmein',
    'scrypt$16384$seasalt$8$1$Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NYafTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw==',
  ],
  [
    'scrypt with several lanes',
    password,
    'scrypt$16$salt$8$5$6uswT6I4s7Wv+TSV8dUBng2+w5JedZHcg8gQIyfRAFIBPb+KxQb/UXO/l//SlKyMVplbs3/m2UL3z/XYaIpkkQ==',
  ],
];

/** What differs from hash to hash at the same cost. */
const varying = { salt: '', key: '', encoded: '' };

describe.each(hashes)("a hash of Django's, %s,", (_form, right, hash) => {
  test('lets its password in and no other, and is to be renewed', async () => {
    expect(await hasher.verify(right, hash)).toBe(true);
    expect(await hasher.verify(`${right.slice(0, 8)}!`, hash)).toBe(false);
    expect(await hasher.verify('', hash)).toBe(false);
    expect(hasher.isOutdated(hash)).toBe(true);
  });

  test('has a stand-in of the same form and cost, which lets nobody in', async () => {
    const read = readFormerHash(hash);
    if (typeof read === 'string') throw new Error(read);
    const { standIn, work } = read;
    const again = readFormerHash(standIn);
    if (typeof again === 'string') throw new Error(again);
    expect(again.standIn).toBe(standIn);
    expect({ ...again.work, ...varying }).toEqual({ ...work, ...varying });
    expect(await hasher.verify(right, standIn)).toBe(false);
    expect(await hasher.verify(right, undefined, undefined, standIn)).toBe(false);
    // Not even where the stand-in is the right one.
    expect(await hasher.verify(right, undefined, undefined, hash)).toBe(false);
  });
});

const key32 = Buffer.alloc(32).toString('base64');
const key64 = Buffer.alloc(64).toString('base64');
const bare = 'A'.repeat(22);

test.each([
  ['Django 3.2 and newer', `pbkdf2_sha256$1500000$salt$${key32}`],
  ['Django 3.2 and newer', `argon2$argon2id$v=19$m=102400,t=2,p=8$${bare}$${bare}`],
  ['Django 5.1 and newer', `scrypt$16384$salt$8$5$${key64}`],
  ['any Django', `bcrypt_sha256$$2b$12$${'a'.repeat(53)}`],
])('what %s makes by default is read: %s', (_version, hash) => {
  expect(readFormerHash(hash)).toMatchObject({ standIn: expect.any(String) as string });
});

test.each([
  ...['pbkdf2_sha256$10000001', 'pbkdf2_sha256$1000000000', 'pbkdf2_sha256$999999999999999'].map(
    (start) => `${start}$salt$${key32}`,
  ),
  `bcrypt$$2b$17$${'a'.repeat(53)}`,
  `bcrypt_sha256$$2b$31$${'a'.repeat(53)}`,
  `argon2$argon2id$v=19$m=8388608,t=1,p=1$${bare}$${bare}`,
  `argon2$argon2id$v=19$m=102400,t=1000,p=8$${bare}$${bare}`,
  `scrypt$8388608$salt$8$1$${key64}`,
  `scrypt$16384$salt$8$100000$${key64}`,
  `scrypt$1048576$salt$8$1$${key64}`,
])('a hash that would take a server too long or too much memory is refused: %s', async (hash) => {
  expect(readFormerHash(hash)).toBe('costs too much');
  // Should one be in the database all the same, nobody is kept waiting by it.
  expect(await hasher.verify('any', hash)).toBe(false);
});

test.each([
  '',
  noPassword,
  '!RuwJsWw22PQU0MGSfdjCaFcaEnrEq1PpcDlrDEGC',
  'plain text',
  '5f4dcc3b5aa765d61d8327deb882cf99',
  'md5$salt$5f4dcc3b5aa765d61d8327deb882cf99',
  'sha1$salt$5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8',
  `pbkdf2_sha512$1000$salt$${key64}`,
  `pbkdf2_sha256$0$salt$${key32}`,
  `pbkdf2_sha256$-5$salt$${key32}`,
  `pbkdf2_sha256$1e3$salt$${key32}`,
  `pbkdf2_sha256$1000$$${key32}`,
  `pbkdf2_sha256$1000$salt$${key32}$`,
  'pbkdf2_sha256$1000$salt$tooshort',
  `pbkdf2_sha256$1000$salt$${'*'.repeat(44)}`,
  `pbkdf2_sha256$1000$${'s'.repeat(1_000)}$${key32}`,
  `bcrypt$$2b$03$${'a'.repeat(53)}`,
  `bcrypt$$2z$12$${'a'.repeat(53)}`,
  `bcrypt$$2b$12$${'a'.repeat(52)}`,
  `argon2$argon2id$v=16$m=102400,t=2,p=8$${bare}$${bare}`,
  `argon2$argon2id$v=19$m=8,t=2,p=8$${bare}$${bare}`,
  `argon2$argon2id$v=19$m=102400,t=2,p=8$${'B'.repeat(21)}$${bare}`,
  `scrypt$16383$salt$8$1$${key64}`,
  `scrypt$16384$salt$0$1$${key64}`,
  `scrypt$16384$salt$8$1$${key32}`,
  'constructor$1$2$3',
  '\0'.repeat(400),
])('what is no hash of a known form lets nobody in, and does no harm: %j', async (hash) => {
  expect(readFormerHash(hash)).toBe('unknown form');
  expect(await hasher.verify('any', hash)).toBe(false);
  expect(await hasher.verify(hash, hash)).toBe(false);
});
