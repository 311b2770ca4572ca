import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { SecretKey } from '../installation/index.ts';

/*
 * A refresh token is a UUID of version 4 shape that says where its session is and proves itself:
 *
 *   ssssssss-ssss-4sgg-vgpp-pppppppppppp
 *
 *   s  the selector, 52 random bits: the primary key of the session's row
 *   g  the low 14 bits of the generation (two of them beside the variant bits, in v)
 *   p  the proof, 56 bits: an HMAC-SHA-256, truncated, over the selector and the whole generation
 *
 * The database holds nothing that helps to make one. To a stranger selector and proof are 108 bits, and no answer
 * tells which of the two was wrong.
 */

const generationSpan = 2 ** 14;
/** How far the row may be behind the token: what the database can have lost in a crash. */
export const catchUpLimit = generationSpan / 2 - 1;
/** 56 bits in hexadecimal digits. */
const proofDigits = 14;
const proofPurpose = 'refresh token';
const anyUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What a token says before anything of it is proven. */
export interface RefreshToken {
  readonly selector: number;
  /** The generation modulo 2 ** 14. */
  readonly generationBits: number;
  /** Hexadecimal digits, in lower case. */
  readonly proof: string;
}

/** Selectors are below this. */
export const selectorSpan = 2 ** 52;

/** 52 random bits: a number that JavaScript holds exactly. */
export function randomSelector(): number {
  const bytes = randomBytes(7);
  return bytes.readUIntBE(0, 6) * 16 + ((bytes[6] ?? 0) & 15);
}

/** Whether the text has the form of a UUID (RFC 9562) of any version, in any case. */
export function isUuid(text: string): boolean {
  return anyUuid.test(text);
}

/** The token of one generation of a session. It is derived, so everybody who asks for it gets the same one. */
export function formatRefreshToken(selector: number, generation: number, key: ProofKey): string {
  const bits = generation % generationSpan;
  const s = selector.toString(16).padStart(13, '0');
  const gg = (bits >> 6).toString(16).padStart(2, '0');
  const v = (8 | ((bits >> 4) & 3)).toString(16);
  const g = (bits & 15).toString(16);
  const p = proofOf(selector, generation, key);
  return `${s.slice(0, 8)}-${s.slice(8, 12)}-4${s.slice(12)}${gg}-${v}${g}${p.slice(0, 2)}-${p.slice(2)}`;
}

/** Takes a token apart; undefined where its form shows that it is none of ours: no UUID, another version or variant. */
export function parseRefreshToken(text: string): RefreshToken | undefined {
  if (!isUuid(text)) return undefined;
  const uuid = text.toLowerCase();
  const variant = parseInt(uuid.charAt(19), 16);
  if (uuid.charAt(14) !== '4' || variant >> 2 !== 2) return undefined;
  const high = parseInt(uuid.slice(16, 18), 16);
  return {
    selector: parseInt(uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.charAt(15), 16),
    generationBits: (high << 6) | ((variant & 3) << 4) | parseInt(uuid.charAt(20), 16),
    proof: uuid.slice(21, 23) + uuid.slice(24),
  };
}

/** A secret key as far as proofs are concerned. */
export type ProofKey = Pick<SecretKey, 'id' | 'mac'>;

/**
 * Which generation of the session a token is, and which key it was derived from. The generation is found among the
 * few that share its low bits: from 0 to a little above the stored one. Undefined: the token was never this session's.
 */
export function proveToken(
  token: RefreshToken,
  stored: number,
  keys: readonly ProofKey[],
): { generation: number; keyId: number } | undefined {
  for (const generation of candidateGenerations(token.generationBits, stored)) {
    for (const key of keys) {
      if (areEqual(token.proof, proofOf(token.selector, generation, key)))
        return { generation, keyId: key.id };
    }
  }
  return undefined;
}

/** Nearest first: an honest token is nearly always the stored generation or the one before. */
function* candidateGenerations(bits: number, stored: number): Generator<number> {
  const newest = stored + catchUpLimit;
  // A young session has not come to these bits yet (and the remainder of a negative number is negative).
  if (bits > newest) return;
  const first = newest - ((newest - bits) % generationSpan);
  for (let generation = first; generation >= 0; generation -= generationSpan) yield generation;
}

/** Used anew for every proof. */
const message = Buffer.alloc(16);

/** Selector and generation stand in fixed places: no two pairs give the same bytes. */
function proofOf(selector: number, generation: number, key: ProofKey): string {
  message.writeUInt32BE(Math.floor(selector / 2 ** 32), 0);
  message.writeUInt32BE(selector % 2 ** 32, 4);
  message.writeUIntBE(generation, 10, 6);
  return key.mac(proofPurpose)(message, 'hex').slice(0, proofDigits);
}

const one = Buffer.alloc(proofDigits);
const other = Buffer.alloc(proofDigits);

/** Whether two proofs are equal; how long that takes does not tell how far they are. */
function areEqual(proof: string, expected: string): boolean {
  one.write(proof, 'latin1');
  other.write(expected, 'latin1');
  return timingSafeEqual(one, other);
}
