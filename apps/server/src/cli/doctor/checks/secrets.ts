import { warning, type Check } from '../finding.ts';

/** Whoever guesses SECRET_KEY forges refresh tokens; whoever guesses JWT_SIGNING_KEY is anybody. */
export const secrets: Check = {
  name: 'secrets',
  examine({ config: { secretKey, secretKeyFallbacks, jwtSigningKey } }) {
    const given = [
      ['SECRET_KEY', secretKey],
      ...secretKeyFallbacks.map((key) => ['SECRET_KEY_FALLBACKS', key] as const),
      ['JWT_SIGNING_KEY', jwtSigningKey],
    ] as const;
    const findings = given.flatMap(([name, key]) => {
      const weakness = key === undefined ? undefined : weaknessOf(key);
      if (weakness === undefined) return [];
      const advice =
        name === 'JWT_SIGNING_KEY'
          ? 'Make one with: openssl rand -base64 48, and give it to the services that verify tokens.'
          : 'Make one with: openssl rand -base64 32. Keep this one in SECRET_KEY_FALLBACKS meanwhile, so that nobody is logged out.';
      return [warning('weak_secret', `${name} ${weakness}.`, advice)];
    });
    return { well: 'none that was given looks weak', findings };
  },
};

const fewestCharacters = 32;
const fewestDifferent = 12;
const words = /secret|passw|change.?me|example|latchkey|test|qwert|12345|abcde/i;

/** Why a key may be guessed; nothing of the key is in it. A random one of 32 bytes has none of this. */
export function weaknessOf(key: string): string | undefined {
  if (key.length < fewestCharacters) return `has fewer than ${fewestCharacters} characters`;
  if (new Set(key).size < fewestDifferent) return 'repeats a few characters';
  return words.test(key) ? 'holds a word and does not look random' : undefined;
}
