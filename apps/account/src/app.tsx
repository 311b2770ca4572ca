import { useEffect, type ReactNode } from 'react';
import { DataPage } from './pages/data.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { PasswordPage } from './pages/password.tsx';
import { ProfilePage } from './pages/profile.tsx';
import { RegisterPage } from './pages/register.tsx';
import { SessionsPage } from './pages/sessions.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { readFrom, usePath, type Path } from './routing/location.ts';
import { Redirect } from './routing/redirect.tsx';
import { useSession } from './session/session.ts';
import { Layout } from './ui/layout.tsx';
import { Failure } from './ui/loaded.tsx';

type Pages = Readonly<Partial<Record<Path, () => ReactNode>>>;

const pagesOfVisitors: Pages = {
  '/sign-in': SignInPage,
  '/register': RegisterPage,
};

const pagesOfUsers: Pages = {
  '/': ProfilePage,
  '/sessions': SessionsPage,
  '/password': PasswordPage,
  '/data': DataPage,
};

export function App() {
  return (
    <Layout>
      <CurrentPage />
    </Layout>
  );
}

function CurrentPage() {
  const path = usePath();
  const { state, restore } = useSession();
  useEffect(() => {
    scrollTo(0, 0);
  }, [path]);

  if (state.kind === 'starting') return <p role="status">Loading …</p>;
  if (state.kind === 'unreachable') return <Failure problem={state.problem} again={() => void restore()} />;

  const isSignedIn = state.kind === 'signed in';
  const ShownPage = (isSignedIn ? pagesOfUsers : pagesOfVisitors)[path];
  if (ShownPage) return <ShownPage key={path} />;
  if (isSignedIn && pagesOfVisitors[path]) return <Redirect to={wanted(readFrom())} />;
  if (!isSignedIn && pagesOfUsers[path]) return <Redirect to="/sign-in" from={path} />;
  return <NotFoundPage />;
}

function wanted(from: Path | undefined): Path {
  return from !== undefined && pagesOfUsers[from] ? from : '/';
}
