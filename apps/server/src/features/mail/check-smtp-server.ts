import { TLSSocket } from 'node:tls';
import { createSmtpConnection, describeFailure, openSmtpConnection } from './smtp-connection.ts';
import type { SmtpServer } from './smtp-server.ts';

export type SmtpCheck = { readonly isEncrypted: boolean } | { readonly failure: string };

/** Connects to the mail server and signs in, without sending anything. Never throws. */
export function checkSmtpServer(server: SmtpServer): Promise<SmtpCheck> {
  return new Promise((resolve) => {
    const connection = createSmtpConnection(server);
    const fail = (error: Error | null | undefined): void => {
      resolve({ failure: describeFailure(error) });
      connection.close();
    };
    // What comes after the end is of no interest, and must not be thrown.
    connection.on('error', fail);
    connection.once('end', () => fail(new Error('The mail server closed the connection.')));
    openSmtpConnection(connection, server, (error) => {
      if (error) return fail(error);
      resolve({ isEncrypted: connection._socket instanceof TLSSocket });
      connection.quit();
    });
  });
}
