/** A promise that was not kept. Passwords and tokens are masked. */
export interface Failure {
  /** What would have been right. */
  readonly expected: string;
  /** The request, where one answer shows it. */
  readonly sent?: string;
  /** What came back. */
  readonly received?: string;
}

export type Outcome = 'passed' | 'failed' | 'not checked';

export interface CheckResult {
  readonly id: string;
  /** The id of its group. */
  readonly group: string;
  readonly promise: string;
  readonly outcome: Outcome;
  /** Why it was not checked. */
  readonly reason?: string;
  readonly failure?: Failure;
}

export interface Report {
  readonly baseUrl: string;
  readonly passed: number;
  readonly failed: number;
  readonly notChecked: number;
  readonly seconds: number;
  readonly requests: number;
  /** Accounts that the run made and that are still there, by their addresses. */
  readonly accountsLeft: readonly string[];
  /** In the order of the groups. */
  readonly results: readonly CheckResult[];
}
