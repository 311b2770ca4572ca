import type { Client, Credentials } from '@latchkey/client';
import { useState } from 'react';
import { Field, Form } from '../ui/form.tsx';

interface Props {
  readonly client: Client;
  readonly signIn: (credentials: Credentials) => Promise<void>;
}

/** Signs in at Latchkey, or makes an account there first. The password goes to Latchkey alone. */
export function SignIn({ client, signIn }: Props) {
  const [isNew, setIsNew] = useState(false);
  const action = isNew ? 'Create an account' : 'Sign in';
  return (
    <section className="card">
      <h2>{action}</h2>
      <Form
        action={action}
        submit={async ({ email = '', password = '' }) => {
          if (isNew) await client.register({ email, password });
          await signIn({ email, password });
        }}
      >
        <Field name="email" label="E-mail address" type="email" autoComplete="username" />
        <Field
          name="password"
          label="Password"
          type="password"
          autoComplete={isNew ? 'new-password' : 'current-password'}
        />
      </Form>
      <p>
        {isNew ? 'You have one already?' : 'New here?'}{' '}
        <button type="button" className="link" onClick={() => setIsNew(!isNew)}>
          {isNew ? 'Sign in' : 'Create an account'}
        </button>
      </p>
    </section>
  );
}
