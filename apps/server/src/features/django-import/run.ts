import type { Database, DatabaseLocation } from '../../db/database.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Origin } from '../../lib/origin.ts';
import type { Choices, Digest } from './decide.ts';
import type { Finding, Report } from './report.ts';
import type { Field } from './source-table.ts';
import type { StagedUser, Staging } from './staging-queries.ts';

export interface ImportOptions extends Choices {
  readonly from: DatabaseLocation;
  readonly table: string;
  readonly columns: Readonly<Partial<Record<Field, string>>>;
  readonly dryRun: boolean;
  /** Whether to go on without those whose id or address collides. */
  readonly leaveOutCollisions: boolean;
  readonly onFinding: (finding: Finding) => void;
  readonly onProgress: (done: number, total: number, what: 'read' | 'looked at' | 'written') => void;
}

export interface Deps {
  readonly database: Database;
  readonly clock: Clock;
}

export interface Work extends Deps {
  readonly options: ImportOptions;
  readonly origin: Origin;
  readonly staging: Staging;
  readonly report: Report;
}

export interface Run extends Work {
  readonly users: number;
  readonly lastId: number;
  readonly digest: Digest;
}

/** How many users are looked at and written at a time. */
export const pageSize = 500;

/** Those who are not left out, page by page. */
export function* pagesOf({ staging }: Pick<Work, 'staging'>): Generator<readonly StagedUser[]> {
  for (let after = 0; ;) {
    const page = staging.page(after, pageSize);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.id;
  }
}
