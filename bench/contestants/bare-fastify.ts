import Fastify from 'fastify';

/*
 * What Fastify does with nothing to do: the same sizes as the real answers, no log, no schema, no database. The limit of
 * the machine that everything is compared with. node bare-fastify.js PORT
 */

const me = { id: 1, username: 'John Smith', email: 'user1@example.com' };
const pair = {
  access_token: 'x'.repeat(432),
  refresh_token: '8f2c0d54-1f0e-4a63-9d8b-0c9f5d1e2a37',
  token_type: 'Bearer',
  expires_in: 30,
  refresh_expires_in: 2_592_000,
};

const app = Fastify();
app.get('/me', () => Promise.resolve(me));
app.post<{ Body: { refresh_token: string } }>('/refresh', (request) =>
  Promise.resolve({ ...pair, refresh_token: request.body.refresh_token }),
);
await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
