import { expect } from 'vitest';
import { examine } from '../../src/cli/doctor/examine.ts';
import type { Environment } from '../../src/config.ts';
import { createTestClock, publicUrl, startApp } from './app.ts';
import type { DatabaseKind } from './databases.ts';

export const secretKey = 'kX2vQ9fLr7Zt0bWmYc4JdHs8NgPaUeIo31RqVwTxB6M=';
export const otherKey = 'b7Rw1MzEoK5uYhT8pXcQ2vLdGj9nSfIa4ZtN0yUeWrA=';
const roomy = { freeBytes: () => Promise.resolve(1024 ** 4) };

/** What the doctor finds where nothing else is wrong: code and level. */
export async function find(environment: Environment, machine = {}): Promise<string[]> {
  const clock = createTestClock();
  const examinations = await examine(environment, { clock, ...roomy, ...machine });
  const findings = examinations.flatMap((examination) => examination.findings);
  for (const { text, advice } of findings) {
    expect(advice, 'what to do').toMatch(/^[A-Z].{10,}/);
    for (const secret of [secretKey, otherKey, 'hunter2']) expect(text + advice).not.toContain(secret);
  }
  for (const { code } of findings) found.add(code);
  return findings.map(({ level, code }) => `${level}: ${code}`);
}

/** The codes of all that was found so far in this file of tests. */
export const found = new Set<string>();

/** A healthy installation: started once, with somebody signed in. */
export async function start(kind: DatabaseKind, more: Environment = {}) {
  const app = await startApp(kind, { environment: { SECRET_KEY: secretKey, ...more } });
  const { url, dataDir } = app.database;
  const environment = { DATABASE_URL: url, DATA_DIR: dataDir, SECRET_KEY: secretKey, PUBLIC_URL: publicUrl };
  return { app, installation: { ...environment, ...more } };
}
