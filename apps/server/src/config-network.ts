import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import type { DatabaseLocation } from './db/database.ts';

/* Where the server listens and with how many processes, what it is called from outside, and whose word it takes. */

export function readPort(text: string | undefined, problems: string[]): number {
  if (text === undefined) return 8000;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) problems.push('PORT must be a number from 1 to 65535.');
  return port;
}

const mostWorkers = 64;

/** SQLite is written by one process at a time: more of them would only wait for each other. */
export function readWorkers(
  text: string | undefined,
  { dialect }: DatabaseLocation,
  problems: string[],
): number {
  if (text === undefined || text === '1') return 1;
  if (text === 'auto') return dialect === 'postgres' ? Math.min(availableParallelism(), mostWorkers) : 1;
  const workers = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (workers < 1 || workers > mostWorkers) {
    problems.push(`WORKERS must be a number from 1 to ${mostWorkers}, or auto: one for each core.`);
  } else if (dialect === 'sqlite') {
    problems.push('WORKERS: several processes need PostgreSQL (DATABASE_URL); with SQLite leave it out.');
  }
  return workers;
}

export function readPublicUrl(
  text: string | undefined,
  host: string,
  port: number,
  problems: string[],
): string {
  if (text === undefined) {
    const wildcard = host === '0.0.0.0' || host === '::';
    const name = wildcard ? 'localhost' : isIP(host) === 6 ? `[${host}]` : host;
    return `http://${name}:${port}`;
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search ||
    url.hash ||
    url.username
  ) {
    problems.push(
      'PUBLIC_URL must be an http or https address without a path, like https://auth.example.com.',
    );
    return text;
  }
  return url.origin;
}

export function readTrustProxy(text: string | undefined, problems: string[]): number | string[] | false {
  if (text === undefined || text === 'false' || text === '0') return false;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const networks = text.split(',').map((network) => network.trim());
  if (networks.every(isNetwork)) return networks;
  problems.push(
    'TRUST_PROXY must be the number of proxies before the server, or their addresses like 10.0.0.0/8, separated by commas (never true: then anybody could claim any address).',
  );
  return false;
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
