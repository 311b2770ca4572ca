import { generateKeyPairSync, sign } from 'node:crypto';
import { cpus } from 'node:os';
import { createLocalJWKSet, jwtVerify, type JWK } from 'jose';
import { createVerifier } from '../src/index.ts';

// How fast tokens are verified, beside jose alone with the same key and the same checks. Prints the table of the README.
// Ends with 1 where more than what is promised goes to our own part.

const issuer = 'https://auth.example.com';
const rounds = 40;
const tokensInRound = 250;
const promisedShare = 0.6;

type Check = (token: string) => Promise<unknown>;

const kinds = [
  { algorithm: 'EdDSA', pair: generateKeyPairSync('ed25519'), digest: null },
  { algorithm: 'ES256', pair: generateKeyPairSync('ec', { namedCurve: 'P-256' }), digest: 'sha256' },
  { algorithm: 'RS256', pair: generateKeyPairSync('rsa', { modulusLength: 2_048 }), digest: 'sha256' },
] as const;

console.log(`Node ${process.version}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}\n`);
console.log("| algorithm | tokens per second | times jose's speed |\n|---|---:|---:|");
for (const { algorithm, pair, digest } of kinds) {
  // Node's type for the same leaves `kty` open; an exported key has it.
  const jwk = { ...(pair.publicKey.export({ format: 'jwk' }) as JWK), kid: 'key', alg: algorithm };
  const token = signedToken(algorithm, (input) =>
    sign(digest, Buffer.from(input), { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }),
  );
  const verifier = createVerifier({ issuer, key: jwk });
  const keys = createLocalJWKSet({ keys: [jwk] });
  const bare: Check = (text) => jwtVerify(text, keys, { issuer, algorithms: [algorithm], typ: 'at+jwt' });
  const { ratio, perSecond } = await compare((text) => verifier.verify(text), bare, token);
  console.log(`| ${algorithm} | ${Math.round(perSecond).toLocaleString('en')} | ${ratio.toFixed(2)} |`);
  if (ratio >= promisedShare) continue;
  console.error(`${ratio.toFixed(2)} times jose's speed here; ${promisedShare} was promised`);
  process.exitCode = 1;
}

/** Both take turns in short rounds, so that what else the machine does meets both. The medians of all rounds. */
async function compare(
  ours: Check,
  bare: Check,
  token: string,
): Promise<{ ratio: number; perSecond: number }> {
  const ratios: number[] = [];
  const times: number[] = [];
  for (let round = -5; round < rounds; round++) {
    const first = round % 2 === 0;
    const one = await time(first ? ours : bare, token);
    const other = await time(first ? bare : ours, token);
    const [own, jose] = first ? [one, other] : [other, one];
    if (round < 0) continue;
    ratios.push(jose / own);
    times.push(own);
  }
  return { ratio: median(ratios), perSecond: (tokensInRound * 1_000) / median(times) };
}

/** One after the other, as in a process that has one request at a time. In milliseconds. */
async function time(check: Check, token: string): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < tokensInRound; i++) await check(token);
  return performance.now() - start;
}

function signedToken(alg: string, signature: (input: string) => Buffer): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const iat = Math.floor(Date.now() / 1_000);
  const account = { user_id: 7, sub: '7', sid: 'a-session-id-016', jti: 'a-name', token_type: 'access' };
  const input = `${encode({ alg, typ: 'at+jwt', kid: 'key' })}.${encode({ ...account, iss: issuer, iat, exp: iat + 3_600 })}`;
  return `${input}.${signature(input).toString('base64url')}`;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
