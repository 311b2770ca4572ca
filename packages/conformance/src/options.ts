import type { AdminCredentials } from './stage/admin.ts';
import type { CheckResult } from './report.ts';

export interface ConformanceOptions {
  /** The address that `/api/` stands below: `https://auth.example.com`, or with a path. */
  readonly baseUrl: string;
  /** An admin of the server. Without one the promises to admins are not checked. */
  readonly admin?: AdminCredentials | undefined;
  /** The secret of HS256 that the server signs with, to forge tokens that are signed well. */
  readonly secret?: string | undefined;
  /** The server was made for this run: its settings may be changed for a moment, for everybody. Needs `admin`. */
  readonly disposable?: boolean | undefined;
  /** Leaves out what has to be waited for. */
  readonly quick?: boolean | undefined;
  /** REFRESH_REUSE_GRACE of the server, in seconds. Read from its settings where there is an admin; else 10. */
  readonly graceSeconds?: number | undefined;
  /**
   * How long after a change of settings it waits for every server behind the address to have it, in seconds: 0, which is
   * right for one server; several have it within a second.
   */
  readonly settleSeconds?: number | undefined;
  /** Only these groups and checks, by their ids. */
  readonly only?: readonly string[] | undefined;
  /** All but these groups and checks, by their ids. */
  readonly skip?: readonly string[] | undefined;
  /** How long an answer may take, in seconds: 15. */
  readonly timeoutSeconds?: number | undefined;
  /** How many checks run at a time: 6. */
  readonly atOnce?: number | undefined;
  /** Ends the run early. What it changed is put back, and what it made is deleted. */
  readonly signal?: AbortSignal | undefined;
  /** Is told each result as it comes. */
  readonly onResult?: ((result: CheckResult) => void) | undefined;
  /** Lets time pass; for tests, whose server has a clock of its own. */
  readonly wait?: ((seconds: number) => Promise<void>) | undefined;
}

/** The run could not begin: the address, the server or the options are wrong. */
export class CannotRun extends Error {}
