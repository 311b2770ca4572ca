import type { Schemas } from '@latchkey/client';
import { useState } from 'react';
import { useSession } from '../session/session.ts';
import { Field } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';

type Me = Schemas['Me'];

export function ProfilePage() {
  return (
    <Page title="Profile">
      <Loaded<Me> path="/api/me/">{(me) => <ProfileForm me={me} />}</Loaded>
    </Page>
  );
}

function ProfileForm({ me }: { readonly me: Me }) {
  const { client } = useSession();
  const [saved, setSaved] = useState(me);
  // Whether a change of address needs the password is a setting of the service: it says so when it does.
  const [needsPassword, setNeedsPassword] = useState(false);
  return (
    <Form
      action="Save"
      submit={async ({ username = '', email = '', current_password = '' }) => {
        const body = {
          ...(username !== saved.username && { username }),
          ...(email !== saved.email && { email }),
          ...(current_password !== '' && { current_password }),
        };
        const now = await client.json<Me>('/api/me/', { method: 'PATCH', body });
        setSaved(now);
        setNeedsPassword(false);
        return body.email === undefined || now.email === body.email
          ? 'Saved.'
          : `Saved. The address stays ${now.email} until you have opened the link in the mail to ${body.email}.`;
      }}
      onErrors={(errors) => {
        if (errors['current_password']) setNeedsPassword(true);
      }}
    >
      <Field name="username" label="Name" autoComplete="name" defaultValue={me.username} />
      <Field
        name="email"
        label="E-mail address"
        type="email"
        autoComplete="username"
        defaultValue={me.email}
        hint="You sign in with it."
      />
      {needsPassword && (
        <Field
          name="current_password"
          label="Your password"
          type="password"
          autoComplete="current-password"
          hint="Needed to change the address."
        />
      )}
    </Form>
  );
}
