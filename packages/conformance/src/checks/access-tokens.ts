import { check, type Group } from '../check.ts';
import { expect, expectChallenge, expectProblem, expectStatus } from '../expect.ts';
import { encodePart, mint, readAccessToken } from '../tokens.ts';
import type { Stage } from '../stage/stage.ts';

const path = '/api/me/';

async function signedIn(stage: Stage) {
  const session = await stage.newSession();
  return { ...session, token: readAccessToken(session.accessToken, session.answer) };
}

async function expectRefused(stage: Stage, tokens: readonly string[]): Promise<void> {
  for (const token of tokens) expectChallenge(await stage.get(path, token), 'access_token_invalid');
}

/** Another character that a signature can hold. The last one of a signature holds unused bits, so take the first. */
const otherThan = (character: string | undefined): string => (character === 'A' ? 'B' : 'A');

export const accessTokens: Group = {
  id: 'access',
  title: 'Access tokens',
  checks: [
    check('access.header', 'the header names alg, kid and the type at+jwt', async (stage) => {
      const { token, answer } = await signedIn(stage);
      const { alg, kid, typ } = token.header;
      expect(
        ['HS256', 'ES256', 'EdDSA', 'RS256'].includes(String(alg)),
        `an alg of HS256, ES256, EdDSA or RS256, not ${String(alg)}`,
        answer,
      );
      expect(typeof kid === 'string' && kid.length > 0, 'a kid in the header of the access token', answer);
      expect(
        typ === 'at+jwt',
        `the typ at+jwt in the header of the access token, not ${String(typ)}`,
        answer,
      );
    }),
    check(
      'access.claims',
      'the claims are user_id, sub, iat, exp, jti, sid, token_type and iss',
      async (stage) => {
        const { token, answer, account } = await signedIn(stage);
        const { user_id, sub, iat, exp, jti, sid, token_type, iss } = token.claims;
        expect(
          user_id === account.id,
          `the claim user_id ${account.id}, not ${JSON.stringify(user_id)}`,
          answer,
        );
        expect(
          sub === String(account.id),
          `the claim sub "${account.id}", a text, not ${JSON.stringify(sub)}`,
          answer,
        );
        expect(
          Number.isInteger(iat) && Number.isInteger(exp),
          'the claims iat and exp in whole seconds',
          answer,
        );
        expect(
          token_type === 'access',
          `the claim token_type "access", not ${JSON.stringify(token_type)}`,
          answer,
        );
        for (const [name, value] of Object.entries({ jti, sid, iss })) {
          expect(typeof value === 'string' && value.length > 0, `the claim ${name}, a text`, answer);
        }
      },
    ),
    check('access.lifetime', 'exp is expires_in after iat', async (stage) => {
      const { token, answer } = await signedIn(stage);
      const lifetime = Number(token.claims['exp']) - Number(token.claims['iat']);
      expect(
        lifetime === answer.body['expires_in'],
        `an access token that lives for expires_in, not for ${lifetime} s`,
        answer,
      );
    }),
    check(
      'access.own-names',
      'every access token has a jti of its own; sid stays for a session and differs between two',
      async (stage) => {
        const first = await signedIn(stage);
        const other = await signedIn(stage);
        const answer = await stage.refresh(first.refreshToken);
        const next = readAccessToken(String(answer.body['access_token']), answer);
        const names = new Set([first.token, other.token, next].map(({ claims }) => claims['jti']));
        expect(names.size === 3, 'three different jti in three access tokens', answer);
        expect(
          next.claims['sid'] === first.token.claims['sid'],
          'the sid of before, after a refresh',
          answer,
        );
        expect(
          other.token.claims['sid'] !== first.token.claims['sid'],
          'another sid for another session',
          other.answer,
        );
      },
    ),
    check('access.scheme', 'the scheme is read without case', async (stage) => {
      const { accessToken } = await stage.newSession();
      for (const scheme of ['bearer', 'BEARER', 'Bearer']) {
        expectStatus(
          await stage.send('GET', path, { headers: { authorization: `${scheme} ${accessToken}` } }),
          200,
        );
      }
    }),
    check(
      'access.missing',
      'without a token the answer is access_token_missing, with a challenge that names no error',
      async (stage) => {
        for (const headers of [{}, { authorization: 'Basic dXNlcjpwYXNzd29yZA==' }]) {
          expectChallenge(await stage.send('GET', path, { headers }), 'access_token_missing');
        }
      },
    ),
    check(
      'access.broken',
      'what is no access token is refused as access_token_invalid, with error="invalid_token"',
      async (stage) => {
        const { refreshToken, token } = await signedIn(stage);
        const [header, payload] = token.parts;
        await expectRefused(stage, [
          'nonsense',
          '...',
          'a.b.c',
          refreshToken,
          `${header}.${payload}`,
          `${header}.${'A'.repeat(6_000)}.AAAA`,
        ]);
      },
    ),
    check(
      'access.tampered',
      'a token with another payload, another signature or none is refused',
      async (stage) => {
        const { token } = await signedIn(stage);
        const [header, payload, signature] = token.parts;
        const someoneElse = encodePart({
          ...token.claims,
          user_id: Number(token.claims['user_id']) + 1,
          sub: '1',
        });
        const longer = encodePart({ ...token.claims, exp: Number(token.claims['exp']) + 3_600 });
        await expectRefused(stage, [
          `${header}.${someoneElse}.${signature}`,
          `${header}.${longer}.${signature}`,
          `${header}.${payload}.${otherThan(signature[0])}${signature.slice(1)}`,
          `${header}.${payload}.`,
        ]);
      },
    ),
    check('access.alg-none', 'a token with alg none, in any case, is refused', async (stage) => {
      const { token } = await signedIn(stage);
      const [, payload, signature] = token.parts;
      const forged = ['none', 'None', 'NONE'].map(
        (alg) => `${encodePart({ ...token.header, alg })}.${payload}`,
      );
      await expectRefused(stage, [
        ...forged.map((text) => `${text}.`),
        ...forged.map((text) => `${text}.${signature}`),
      ]);
    }),
    check(
      'access.other-alg',
      'a token that names another algorithm or brings its own key is refused',
      async (stage) => {
        const { token } = await signedIn(stage);
        const { header, claims } = token;
        const algorithms = ['HS256', 'HS384', 'HS512', 'ES256', 'EdDSA', 'RS256'].filter(
          (alg) => alg !== header['alg'],
        );
        const [, payload, signature] = token.parts;
        const jwk = { kty: 'oct', k: Buffer.from('a key of my own').toString('base64url') };
        await expectRefused(stage, [
          ...algorithms.map((alg) => `${encodePart({ ...header, alg })}.${payload}.${signature}`),
          mint({ ...header, alg: 'HS256' }, claims, 'some other secret of more than 32 bytes'),
          mint({ ...header, alg: 'HS256' }, claims, ''),
          mint({ ...header, alg: 'HS256', jwk }, claims, 'a key of my own'),
        ]);
      },
    ),
    check(
      'access.expires',
      'after expires_in the token is refused as access_token_expired',
      async (stage) => {
        const { accessToken, answer } = await stage.newSession();
        const lifetime = Number(answer.body['expires_in']);
        expectStatus(await stage.get(path, accessToken), 200, 'the token is good at first');
        // A second for the rounding of exp, and half of one for a clock that lags.
        await stage.wait(lifetime + 1.5);
        expectChallenge(await stage.get(path, accessToken), 'access_token_expired');
      },
      'time',
    ),
    check(
      'access.claims-checked',
      'a token that is signed well but lacks exp, or is for others, is refused',
      async (stage) => {
        const { token } = await signedIn(stage);
        const { header, claims } = token;
        const sign = (h: object, c: object): string => mint(h, c, stage.secret);
        expectStatus(
          await stage.get(path, sign(header, claims)),
          200,
          'the secret that was given signs tokens of this server',
        );
        await expectRefused(stage, [
          sign(header, { ...claims, exp: undefined }),
          sign(header, { ...claims, iss: 'https://evil.example' }),
          sign(header, { ...claims, token_type: 'refresh' }),
          sign({ ...header, alg: 'HS512' }, claims),
          sign({ ...header, alg: 'none' }, claims),
        ]);
        expectChallenge(await stage.get(path, sign(header, { ...claims, exp: 1 })), 'access_token_expired');
      },
      'secret',
    ),
    check(
      'access.minted',
      'a token that was minted with the shared secret and has no session changes nothing',
      async (stage) => {
        const { token } = await signedIn(stage);
        const minted = mint(token.header, { ...token.claims, sid: 'made-up-session' }, stage.secret);
        expectStatus(await stage.get(path, minted), 200, 'the token itself is a good one');
        expectProblem(
          await stage.call(minted, 'PUT', path, { username: 'minted' }),
          401,
          'access_token_invalid',
        );
        expectProblem(await stage.get('/api/me/sessions/', minted), 401, 'access_token_invalid');
      },
      'secret',
    ),
  ],
};
