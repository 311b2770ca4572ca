import { createRequire } from 'node:module';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import type { DatabaseKind } from './databases.ts';

/** Transaction brackets are not counted: a batch has one pair, whatever is in it. */
const bracket = /^\s*(begin|commit|rollback|set)\b/i;

interface LibsqlStatement {
  run(...parameters: unknown[]): unknown;
  get(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown;
}

/**
 * Counts the statements that reach the database driver from now until the test ends: at the driver itself, so that no
 * part of the service can go around it.
 */
export function countStatements(kind: DatabaseKind): { readonly seen: string[] } {
  const seen: string[] = [];
  if (kind === 'PostgreSQL') countPostgres(seen);
  else countSqlite(seen);
  return { seen };
}

function note(seen: string[], sql: string): void {
  if (!bracket.test(sql)) seen.push(sql);
}

function countPostgres(seen: string[]): void {
  const prototype = pg.Client.prototype as unknown as { query: (...parameters: unknown[]) => unknown };
  const original = prototype.query;
  prototype.query = function (this: unknown, ...parameters: unknown[]) {
    const [first] = parameters;
    note(seen, typeof first === 'string' ? first : (first as { text: string }).text);
    return original.apply(this, parameters);
  };
  onTestFinished(() => {
    prototype.query = original;
  });
}

function countSqlite(seen: string[]): void {
  const Connection = createRequire(import.meta.url)('libsql') as new (path: string) => {
    prepare(sql: string): LibsqlStatement;
    close(): void;
  };
  const prototype = Connection.prototype as { prepare(sql: string): LibsqlStatement };
  const original = Object.getOwnPropertyDescriptor(prototype, 'prepare');
  const prepare = original?.value as (sql: string) => LibsqlStatement;
  prototype.prepare = function (sql) {
    const statement = prepare.call(this, sql);
    for (const method of ['run', 'get', 'all'] as const) {
      const plain = statement[method].bind(statement);
      statement[method] = (...parameters) => {
        note(seen, sql);
        return plain(...parameters);
      };
    }
    return statement;
  };
  onTestFinished(() => {
    if (original) Object.defineProperty(prototype, 'prepare', original);
  });
}
