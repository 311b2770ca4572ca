import { patient, type Waiter } from './waiting-line.ts';

/** Where an action comes from, as the audit trail tells it, and how long whoever asked for it waits. */
export interface Origin extends Waiter {
  readonly source: 'api' | 'command line' | 'server';
  /** The account that acts; null where nobody has signed in. */
  readonly actorId: number | null;
  readonly address: string | null;
  readonly requestId: string | null;
}

/** The same origin, once it is known whose account acts: that of a link's holder. */
export function actingAs(origin: Origin, actorId: number): Origin {
  const { source, address, requestId, deadline } = origin;
  // One by one: a request's origin looks them up when it is asked, and a spread would not ask.
  return { source, actorId, address, requestId, deadline, isGone: () => origin.isGone() };
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
