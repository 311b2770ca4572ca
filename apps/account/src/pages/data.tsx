import type { ApiProblem } from '@latchkey/client';
import { useState } from 'react';
import { useSession } from '../session/session.ts';
import { Field, Tick } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { saveFile } from '../ui/save-file.ts';
import { problemWords, toApiProblem } from '../words/problem-words.ts';

export function DataPage() {
  return (
    <Page title="Your data">
      <Download />
      <Deletion />
    </Page>
  );
}

function Download() {
  const { client } = useSession();
  const [problem, setProblem] = useState<ApiProblem>();
  const download = async (): Promise<void> => {
    setProblem(undefined);
    try {
      const data = await client.json<unknown>('/api/me/export/');
      saveFile('latchkey-account.json', `${JSON.stringify(data, null, 2)}\n`);
    } catch (error) {
      setProblem(toApiProblem(error));
    }
  };
  return (
    <section aria-labelledby="download">
      <h2 id="download">Download</h2>
      <p>Everything that is kept about you, as a JSON file: your account and your sessions.</p>
      <div className="actions">
        <button type="button" className="primary" onClick={() => void download()}>
          Download your data
        </button>
      </div>
      <div role="alert">{problem && <Notice kind="error">{problemWords(problem)}</Notice>}</div>
    </section>
  );
}

function Deletion() {
  const { client, signOut } = useSession();
  return (
    <section aria-labelledby="deletion">
      <h2 id="deletion">Delete your account</h2>
      <p>
        Your account, your sessions and everything that is kept about you are deleted at once. There is no way
        back.
      </p>
      <Form
        action="Delete the account"
        isDangerous
        check={(values) =>
          values['confirmation'] === 'on' ? {} : { confirmation: ['Tick this to delete your account.'] }
        }
        submit={async ({ current_password }) => {
          await client.json('/api/me/', { method: 'DELETE', body: { current_password } });
          await signOut('deleted');
          return undefined;
        }}
      >
        <Field name="current_password" label="Password" type="password" autoComplete="current-password" />
        <Tick name="confirmation" label="Yes, delete my account for good" />
      </Form>
    </section>
  );
}
