import type { ReactNode } from 'react';

/** A column of a table, or a field of the cards that it becomes on a phone. */
export interface Column<R> {
  readonly label: string;
  readonly show: (record: R) => ReactNode;
  /** Buttons: without a heading, at the right. */
  readonly isAction?: boolean;
}

export interface RecordsProps<R> {
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly records: readonly R[];
}
