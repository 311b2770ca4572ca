import { Readable } from 'node:stream';
import { createSmtpConnection, describeFailure, openSmtpConnection } from './smtp-connection.ts';
import type { SmtpServer } from './smtp-server.ts';

/** What came of one try. */
export type Outcome =
  /** The server has taken it over. */
  | { readonly kind: 'sent' }
  /** The server will not take it, ever. */
  | { readonly kind: 'refused'; readonly failure: string }
  /** The server has not taken it: it may do so later. */
  | { readonly kind: 'deferred'; readonly failure: string; readonly isServerAway: boolean }
  /** The message was handed over and nobody knows whether the server has taken it. */
  | { readonly kind: 'uncertain'; readonly failure: string }
  /** Somebody else has the mail by now: nothing of it was sent. */
  | { readonly kind: 'lost' };

/** A mail with its headers, ready to be sent. */
export interface Message {
  readonly from: string;
  readonly to: string;
  readonly bytes: Buffer;
}

/** A server that answers each command just in time would hold a mail for ever. */
const longestTryMs = 120_000;

/**
 * Tries once to hand a message to the server, on a connection of its own. Never throws.
 *
 * @param beforeHandingOver called when the server has asked for the message (354) and nothing of it was sent yet. Where
 *   it says no, nothing is.
 * @param signal gives up what has not been handed over.
 */
export function deliver(
  server: SmtpServer,
  message: Message,
  beforeHandingOver: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let isHandedOver = false;
    const connection = createSmtpConnection(server);

    const settle = (outcome: Outcome): void => {
      clearTimeout(deadline);
      signal.removeEventListener('abort', giveUp);
      // Before the connection is closed, which says so at once: the first outcome is the one.
      resolve(outcome);
      if (outcome.kind === 'sent') connection.quit();
      else connection.close();
    };
    const fail = (error: Error | null | undefined): void => settle(outcomeOf(error, isHandedOver));
    const giveUp = (): void => {
      if (!isHandedOver) fail(new Error('The server is stopping.'));
    };
    const deadline = setTimeout(() => fail(new Error('The mail server took too long.')), longestTryMs);

    signal.addEventListener('abort', giveUp);
    // What comes after the end is of no interest, and must not be thrown.
    connection.on('error', fail);
    connection.once('end', () => fail(new Error('The mail server closed the connection.')));

    const send = (): void => {
      const bytes = new Readable({
        read() {
          beforeHandingOver().then(
            (isOurs) => {
              if (!isOurs || signal.aborted) return isOurs ? giveUp() : settle({ kind: 'lost' });
              isHandedOver = true;
              this.push(message.bytes);
              this.push(null);
            },
            (error: unknown) => fail(error instanceof Error ? error : undefined),
          );
        },
      });
      connection.send({ from: message.from, to: [message.to] }, bytes, (error) =>
        error ? fail(error) : settle({ kind: 'sent' }),
      );
    };
    openSmtpConnection(connection, server, (error) => (error ? fail(error) : send()));
  });
}

/** What a failure means (RFC 5321, section 4.2.1: 4yz may be tried again, 5yz not). */
function outcomeOf(error: Error | null | undefined, isHandedOver: boolean): Outcome {
  const { code, responseCode = 0 } = (error ?? {}) as { code?: string; responseCode?: number };
  const failure = describeFailure(error);
  // Only what the server itself says after the message tells that it has not taken it.
  if (isHandedOver && (code !== 'EMESSAGE' || responseCode < 400)) return { kind: 'uncertain', failure };
  const isAboutTheMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (isAboutTheMail && responseCode >= 500) return { kind: 'refused', failure };
  return { kind: 'deferred', failure, isServerAway: !isAboutTheMail };
}
