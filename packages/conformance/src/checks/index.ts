import type { Group } from '../check.ts';
import { accessTokens } from './access-tokens.ts';
import { account } from './account.ts';
import { admin } from './admin.ts';
import { cookieMode } from './cookie-mode.ts';
import { discovery } from './discovery.ts';
import { disposable } from './disposable.ts';
import { errors } from './errors.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { mail } from './mail.ts';
import { me } from './me.ts';
import { overHttp } from './over-http.ts';
import { registration } from './registration.ts';
import { reuse } from './reuse.ts';
import { rotation } from './rotation.ts';
import { sessions } from './sessions.ts';
import { settings } from './settings.ts';

/** Every promise, in the order of reports. */
export const groups: readonly Group[] = [
  registration,
  login,
  me,
  accessTokens,
  rotation,
  reuse,
  logout,
  sessions,
  account,
  errors,
  overHttp,
  discovery,
  cookieMode,
  mail,
  admin,
  settings,
  disposable,
];
