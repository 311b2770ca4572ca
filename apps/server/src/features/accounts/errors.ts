import { Problem } from '../../http/problems.ts';

export const emailTaken = (): Problem =>
  new Problem('email_taken', { errors: { email: ['An account with this address exists.'] } });

export const invalidCredentials = (): Problem => new Problem('invalid_credentials');

export const registrationClosed = (): Problem =>
  new Problem('forbidden', { detail: 'Registration is closed. Ask an administrator for an account.' });

export const lastAdmin = (): Problem =>
  new Problem('forbidden', { detail: 'This is the last active admin. Make another one first.' });

export const emailNotVerified = (): Problem => new Problem('email_not_verified');
