import { ApiProblem } from './api-problem.ts';

const endings = ['session_ended', 'refresh_token_reused', 'refresh_token_expired', 'refresh_token_unknown'];

/** Whether the server says that there is no session: by the token's end, or since there is no cookie. */
export function isRefusal(error: unknown): error is ApiProblem {
  if (!(error instanceof ApiProblem)) return false;
  return error.status === 401
    ? endings.includes(error.code)
    : error.status === 400 && error.errors['refresh_token'] !== undefined;
}

const accountChangedCode = 'account_changed';
const signedOutCode = 'signed_out';

export function accountChanged(): ApiProblem {
  return new ApiProblem({
    status: 401,
    code: accountChangedCode,
    title: 'Another account is signed in',
    detail: 'Another tab signed in to another account. Load the page again to go on with that one.',
  });
}

/** What was to be renewed has been removed from the storage. */
export function signedOutElsewhere(): ApiProblem {
  return new ApiProblem({
    status: 401,
    code: signedOutCode,
    title: 'You are signed out',
    detail: 'Another tab signed out. Sign in again.',
  });
}

/** Whether another tab took the session away from this page; what this tab said, not the server. */
export function isElsewhere(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && [accountChangedCode, signedOutCode].includes(error.code);
}

/** Whether there is no session to be taken up. */
export function isSignedOut(error: unknown): boolean {
  return isRefusal(error) || (error instanceof ApiProblem && error.code === signedOutCode);
}
