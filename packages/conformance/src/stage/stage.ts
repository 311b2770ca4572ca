import type { OutgoingHttpHeaders } from 'node:http';
import type { Answer } from '../http/answer.ts';
import type { Admin } from './admin.ts';
import type { Account, Session } from './accounts.ts';
import type { Request } from './exchange.ts';

/** What a check does its work with. */
export interface Stage {
  send(method: string, path: string, request?: Request): Promise<Answer>;
  get(path: string, accessToken?: string): Promise<Answer>;
  post(path: string, body: unknown, headers?: OutgoingHttpHeaders): Promise<Answer>;
  /** With an access token. */
  call(accessToken: string, method: string, path: string, body?: unknown): Promise<Answer>;
  refresh(refreshToken: unknown, idempotencyKey?: string): Promise<Answer>;
  logout(refreshToken: unknown): Promise<Answer>;
  /** Spends a refresh token that is good. @returns its successor. */
  rotate(refreshToken: string, idempotencyKey?: string): Promise<string>;

  /** An account that no other check uses. */
  newAccount(): Promise<Account>;
  /** A login; with an account that other checks use too, unless one is given. */
  newSession(account?: Account): Promise<Session>;
  /** An address that has no account, on a domain that gets no mail. */
  unusedEmail(): string;
  /** Takes note of an account that the check has made itself, so that it is deleted in the end. */
  adopt(account: Account): void;

  /**
   * Lets time pass, while other checks go on.
   * @throws NotChecked when that would take too long.
   */
  wait(seconds: number): Promise<void>;
  readonly graceSeconds: number;
  /** More than the grace: so long that rounding and a slow answer do not matter. */
  readonly beyondGraceSeconds: number;
  /** The secret of HS256, where it was given. */
  readonly secret: string;
  readonly admin: Admin;
}
