import { createHistogram, latencyBounds, type Histogram } from '../lib/histogram.ts';

/** The requests of one route with one method: a number for each class of status, and how long they took. */
export class RouteCounts {
  readonly route: string;
  readonly method: string;
  /** By the first digit of the status. */
  readonly byClass: number[] = [0, 0, 0, 0, 0, 0];
  /** In seconds. */
  readonly durations = createHistogram(latencyBounds);

  constructor(route: string, method: string) {
    this.route = route;
    this.method = method;
  }

  note(status: number, milliseconds: number): void {
    const digit = Math.floor(status / 100);
    this.byClass[digit] = (this.byClass[digit] ?? 0) + 1;
    this.durations.note(milliseconds / 1_000);
  }
}

/** What a server measures of itself while it serves, for whoever reads it. Without it nothing is measured. */
export interface HttpMeasures {
  /** By route template and method: never by the address that was asked for. */
  readonly routes: Map<string, RouteCounts>;
  /** How late the main thread was, in seconds. */
  readonly eventLoopDelay: Histogram;
  /** Requests that were refused because the main thread could not keep up: of those who sign in, and of all others. */
  readonly shed: { newcomers: number; others: number };
}

export function createHttpMeasures(): HttpMeasures {
  return {
    routes: new Map(),
    eventLoopDelay: createHistogram(latencyBounds),
    shed: { newcomers: 0, others: 0 },
  };
}
