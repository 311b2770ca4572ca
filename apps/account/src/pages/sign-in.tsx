import type { ApiProblem } from '@latchkey/client';
import { useState, type ReactNode } from 'react';
import { Link } from '../routing/link.tsx';
import { useSession } from '../session/session.ts';
import { Field } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { farewellWords } from '../words/farewell-words.ts';
import { problemWords, toApiProblem } from '../words/problem-words.ts';

export function SignInPage() {
  const { state, signIn } = useSession();
  const [tried, setTried] = useState('');
  const farewell = state.kind === 'signed out' ? state.farewell : undefined;
  return (
    <Page title="Sign in">
      <div role="status">
        {farewell !== undefined && <Notice kind="info">{farewellWords[farewell]}</Notice>}
      </div>
      {isSecureContext ? (
        <Form
          action="Sign in"
          submit={async ({ email = '', password = '' }) => {
            setTried(email);
            await signIn({ email, password });
            return undefined;
          }}
          explain={(problem) => explain(problem, tried)}
        >
          <Field name="email" label="E-mail address" type="email" autoComplete="username" />
          <Field name="password" label="Password" type="password" autoComplete="current-password" />
        </Form>
      ) : (
        <NotSecure />
      )}
      <p>
        {/* A page of its own, which needs no script. */}
        <a href="/account/forgot-password">Forgot your password?</a>
      </p>
      <p>
        New here? <Link to="/register">Create an account</Link>
      </p>
    </Page>
  );
}

/** Whoever has come this far knows the password: the mail may be asked for once more. */
function NotConfirmed({ email }: { readonly email: string }) {
  const { client } = useSession();
  const [isSent, setIsSent] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const send = (): void => {
    client
      .json('/api/verify-email/resend/', { method: 'POST', body: { email } })
      .then(() => setIsSent(true))
      .catch((error: unknown) => setProblem(toApiProblem(error)));
  };
  return (
    <>
      <p>Confirm your e-mail address first: open the link in the mail that was sent to it.</p>
      {isSent ? (
        <p>Another mail is on its way.</p>
      ) : (
        <button type="button" onClick={send}>
          Send the mail again
        </button>
      )}
      {problem && <p>{problemWords(problem)}</p>}
    </>
  );
}

/** The browser would not keep the cookie, and the visitor would be signed out at once without knowing why. */
function NotSecure() {
  return (
    <Notice kind="error">
      You cannot sign in here, since this page was not loaded over a secure connection. Open it with https://,
      or with http://localhost on the machine that runs Latchkey.
    </Notice>
  );
}

function explain(problem: ApiProblem, email: string): ReactNode {
  if (problem.code === 'email_not_verified') return <NotConfirmed email={email} />;
  // The service knows itself by another address (PUBLIC_URL), and lets no other page set its cookie.
  if (problem.code === 'forbidden') {
    return `You cannot sign in at this address, ${location.origin}: the service is known by another one. Open that, or ask whoever runs it.`;
  }
  return problemWords(problem);
}
