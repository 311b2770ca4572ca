import type { Fault } from '../planting.ts';
import { accessTokenFaults } from './access-tokens.ts';
import { adminFaults, settingFaults } from './administration.ts';
import { cookieFaults, mailFaults } from './cookie-and-mail.ts';
import { errorFaults } from './errors.ts';
import { discoveryFaults, httpFaults } from './http.ts';
import { accountFaults, loginFaults, meFaults } from './login-and-me.ts';
import { logoutFaults, sessionFaults } from './logout-and-sessions.ts';
import { registrationFaults } from './registration.ts';
import { reuseFaults } from './reuse.ts';
import { rotationFaults } from './rotation.ts';

/** A violation of every promise that the kit checks. */
export const faults: readonly Fault[] = [
  ...registrationFaults,
  ...loginFaults,
  ...meFaults,
  ...accessTokenFaults,
  ...rotationFaults,
  ...reuseFaults,
  ...logoutFaults,
  ...sessionFaults,
  ...accountFaults,
  ...errorFaults,
  ...httpFaults,
  ...discoveryFaults,
  ...cookieFaults,
  ...mailFaults,
  ...adminFaults,
  ...settingFaults,
];
