import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { check, type Group } from '../check.ts';
import { expect, expectStatus } from '../expect.ts';
import { membersOf } from '../http/answer.ts';
import { readAccessToken } from '../tokens.ts';

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];
const paths = ['/api/register/', '/api/login/', '/api/refresh/', '/api/logout/', '/api/me/'];

export const discovery: Group = {
  id: 'discovery',
  title: 'Discovery',
  checks: [
    check(
      'discovery.keys',
      '/.well-known/jwks.json has the public key that verifies the access tokens, and with HS256 none',
      async (stage) => {
        const { accessToken, answer: login } = await stage.newSession();
        const { header, parts } = readAccessToken(accessToken, login);
        const answer = expectStatus(await stage.get('/.well-known/jwks.json'), 200);
        const { keys } = answer.body;
        expect(Array.isArray(keys), '{"keys": […]}', answer);
        const published = keys.map(membersOf);
        const isPublic = published.every(
          (key) => !privateMembers.some((member) => Object.hasOwn(key, member)),
        );
        expect(isPublic, 'nothing secret in the published keys', answer);
        if (header['alg'] === 'HS256') {
          expect(published.length === 0, 'no keys: with HS256 there is no public one', answer);
          return;
        }
        const jwk = published.find(({ kid }) => kid === header['kid']);
        expect(jwk !== undefined, `a key with the kid ${String(header['kid'])} of the access token`, answer);
        const [head, payload, signature] = parts;
        // What a JWK has is read by Node, which refuses what is none.
        const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
        const isValid = verify(
          header['alg'] === 'EdDSA' ? null : 'sha256',
          Buffer.from(`${head}.${payload}`),
          header['alg'] === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : key,
          Buffer.from(signature, 'base64url'),
        );
        expect(isValid, 'a key that verifies the access token', answer);
      },
    ),
    check('discovery.openapi', '/openapi.json describes the five endpoints in OpenAPI 3', async (stage) => {
      const answer = expectStatus(await stage.get('/openapi.json'), 200);
      const version = answer.body['openapi'];
      expect(typeof version === 'string' && version.startsWith('3.'), 'a document of OpenAPI 3', answer);
      const described = Object.keys(membersOf(answer.body['paths']));
      const missing = paths.filter(
        (path) => !described.some((one) => `${one.replace(/\/$/, '')}/`.endsWith(path)),
      );
      expect(missing.length === 0, `a description of ${missing.join(', ')}`, answer);
    }),
    check('discovery.root', 'the root of the API answers', async (stage) => {
      expectStatus(await stage.get('/api/'), 200);
    }),
    check(
      'discovery.health',
      '/health/live and /health/ready tell that the server lives and can serve',
      async (stage) => {
        for (const path of ['/health/live', '/health/ready']) expectStatus(await stage.get(path), 200);
      },
    ),
  ],
};
