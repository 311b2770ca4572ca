import type { Clock } from '../../lib/clock.ts';
import { randomId } from '../../lib/ids.ts';
import type { Settings } from '../settings/index.ts';
import { composeMessage } from './compose.ts';
import { deliver, type Outcome } from './delivery.ts';
import { renderMail } from './render.ts';
import type { Post } from './worker.ts';

interface Deps {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly publicUrl: string;
}

/** Sends a mail that says nothing but that it arrived, now and once: past the outbox, so that its try can be watched. */
export async function sendTestMail(recipient: string, { server, from }: Post, deps: Deps): Promise<Outcome> {
  const rendered = renderMail({ template: 'test', happening: undefined }, undefined, deps);
  const mail = { id: randomId(), createdAt: deps.clock.now(), recipient };
  const message = await composeMessage(mail, rendered, from);
  return deliver(server, message, () => Promise.resolve(true), new AbortController().signal);
}
