export { askForMail, createAddressProofs, type AddressProofs } from './address-proof.ts';
export { registerAddressProofRoutes } from './address-proof-routes.ts';
export { changeProfile, restoreAddress } from './change-profile.ts';
export { requireStillVerified, verifyCredentials } from './credentials.ts';
export type { AccountDeps } from './deps.ts';
export { emailFault, parseEmail } from './email.ts';
export { emailTaken } from './errors.ts';
export { requireEmail } from './given.ts';
export { requireNotLastAdmin } from './last-admin.ts';
export { createMailAnswers } from './mail-answers.ts';
export { givenPasswordFault } from './password-rules.ts';
export {
  countUnprovenAccounts,
  deleteAccount,
  lockAccount,
  selectAccount,
  updateActive,
  updatePassword,
  updateStaff,
  updateVerified,
  type AccountRow,
} from './queries.ts';
export { registerAccountRoutes } from './routes.ts';
export { email as emailField, password as passwordField, username as usernameField } from './schemas.ts';
export {
  announceFormerPasswords,
  createStandIns,
  lookForFormerPasswordsMs,
  recountFormerPasswords,
  standInFor,
} from './stand-ins.ts';
export { createAccountService, selectAccountByAddress, type AccountService } from './service.ts';
