import { domainToASCII } from 'node:url';

/** RFC 5321 sets 64 octets for the local part; 254 is what fits into a mail command. */
const longestLocalPart = 64;
const longestAddress = 254;

const atom = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
const label = String.raw`[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?`;
const pattern = new RegExp(
  String.raw`^(${atom}(?:\.${atom})*)@((?:${label}\.)+(?![\p{N}]+$)${label}|localhost)$`,
  'iu',
);

export interface EmailAddress {
  /** As typed, trimmed. */
  readonly email: string;
  /** What addresses are compared by. */
  readonly normalized: string;
}

/** Reads an e-mail address (RFC 5321 and 6531, without quoted local parts and address literals). */
export function parseEmail(text: string): EmailAddress | undefined {
  const email = text.trim();
  const [, local = '', domain = ''] = pattern.exec(email) ?? [];
  if (!local || local.length > longestLocalPart || email.length > longestAddress) return undefined;
  const asciiDomain = domainToASCII(domain);
  return asciiDomain ? { email, normalized: `${fold(local)}@${fold(asciiDomain)}` } : undefined;
}

/** What is wrong with a text as an address; undefined: nothing. */
export function emailFault(text: string): string | undefined {
  return parseEmail(text) ? undefined : 'Must be an e-mail address like user@example.com.';
}

/** The one place where two spellings become one: case and compatibility forms make no difference in either part. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
