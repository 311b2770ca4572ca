import type { Stage } from '../measure/stage.ts';
import { median } from '../measure/statistics.ts';
import { isAbsent, ratios, type Absent, type Contender, type Results } from '../measure/race.ts';
import type { Finding, Missing, RowId } from '../report/rows.ts';

/** Fills rows of the table. */
export interface Experiment {
  readonly name: string;
  readonly run: (stage: Stage, say: (text: string) => void) => Promise<readonly (Finding | Missing)[]>;
}

/** What the one is to the other in each round; missing where the other is. */
export function compare(
  row: RowId,
  results: Results,
  one: { readonly name: string },
  other: Contender | Absent,
): Finding | Missing {
  if (isAbsent(other)) return { row, absent: other.absent };
  // A contestant that answered nothing in a round makes no ratio.
  const values = ratios(results, one.name, other.name).filter(Number.isFinite);
  if (values.length === 0) return { row, absent: `${other.name} answered nothing in time` };
  const from = [one, other].map(({ name }) => [name, median(results.get(name) ?? [])] as const);
  return { row, values, from: Object.fromEntries(from) };
}

export function isPresent(one: Contender | Absent): one is Contender {
  return !isAbsent(one);
}
