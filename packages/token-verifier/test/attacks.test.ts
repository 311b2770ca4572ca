import { describe, expect, test } from 'vitest';
import { createVerifier } from '../src/index.ts';
import {
  createIssuer,
  hmac,
  issuerUrl,
  sharedSecret,
  signed,
  validClaims,
  type Issuer,
  type Json,
} from './support/issuer.ts';
import { startKeyServer } from './support/key-server.ts';
import { refusal } from './support/refusal.ts';

const honest = createIssuer('ES256');
const rsa = createIssuer('RS256');
const thief = createIssuer('ES256');
const verifier = createVerifier({ issuer: issuerUrl, key: honest.jwk });
const rsaVerifier = createVerifier({ issuer: issuerUrl, key: rsa.jwk });
const secretVerifier = createVerifier({ issuer: issuerUrl, key: sharedSecret });
const secretHolder = createIssuer('HS256');

function header(more: Json): Json {
  return { alg: 'ES256', typ: 'at+jwt', kid: 'key-1', ...more };
}

describe('a signature is never left out', () => {
  test.each(['none', 'None', 'NONE', 'nOnE', '', null, undefined, 0, ['ES256'], { alg: 'ES256' }])(
    'alg %j',
    async (alg) => {
      for (const signature of ['', 'AAAA']) {
        const token = signed(header({ alg }), validClaims(), () => signature);
        for (const each of [verifier, secretVerifier]) {
          expect(await refusal(each, token)).toBe(signature === '' ? 'malformed' : 'wrong_algorithm');
        }
      }
    },
  );

  test('a token without its last part, or with more of them', async () => {
    const token = honest.token();
    const [head, payload, signature] = token.split('.');
    for (const broken of [
      `${head}.${payload}`,
      `${head}.${payload}.`,
      `${token}.`,
      `${token}.${signature}`,
      `.${payload}.${signature}`,
      `${head}..${signature}`,
    ]) {
      expect(await refusal(verifier, broken)).toBe('malformed');
    }
  });

  test('the signature of another token', async () => {
    const [head, payload] = honest.token({ claims: { user_id: 8, sub: '8' } }).split('.');
    const signature = honest.token().split('.')[2];
    expect(await refusal(verifier, `${head}.${payload}.${signature}`)).toBe('bad_signature');
  });

  test('zeros, which some libraries took for a signature on any text', async () => {
    const token = signed(header({}), validClaims(), () => Buffer.alloc(64));
    expect(await refusal(verifier, token)).toBe('bad_signature');
  });
});

describe('a public key is never the secret of an HMAC', () => {
  const secretsOf = ({ jwk, publicPem }: Issuer): (string | Buffer)[] => [
    publicPem,
    publicPem.trim(),
    Buffer.from(publicPem.split('\n').slice(1, -2).join(''), 'base64'),
    JSON.stringify(jwk),
    JSON.stringify({ keys: [jwk] }),
    Buffer.from(String(jwk.n ?? jwk.x), 'base64url'),
    '',
  ];

  test.each([
    ['of ES256', honest],
    ['of RS256', rsa],
  ] as const)('a given key %s', async (_name, issuer) => {
    const trusting = createVerifier({ issuer: issuerUrl, key: issuer.jwk });
    for (const secret of secretsOf(issuer)) {
      const token = signed(header({ alg: 'HS256' }), validClaims(), hmac(secret));
      expect(await refusal(trusting, token)).toBe('wrong_algorithm');
    }
  });

  test('a fetched key', async () => {
    const server = await startKeyServer();
    server.publish([rsa.jwk]);
    const fetching = createVerifier({ issuer: issuerUrl, jwksUrl: server.url });
    expect(await refusal(fetching, rsa.token())).toBe('accepted');
    for (const secret of secretsOf(rsa)) {
      const token = signed(header({ alg: 'HS256' }), validClaims(), hmac(secret));
      expect(await refusal(fetching, token)).toBe('wrong_algorithm');
    }
  });

  test('a secret that is published', async () => {
    const server = await startKeyServer();
    const k = Buffer.from(sharedSecret).toString('base64url');
    server.publish([{ kty: 'oct', k, kid: 'key-1', alg: 'HS256', use: 'sig' }]);
    const fetching = createVerifier({ issuer: issuerUrl, jwksUrl: server.url });
    expect(await refusal(fetching, secretHolder.token())).toBe('unknown_key');
  });
});

describe('a key has one algorithm', () => {
  test.each(['RS384', 'RS512', 'PS256', 'ES256', 'HS256', 'EdDSA', 'Ed25519', 'RSA-OAEP', 'dir'])(
    'an RS256 key is not used for %s',
    async (alg) => {
      expect(await refusal(rsaVerifier, rsa.token({ header: { alg } }))).toBe('wrong_algorithm');
    },
  );

  test('a published key that claims an algorithm of another type is not used at all', async () => {
    const server = await startKeyServer();
    server.publish([
      { ...rsa.jwk, alg: 'HS256' },
      { ...honest.jwk, alg: 'RS256', kid: 'key-2' },
    ]);
    const fetching = createVerifier({ issuer: issuerUrl, jwksUrl: server.url });
    expect(await refusal(fetching, rsa.token())).toBe('unknown_key');
    expect(await refusal(fetching, honest.token({ header: { kid: 'key-2' } }))).toBe('unknown_key');
  });
});

describe('a header leads to no key but those that are trusted', () => {
  test.each([
    ['jwk', { jwk: thief.jwk }],
    ['jku', { jku: 'https://evil.example.com/jwks.json' }],
    ['x5u', { x5u: 'https://evil.example.com/cert.pem' }],
    ['x5c', { x5c: ['MIIB'] }],
    ['x5t', { x5t: 'AAAA' }],
    [
      'all of them',
      { jwk: thief.jwk, jku: 'https://evil.example.com', x5u: 'file:///etc/passwd', x5c: [''] },
    ],
  ])('%s', async (_name, more) => {
    const requested: string[] = [];
    const watching = createVerifier({
      issuer: issuerUrl,
      jwksUrl: 'https://auth.example.com/keys',
      fetch: (url) => {
        requested.push(url);
        return Promise.resolve(Response.json({ keys: [honest.jwk] }));
      },
    });
    expect(await refusal(watching, thief.token({ header: more }))).toBe('bad_signature');
    expect(await refusal(watching, thief.token({ header: { ...more, kid: 'evil' } }))).toBe('unknown_key');
    expect(requested).toEqual(['https://auth.example.com/keys']);
  });

  test.each([
    '../../../../dev/null',
    '/dev/null',
    "' OR 1=1 --",
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'https://evil.example.com/key',
    'key-1\0',
    'KEY-1',
    ' key-1',
    '',
    'x'.repeat(4_000),
  ])('kid %j', async (kid) => {
    for (const issuer of [honest, thief]) {
      expect(await refusal(verifier, issuer.token({ header: { kid } }))).toBe('unknown_key');
    }
    // Signed with what a file that is empty, or not there, would give.
    const empty = signed({ alg: 'HS256', typ: 'at+jwt', kid }, validClaims(), hmac(''));
    expect(await refusal(secretVerifier, empty)).toBe('bad_signature');
  });

  test.each([0, 1, true, null, ['key-1'], { kid: 'key-1' }])('kid %j, which is no text', async (kid) => {
    expect(await refusal(verifier, honest.token({ header: { kid } }))).toBe('malformed');
  });

  test('crit: what must be understood is not', async () => {
    for (const crit of [['exp'], ['b64'], [], 'exp', null]) {
      expect(await refusal(verifier, honest.token({ header: { crit, b64: true } }))).toBe('malformed');
    }
  });

  test('b64: a payload is never taken as it stands', async () => {
    expect(await refusal(verifier, honest.token({ header: { b64: false } }))).not.toBe('bad_signature');
    const text = JSON.stringify(validClaims());
    const head = Buffer.from(JSON.stringify(header({ alg: 'HS256', b64: false }))).toString('base64url');
    const raw = `${head}.${text}.${hmac(sharedSecret)(`${head}.${text}`).toString('base64url')}`;
    expect(await refusal(secretVerifier, raw)).toBe('malformed');
  });
});
