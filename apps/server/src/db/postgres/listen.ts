import pg from 'pg';

const retryMs = 1_000;
const connectTimeoutMs = 3_000;

/**
 * Listens on a connection of its own, and on a new one whenever that is lost. What was told in between is made up for
 * by one call after each connecting.
 *
 * @returns a function that stops it.
 */
export function listen(url: string, channel: string, onTold: () => void): () => Promise<void> {
  let client: pg.Client | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const again = (lost: pg.Client): void => {
    if (stopped || client !== lost) return;
    client = undefined;
    void lost.end().catch(() => undefined);
    timer = setTimeout(connect, retryMs);
    timer.unref();
  };

  const connect = (): void => {
    const next = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
      application_name: 'latchkey listener',
    });
    client = next;
    next.on('notification', onTold);
    next.on('error', () => again(next));
    next.on('end', () => again(next));
    next
      .connect()
      .then(() => next.query(`listen ${pg.escapeIdentifier(channel)}`))
      .then(onTold, () => again(next));
  };

  connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client?.end().catch(() => undefined);
  };
}
