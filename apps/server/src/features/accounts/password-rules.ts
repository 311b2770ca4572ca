import type { Settings } from '../settings/index.ts';

const longestBytes = 1_024;

/**
 * Checks a new password (NIST SP 800-63B: length and a list of common ones, no rules of composition).
 *
 * @returns what is wrong with it; undefined: nothing.
 */
export async function newPasswordFault(password: string, settings: Settings): Promise<string | undefined> {
  const shortest = settings.get('PASSWORD_MIN_LENGTH');
  // By code points: a character outside the basic plane is one.
  if (Array.from(password).length < shortest) return `Must have at least ${shortest} characters.`;
  const fault = givenPasswordFault(password);
  if (fault !== undefined) return fault;
  if (settings.get('PASSWORD_BLOCK_COMMON') && (await isCommon(password))) {
    return 'Is one of the most common passwords. Choose another one.';
  }
  return undefined;
}

/** What is wrong with a text that is to be compared with a password, whatever the rules for new ones are. */
export function givenPasswordFault(password: string): string | undefined {
  return Buffer.byteLength(password) > longestBytes ? `Must have at most ${longestBytes} bytes.` : undefined;
}

let commonPasswords: Promise<ReadonlySet<string>> | undefined;

async function isCommon(password: string): Promise<boolean> {
  commonPasswords ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary.passwords.map(String)),
  );
  return (await commonPasswords).has(password.toLowerCase());
}
