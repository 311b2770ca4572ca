import { fileURLToPath } from 'node:url';
import { createVerifier } from '@latchkey/token-verifier';
import { buildApp } from './app.ts';
import { sampleGames } from './games/sample-games.ts';
import { createGameStore } from './games/store.ts';

const {
  LATCHKEY_URL: issuer = 'http://localhost:8000',
  HOST: host = 'localhost',
  PORT = '8001',
} = process.env;

// All that this service knows of Latchkey. It fetches the public keys, and follows the sessions that end: a logout there
// closes the door here within a second. While Latchkey is away, tokens are good until they expire.
const verifier = createVerifier({ issuer, revocations: { onStale: 'accept' } });

const page = fileURLToPath(new URL('../page/dist', import.meta.url));
const app = buildApp({ verifier, games: createGameStore(sampleGames()), page });

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    verifier.close();
    void app.close();
  });
}

try {
  await app.listen({ host, port: Number(PORT) });
  console.log(`The scoreboard serves at http://${host}:${PORT}`);
} catch (error) {
  verifier.close();
  console.error(`The scoreboard cannot listen at port ${PORT}: ${String(error)}`);
  process.exitCode = 1;
}
