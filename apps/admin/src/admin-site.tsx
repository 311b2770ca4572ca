import { QueryClient } from '@tanstack/react-query';
import { Admin, CustomRoutes, Resource, localStorageStore } from 'react-admin';
import { BrowserRouter, Route } from 'react-router';
import { dataProvider } from './api/data-provider.ts';
import { shouldAskAgain } from './api/problems.ts';
import { accountPages } from './features/accounts/index.ts';
import { AuditPage } from './features/audit/audit-page.tsx';
import { IncidentPage } from './features/incident/incident-page.tsx';
import { KeysPage } from './features/keys/keys-page.tsx';
import { MailsPage } from './features/mail/mails-page.tsx';
import { OverviewPage } from './features/overview/overview-page.tsx';
import { SessionsPage } from './features/sessions/sessions-page.tsx';
import { HistoryPage } from './features/settings/history-page.tsx';
import { SettingsPage } from './features/settings/settings-page.tsx';
import { SetupPage } from './features/setup/setup-page.tsx';
import { SiteLayout } from './layout/site-layout.tsx';
import { darkTheme, lightTheme } from './layout/theme.ts';
import { authProvider } from './sign-in/auth-provider.ts';
import { SignInPage } from './sign-in/sign-in-page.tsx';

const queryClient = new QueryClient({ defaultOptions: { queries: { retry: shouldAskAgain } } });
/** Keeps which theme was chosen, nothing else: no token and no data. */
const store = localStorageStore(undefined, 'latchkey-admin');

export function AdminSite() {
  return (
    <BrowserRouter basename="/admin">
      <Admin
        title="Latchkey"
        authProvider={authProvider}
        dataProvider={dataProvider}
        queryClient={queryClient}
        store={store}
        lightTheme={lightTheme}
        darkTheme={darkTheme}
        layout={SiteLayout}
        loginPage={SignInPage}
        dashboard={OverviewPage}
        requireAuth
        disableTelemetry
      >
        <Resource name="accounts" {...accountPages} recordRepresentation="email" />
        <Resource name="sessions" list={SessionsPage} />
        <Resource name="mails" list={MailsPage} />
        <Resource name="audit" list={AuditPage} />
        <CustomRoutes>
          <Route path="/settings" element={<SettingsPage />} />
          <Route path="/settings/history" element={<HistoryPage />} />
          <Route path="/keys" element={<KeysPage />} />
          <Route path="/incident" element={<IncidentPage />} />
        </CustomRoutes>
        <CustomRoutes noLayout>
          <Route path="/setup" element={<SetupPage />} />
        </CustomRoutes>
      </Admin>
    </BrowserRouter>
  );
}
