import { randomUUID } from 'node:crypto';
import { Broken, NotChecked } from '../outcome.ts';
import type { Answer } from '../http/answer.ts';
import type { Exchange } from './exchange.ts';

/** Nothing is ever delivered to this domain (RFC 2606). */
const domain = 'conformance.example.com';
/** An account may be allowed few sessions only. */
const sessionsPerAccount = 4;

/** An account of this run. What a check changes of it, it changes here too, so that the account can be deleted. */
export interface Account {
  readonly id: number;
  email: string;
  password: string;
}

export interface Session {
  readonly account: Account;
  readonly answer: Answer;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** The accounts of a run. */
export interface Accounts {
  readonly make: () => Promise<Account>;
  readonly login: (account?: Account) => Promise<Session>;
  readonly unusedEmail: () => string;
  readonly adopt: (account: Account) => void;
  readonly all: () => readonly Account[];
}

export function createAccounts({ post }: Exchange): Accounts {
  const run = randomUUID().slice(0, 8);
  const made: Account[] = [];
  let count = 0;
  let shared: { account: Promise<Account>; sessionsLeft: number } | undefined;

  const unusedEmail = (): string => `conformance-${run}-${(count += 1)}@${domain}`;

  const make = async (): Promise<Account> => {
    const email = unusedEmail();
    const password = `conformance ${randomUUID()}`;
    const answer = await post('/api/register/', { email, password });
    const id = answer.body['id'];
    if (answer.status === 429) throw new NotChecked(limited(answer));
    if (answer.status === 403) throw new NotChecked('no account can be registered here (403)');
    if (answer.status >= 300 || typeof id !== 'number')
      throw new Broken('an account that can be registered', answer);
    const account = { id, email, password };
    made.push(account);
    return account;
  };

  const share = (): Promise<Account> => {
    if (shared === undefined || shared.sessionsLeft === 0)
      shared = { account: make(), sessionsLeft: sessionsPerAccount };
    shared.sessionsLeft -= 1;
    return shared.account;
  };

  return {
    make,
    unusedEmail,
    adopt: (account) => void made.push(account),
    all: () => made,
    login: async (given) => {
      const account = given ?? (await share());
      const { email, password } = account;
      const answer = await post('/api/login/', { email, password });
      const { access_token: accessToken, refresh_token: refreshToken } = answer.body;
      if (answer.status === 429) throw new NotChecked(limited(answer));
      if (answer.status >= 300 || typeof accessToken !== 'string' || typeof refreshToken !== 'string') {
        throw new Broken('a login that gives an access token and a refresh token', answer);
      }
      return { account, answer, accessToken, refreshToken };
    },
  };
}

function limited(answer: Answer): string {
  const seconds = answer.headers['retry-after'];
  const when = seconds === undefined ? 'later' : `in ${seconds} s`;
  return `the server limits attempts (429); try again ${when}`;
}
