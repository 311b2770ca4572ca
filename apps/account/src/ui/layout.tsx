import { useState, type MouseEvent, type ReactNode } from 'react';
import type { ApiProblem } from '@latchkey/client';
import { Link } from '../routing/link.tsx';
import { useSession } from '../session/session.ts';
import { problemWords, toApiProblem } from '../words/problem-words.ts';
import { Notice } from './notice.tsx';

/** What is around every page. */
export function Layout({ children }: { readonly children: ReactNode }) {
  const { state } = useSession();
  return (
    <>
      <SkipLink />
      <header>
        <span className="brand">
          <img src="/account/favicon.svg" alt="" width="28" height="28" />
          Latchkey
        </span>
        {state.kind === 'signed in' && <Menu />}
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

/** Only moves the focus: the part of the address behind the # belongs to the pages. */
function SkipLink() {
  const skip = (event: MouseEvent): void => {
    event.preventDefault();
    document.getElementById('content')?.focus();
  };
  return (
    <a className="skip" href="#content" onClick={skip}>
      Skip to the content
    </a>
  );
}

function Menu() {
  const { signOut } = useSession();
  const [problem, setProblem] = useState<ApiProblem>();
  const leave = (): void => {
    setProblem(undefined);
    signOut().catch((error: unknown) => setProblem(toApiProblem(error)));
  };
  return (
    <>
      <nav aria-label="Your account">
        <Link to="/">Profile</Link>
        <Link to="/sessions">Sessions</Link>
        <Link to="/password">Password</Link>
        <Link to="/data">Data</Link>
      </nav>
      <button type="button" onClick={leave}>
        Sign out
      </button>
      <div role="alert" className="under-menu">
        {problem && (
          <Notice kind="error">You are still signed in: it did not work. {problemWords(problem)}</Notice>
        )}
      </div>
    </>
  );
}
