import { useEffect, useState } from 'react';
import { Link } from '../routing/link.tsx';
import { useSession } from '../session/session.ts';
import { Field } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';

/** `/account/reset#TOKEN`: what follows the # never leaves the browser by itself, and no server's log has it. */
export function ResetPage() {
  const { client } = useSession();
  const [token, setToken] = useState(readToken);
  const [isDone, setIsDone] = useState(false);

  useEffect(() => {
    const take = (): void => {
      const given = readToken();
      if (given === '') return;
      setToken(given);
      setIsDone(false);
      // Whoever looks over the shoulder, or into the browser's history, is not to find it.
      history.replaceState(null, '', location.pathname);
    };
    take();
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);

  return (
    <Page title="Choose a new password">
      <div role="status">
        {isDone && <Notice kind="success">The new password is set, and all sessions are ended.</Notice>}
      </div>
      {isDone && (
        <p>
          <Link to="/sign-in">Sign in</Link>
        </p>
      )}
      {!isDone && token === '' && (
        <Notice kind="error">
          This page works with the link that you were given. Open the whole link; if it does not work any
          more, ask for a new one.
        </Notice>
      )}
      {!isDone && token !== '' && (
        <Form
          action="Set the password"
          submit={async ({ new_password }) => {
            const body = { token, new_password };
            await client.json('/api/password-reset/confirm/', { method: 'POST', body });
            setIsDone(true);
            return undefined;
          }}
          explain={(problem) =>
            problem.code === 'token_invalid'
              ? 'This link was used already, or it is too old. Ask for a new one.'
              : undefined
          }
        >
          <Field name="new_password" label="New password" type="password" autoComplete="new-password" />
        </Form>
      )}
    </Page>
  );
}

function readToken(): string {
  return location.hash.slice(1);
}
