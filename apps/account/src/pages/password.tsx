import { useSession } from '../session/session.ts';
import { Field } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';

export function PasswordPage() {
  const { client } = useSession();
  return (
    <Page title="Password">
      <p>A new password signs you out everywhere but here.</p>
      <Form
        action="Change the password"
        submit={async ({ current_password = '', new_password = '' }) => {
          await client.password.change({ current_password, new_password });
          return 'The password is changed, and all other sessions are ended.';
        }}
      >
        <Field
          name="current_password"
          label="Current password"
          type="password"
          autoComplete="current-password"
        />
        <Field name="new_password" label="New password" type="password" autoComplete="new-password" />
      </Form>
    </Page>
  );
}
