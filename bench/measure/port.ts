import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port that is free, below those that the system gives to connections and to whoever asks for any: nobody else takes
 * it before the server does, and answers in its place.
 */
export async function choosePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const probe = createServer().listen(port, '127.0.0.1');
    const isFree = await Promise.race([
      once(probe, 'listening').then(() => true),
      once(probe, 'error').then(() => false),
    ]).catch(() => false);
    probe.close();
    if (isFree) return port;
  }
}
