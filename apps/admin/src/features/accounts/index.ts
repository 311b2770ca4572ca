import { AccountPage } from './account-page.tsx';
import { AccountsPage } from './accounts-page.tsx';
import { NewAccountPage } from './new-account-page.tsx';

/** The pages of the accounts, as react-admin's routes name them. */
export const accountPages = { list: AccountsPage, create: NewAccountPage, edit: AccountPage };
