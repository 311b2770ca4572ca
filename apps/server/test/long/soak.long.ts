import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { onEveryDatabase, type DatabaseKind } from '../support/databases.ts';
import { pause } from '../support/eventually.ts';
import { readDatabase } from '../support/read-database.ts';
import { newInstallation, startServer, type ServerProcess } from '../support/server-process.ts';

const minutes = Number(process.env['SOAK_MINUTES'] ?? 5);
const sessions = 2_000;
const atATime = 32;
const samples = 20;

interface Sample {
  readonly minute: number;
  readonly memoryMiB: number;
  readonly tableMiB: number;
}

function memoryMiB({ pid }: ServerProcess): number {
  const [, kib = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1_024;
}

/** The sessions with their indexes; SQLite: the whole file. */
async function tableMiB({ environment }: ServerProcess, kind: DatabaseKind): Promise<number> {
  const sql =
    kind === 'PostgreSQL'
      ? `select pg_total_relation_size('sessions')::float8 as bytes`
      : 'select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()';
  const [row] = await readDatabase(environment, sql);
  return Number(row?.['bytes']) / 2 ** 20;
}

/** By how much it grows a minute, as a straight line through the samples has it. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const across = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
  return across / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
}

onEveryDatabase('a server whose thousands of sessions refresh for minutes', (kind) => {
  test('keeps its memory and its tables, and logs nobody out', async () => {
    const server = await startServer(
      await newInstallation(kind, { LOG_LEVEL: 'warn', SESSIONS_PER_ACCOUNT: String(sessions) }),
    );
    await server.register();
    const tokens: string[] = [];
    const signIn = async (): Promise<void> => {
      while (tokens.length < sessions) {
        const i = tokens.push('') - 1;
        tokens[i] = (await server.login()).refresh_token;
      }
    };
    await Promise.all(Array.from({ length: 8 }, signIn));

    const endsAt = performance.now() + minutes * 60_000;
    let next = 0;
    let refreshed = 0;
    const refused: string[] = [];
    const keepRefreshing = async (): Promise<void> => {
      while (performance.now() < endsAt) {
        const i = next++ % sessions;
        const answer = await server.refresh(tokens[i] ?? '', randomUUID());
        if (answer.status === 200) tokens[i] = answer.body.refresh_token;
        else refused.push(answer.text);
        refreshed += 1;
      }
    };
    const found: Sample[] = [];
    const sample = async (): Promise<void> => {
      const begunAt = performance.now();
      for (let i = 0; i < samples; i += 1) {
        await pause((minutes * 60_000) / (samples + 1));
        const minute = (performance.now() - begunAt) / 60_000;
        found.push({ minute, memoryMiB: memoryMiB(server), tableMiB: await tableMiB(server, kind) });
      }
    };
    await Promise.all([sample(), ...Array.from({ length: atATime }, keepRefreshing)]);

    const warm = found.slice(samples / 4);
    const memorySlope = slope(warm.map((one) => [one.minute, one.memoryMiB]));
    const [first, last] = [warm[0], warm.at(-1)];
    console.log({ database: kind, refreshed, first, last, 'memory (MiB a minute)': memorySlope });
    expect(refused).toEqual([]);
    expect(memorySlope * minutes).toBeLessThan(20);
    expect(last?.tableMiB).toBeLessThanOrEqual((first?.tableMiB ?? 0) * 1.1 + 0.1);
  });
});
