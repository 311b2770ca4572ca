import { createHash } from 'node:crypto';

/** A UUID as it is always written here: Django's SQLite has it without hyphens, clients send it in any case. */
export function canonicalUuid(text: string): string | undefined {
  const hex = text.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex)) return undefined;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** By which a token is found. It has 122 random bits: a plain hash keeps it from whoever reads the database. */
export function digestOfToken(canonical: string): string {
  return digest(`token ${canonical}`);
}

/** The same for the id (`jti`) of a signed token, which its signature keeps from being of use. */
export function digestOfId(id: string): string {
  return digest(`jti ${id}`);
}

/** What tokens of newer versions of SimpleJWT carry of the password (`hash_password`), as it is kept here. */
export function digestOfPasswordClaim(claim: string): string {
  return digest(`password ${claim}`);
}

/** SimpleJWT's `hash_password`: the MD5 of the stored hash, which Django's password check never sees. */
export function passwordClaimOf(storedHash: string): string {
  return createHash('md5').update(storedHash).digest('hex').toUpperCase();
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
