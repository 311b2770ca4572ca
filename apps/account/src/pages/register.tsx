import { Link } from '../routing/link.tsx';
import { useSession } from '../session/session.ts';
import { Field } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { problemWords } from '../words/problem-words.ts';

export function RegisterPage() {
  const { client, signIn } = useSession();
  return (
    <Page title="Create an account">
      <Form
        action="Create the account"
        submit={async ({ email = '', username = '', password = '' }) => {
          const made = await client.register({ email, username, password });
          // Where the address has to be confirmed first, nothing tells whether it had an account already.
          if (!('id' in made))
            return 'A mail is on its way to this address. Open the link in it, then sign in.';
          await signIn({ email, password });
          return undefined;
        }}
        // Registration that is closed is a 403 whose detail says so.
        explain={(problem) => (problem.status === 403 ? problem.detail : problemWords(problem))}
      >
        <Field name="email" label="E-mail address" type="email" autoComplete="username" />
        <Field
          name="username"
          label="Name"
          autoComplete="name"
          hint="As others may see it. You can leave it out."
        />
        <Field name="password" label="Password" type="password" autoComplete="new-password" />
      </Form>
      <p>
        You have one already? <Link to="/sign-in">Sign in</Link>
      </p>
    </Page>
  );
}
