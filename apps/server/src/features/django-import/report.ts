/** What the operator is told about one user. */
export interface Finding {
  readonly id: number | null;
  readonly email: string | null;
  /**
   * `stops`: the import does not begin. `left out`: there is no account. `changed`: not everything could be kept.
   * `kept`: what has changed here as well stays as it is here. `gone`: there is an account, and the source has no such
   * user any more.
   */
  readonly outcome: 'stops' | 'left out' | 'changed' | 'kept' | 'gone';
  readonly reason: string;
  readonly detail: string | null;
}

/** How often something was found, and the first to whom it happened. */
export interface Tally {
  readonly outcome: Finding['outcome'];
  readonly reason: string;
  count: number;
  readonly first: Finding[];
}

const mostNamed = 20;

/**
 * Counts what is found. Of many users with the same finding the first are named; the others go to `each` alone.
 *
 * @param each takes every finding.
 */
export function createReport(each: (finding: Finding) => void) {
  const tallies = new Map<string, Tally>();
  return {
    add(finding: Finding): void {
      const { outcome, reason } = finding;
      const key = `${outcome}: ${reason}`;
      const tally = tallies.get(key) ?? { outcome, reason, count: 0, first: [] };
      tallies.set(key, tally);
      tally.count += 1;
      if (tally.first.length < mostNamed) tally.first.push(finding);
      each(finding);
    },
    tallies: (): readonly Tally[] => [...tallies.values()],
  };
}

export type Report = ReturnType<typeof createReport>;
