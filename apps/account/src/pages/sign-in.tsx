import type { ApiProblem } from '@latchkey/client';
import { Link } from '../routing/link.tsx';
import { useSession } from '../session/session.ts';
import { Field } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { farewellWords } from '../words/farewell-words.ts';
import { problemWords } from '../words/problem-words.ts';

export function SignInPage() {
  const { state, signIn } = useSession();
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
            await signIn({ email, password });
            return undefined;
          }}
          explain={(problem) => explain(problem)}
        >
          <Field name="email" label="E-mail address" type="email" autoComplete="username" />
          <Field name="password" label="Password" type="password" autoComplete="current-password" />
        </Form>
      ) : (
        <NotSecure />
      )}
      <p>
        New here? <Link to="/register">Create an account</Link>
      </p>
    </Page>
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

function explain(problem: ApiProblem): string {
  // The service knows itself by another address (PUBLIC_URL), and lets no other page set its cookie.
  if (problem.code === 'forbidden') {
    return `You cannot sign in at this address, ${location.origin}: the service is known by another one. Open that, or ask whoever runs it.`;
  }
  return problemWords(problem);
}
