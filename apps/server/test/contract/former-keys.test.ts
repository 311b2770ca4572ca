import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { passwordClaimOf } from '../../src/features/former-tokens/digests.ts';
import {
  countFormerKeysSealedUnder,
  endWindowsSealedUnder,
  readFormerKey,
  sealFormerKeysAnew,
} from '../../src/features/former-tokens/index.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { look } from '../support/django/django.ts';
import { insertAccount, liveSessions, startMoved } from '../support/django/moving.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';
import { encodeToken } from '../support/tokens.ts';

onEveryDatabase('a token that somebody makes with the former key', (kind) => {
  test('is good for the accounts that came from there alone', async () => {
    const { app, mint } = await startMoved(kind);
    const id = 100;
    await insertAccount(app, id, 'later@example.com');
    await insertAccount(app, 6, 'stranger@example.com');
    for (const user_id of [
      id,
      3,
      4,
      5,
      6,
      999,
      0,
      -1,
      1.5,
      '1.0',
      '01',
      ' 1',
      null,
      true,
      [1],
      '9'.repeat(20),
    ])
      expectProblem(await app.refresh(mint({ user_id })), 401, 'refresh_token_unknown');
    expect((await app.refresh(mint({ user_id: '1' }))).status, 'text, as newer versions write it').toBe(200);
    expect((await liveSessions(app)).map(({ account_id }) => account_id)).toEqual([1]);
  });

  test('is refused unless it is what SimpleJWT makes', async () => {
    const { app, source, mint } = await startMoved(kind);
    const now = Math.floor(app.clock.now() / 1_000);
    const wrong: Record<string, string> = {
      'another key': mint({}, {}, 'x'.repeat(40)),
      'another algorithm': mint({}, { alg: 'HS512' }),
      'no algorithm': `${encodeToken({ alg: 'none' })}.${mint().split('.')[1] ?? ''}.AA`,
      'a critical header': mint({}, { crit: ['b64'], b64: true }),
      'no kind': mint({ token_type: undefined }),
      'an access token': mint({ token_type: 'access' }),
      'no id': mint({ jti: undefined }),
      'an empty id': mint({ jti: '' }),
      'a number for an id': mint({ jti: 7 }),
      'a long id': mint({ jti: 'x'.repeat(256) }),
      'no end': mint({ exp: undefined }),
      'an end as text': mint({ exp: String(now + 60) }),
      'an endless end': mint({ exp: 1e300 }),
      'made in the future': mint({ iat: now + 3_600 }),
      'no number for its beginning': mint({ iat: 'now' }),
      'another account behind the signature': swap(mint()),
    };
    for (const [what, token] of Object.entries(wrong)) {
      const answer = await app.refresh(token);
      expect(answer.body.code, what).toBe('refresh_token_unknown');
      expect((await app.logout(token)).status, what).toBe(200);
    }
    for (const text of ['a.b', 'a.b.c.d', '..', `${mint()}.`, mint({ pad: 'x'.repeat(4_096) }), `${mint()} `])
      expectFields(await app.refresh(text), 'refresh_token');
    expectProblem(await app.refresh(mint({ exp: now - 1 })), 401, 'refresh_token_expired');
    expect(await liveSessions(app)).toEqual([]);
    expect(source.django.secret_key.length).toBeGreaterThan(32);
  });

  test('takes the token of nobody else by its id', async () => {
    const { app, mint } = await startMoved(kind);
    const jti = 'the-id-of-one-token';
    expect((await app.refresh(mint({ jti }))).status).toBe(200);
    expectProblem(await app.refresh(mint({ jti, user_id: 2 })), 401, 'refresh_token_unknown');
    await app.logout(mint({ jti, user_id: 2 }));
    expect(await liveSessions(app)).toHaveLength(1);
  });

  test('is not looked at where nobody was moved in from SimpleJWT', async () => {
    const { app, mint } = await startMoved(kind, {}, { simpleJwt: undefined });
    expectFields(await app.refresh(mint()), 'refresh_token');
    expectFields(await app.logout(mint()), 'refresh_token');
  });

  test('counts against its address, and so does a forged UUID', async () => {
    const { app, mint } = await startMoved(kind, { FORGED_TOKENS_PER_ADDRESS: '3', ATTEMPT_WINDOW: '1h' });
    for (let i = 0; i < 3; i += 1) {
      await app.refresh(mint({}, {}, 'y'.repeat(40)));
      await app.refresh('01890a5d-ac96-774b-bcce-b302099a8057');
    }
    const { kysely } = app.service.database;
    const events = await kysely.selectFrom('audit_events').select(['event', 'details']).execute();
    expect(events.filter(({ event }) => event === 'limit.reached')).toHaveLength(1);
    expect(await liveSessions(app)).toEqual([]);
  });

  test('cannot pass a public key off as a shared secret', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const form = { algorithm: 'RS256', userIdClaim: 'user_id', issuer: null, audience: null } as const;
    const key = readFormerKey(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'RS256');
    expect(key).toBe(pem);
    const { app, mint } = await startMoved(kind, {}, { simpleJwt: { form, key } });
    for (const secret of [pem, pem.trim()]) {
      expectProblem(await app.refresh(mint({}, {}, secret)), 401, 'refresh_token_unknown');
      expectProblem(await app.refresh(mint({}, { alg: 'RS256' }, secret)), 401, 'refresh_token_unknown');
    }
  });

  test('has to name the issuer and the audience that are set', async () => {
    const form = { algorithm: 'HS256', userIdClaim: 'uid', issuer: 'old', audience: 'scores' } as const;
    const key = 'k'.repeat(40);
    const { app, mint } = await startMoved(kind, {}, { simpleJwt: { form, key } });
    const good = { uid: 1, iss: 'old', aud: ['others', 'scores'] };
    const bad = [
      { iss: 'new' },
      { iss: undefined },
      { aud: 'score' },
      { aud: undefined },
      { uid: undefined },
    ];
    for (const change of bad)
      expectProblem(await app.refresh(mint({ ...good, ...change }, {}, key)), 401, 'refresh_token_unknown');
    expect((await app.refresh(mint(good, {}, key))).status).toBe(200);
    expect((await app.refresh(mint({ ...good, aud: 'scores' }, {}, key))).status).toBe(200);
  });

  test('that carries the password (CHECK_REVOKE_TOKEN) is good for that password alone', async () => {
    const { app, source, mint } = await startMoved(kind);
    const line = source.django.sql.find((sql) => sql.includes("'Ann@Example.com'")) ?? '';
    const [, stored = ''] = /'(pbkdf2_[^']+)'/.exec(line) ?? [];
    expect((await app.refresh(mint({ hash_password: passwordClaimOf(stored) }))).status).toBe(200);
    const other = mint({ hash_password: passwordClaimOf('another one') });
    expectProblem(await app.refresh(other), 401, 'session_ended', 'password_changed');
  });
});

onEveryDatabase('the key of the former system', (kind) => {
  test('follows a change of SECRET_KEY; a node that cannot open it yet logs nobody out', async () => {
    const [older, newer] = ['an older secret key for the tests 1', 'a newer secret key for the tests 2'];
    const { app, mint } = await startMoved(kind, { SECRET_KEY: older });
    await app.stop();
    const both = await app.another({ environment: { SECRET_KEY: newer, SECRET_KEY_FALLBACKS: older } });
    expect((await both.refresh(mint())).status).toBe(200);
    const newest = await app.another({ environment: { SECRET_KEY: newer } });
    for (const answer of [await newest.refresh(mint()), await newest.logout(mint())])
      expectProblem(answer, 503, 'unavailable');
    await both.service.node.beat();
    await sealFormerKeysAnew(both.service.database.kysely, both.service.node.keyRing);
    await look(newest);
    expect((await newest.refresh(mint())).status).toBe(200);
  });

  test('is wiped with the SECRET_KEY that it lies under', async () => {
    const { app, mint } = await startMoved(kind);
    const { kysely } = app.service.database;
    const { id } = app.service.node.keyRing.signing();
    expect(await countFormerKeysSealedUnder(kysely, [id])).toBe(1);
    await kysely.transaction().execute((trx) => endWindowsSealedUnder(trx, id, app.clock.now()));
    await look(app);
    expectProblem(await app.refresh(mint()), 401, 'session_ended', 'key_retired');
    expect(await countFormerKeysSealedUnder(kysely, [id])).toBe(0);
  });
});

/** Another account behind the signature of the first. */
function swap(token: string): string {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const read = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
  return `${header}.${encodeToken({ ...read, user_id: 2 })}.${signature}`;
}
