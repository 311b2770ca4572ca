import { patient, type Waiter } from './waiting-line.ts';

/** Where an action comes from, as the audit trail tells it, and how long whoever asked for it waits. */
export interface Origin extends Waiter {
  readonly source: 'api' | 'command line' | 'server';
  /** The account that acts; null where nobody has signed in. */
  readonly actorId: number | null;
  readonly address: string | null;
  readonly requestId: string | null;
}

export const fromCommandLine: Origin = {
  ...patient,
  source: 'command line',
  actorId: null,
  address: null,
  requestId: null,
};

/** What the server does by itself, as when it starts. */
export const fromServer: Origin = { ...fromCommandLine, source: 'server' };
