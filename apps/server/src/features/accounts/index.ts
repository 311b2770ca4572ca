export { createAccountAdmin, findByEmail, requireNotLastAdmin, type AccountAdmin } from './admin.ts';
export { requireStillVerified, verifyCredentials } from './credentials.ts';
export { emailFault } from './email.ts';
export { givenPasswordFault } from './password-rules.ts';
export { deleteAccount, lockAccount, selectAccount, updateActive, updatePassword } from './queries.ts';
export { registerAccountRoutes } from './routes.ts';
export { email as emailField, password as passwordField } from './schemas.ts';
export { createAccountService, type AccountDeps, type AccountService } from './service.ts';
