import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createPasswordHasher } from '../../src/lib/password-hashing.ts';
import { defaultEmail, defaultPassword, type Answer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { pause } from '../support/eventually.ts';
import { readLog } from '../support/read-log.ts';
import { newInstallation, startServer } from '../support/server-process.ts';

const connections = 500;
const seconds = Number(process.env['STORM_SECONDS'] ?? 20);
const bareSeconds = 4;
const betweenMs = 20;

/** How many passwords a second are looked at when nothing else is done. */
async function bareRate(): Promise<number> {
  const hasher = createPasswordHasher();
  const hash = await hasher.hash(defaultPassword);
  const until = performance.now() + bareSeconds * 1_000;
  let done = 0;
  const keepVerifying = async (): Promise<void> => {
    while (performance.now() < until) {
      await hasher.verify(defaultPassword, hash);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, keepVerifying));
  return done / bareSeconds;
}

function quantile(times: number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round((sorted[Math.floor(part * (sorted.length - 1))] ?? 0) * 10) / 10;
}

function residentMiB(pid: number): number {
  const [, kib = '0'] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kib) / 1_024);
}

/** Why requests were refused, as the log has it. */
function countCauses(log: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { cause, msg } of readLog(log)) {
    const name = String(cause ?? msg);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

onEveryDatabase('under a storm of 500 logins at a time', (kind) => {
  test('`me` and refresh stay quick, memory stays bounded, and logins go on at the rate of the hash', async () => {
    const server = await startServer(
      await newInstallation(kind, {
        ACCESS_TOKEN_LIFETIME: '1h',
        LOGIN_FAILURES_PER_ACCOUNT: '0',
        LOG_LEVEL: 'warn',
      }),
    );
    await server.register();
    const pair = await server.login();
    let token = pair.refresh_token;
    const rate = await bareRate();
    const worker = new Worker(new URL('./storm-worker.mjs', import.meta.url), {
      execArgv: [],
      workerData: {
        url: server.url,
        connections,
        milliseconds: seconds * 1_000,
        body: JSON.stringify({ email: defaultEmail, password: defaultPassword }),
      },
    });
    let isOver = false;
    const storm = new Promise<{ statuses: Record<string, number>; slowestMs: number }>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    }).finally(() => (isOver = true));
    const times: Record<'me' | 'refresh', number[]> = { me: [], refresh: [] };
    const measure = async (name: 'me' | 'refresh', send: () => Promise<Answer>): Promise<void> => {
      while (!isOver) {
        const sentAt = performance.now();
        const answer = await send();
        times[name].push(performance.now() - sentAt);
        expect(`${name} ${answer.status}`).toBe(`${name} 200`);
        await pause(betweenMs);
      }
    };
    await Promise.all([
      storm,
      measure('me', () => server.get('/api/me/', pair.access_token)),
      measure('refresh', async () => {
        const answer = await server.refresh(token);
        token = answer.body.refresh_token;
        return answer;
      }),
    ]);
    const { statuses, slowestMs } = await storm;
    const found = {
      database: kind,
      'me p50, p99 (ms)': [quantile(times.me, 0.5), quantile(times.me, 0.99)],
      'refresh p50, p99 (ms)': [quantile(times.refresh, 0.5), quantile(times.refresh, 0.99)],
      'logins a second': Math.round((statuses['200'] ?? 0) / seconds),
      'bare hashes a second': Math.round(rate),
      'slowest login (s)': Math.round(slowestMs / 100) / 10,
      'peak memory (MiB)': residentMiB(server.pid),
      statuses,
      causes: countCauses(server.stdout()),
    };
    console.log(found);
    expect(Object.keys(statuses).filter((status) => !['200', '503'].includes(status))).toEqual([]);
    expect(quantile(times.me, 0.99)).toBeLessThan(50);
    expect(quantile(times.refresh, 0.99)).toBeLessThan(50);
    expect(residentMiB(server.pid)).toBeLessThan(400);
  });
});
