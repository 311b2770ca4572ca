export { changeProfile } from './change-profile.ts';
export { requireStillVerified, verifyCredentials } from './credentials.ts';
export { emailFault } from './email.ts';
export { emailTaken } from './errors.ts';
export { requireNotLastAdmin } from './last-admin.ts';
export { givenPasswordFault } from './password-rules.ts';
export {
  deleteAccount,
  lockAccount,
  selectAccount,
  updateActive,
  updatePassword,
  updateStaff,
} from './queries.ts';
export { registerAccountRoutes } from './routes.ts';
export { email as emailField, password as passwordField, username as usernameField } from './schemas.ts';
export {
  createAccountService,
  requireEmail,
  selectAccountByAddress,
  type AccountDeps,
  type AccountService,
} from './service.ts';
