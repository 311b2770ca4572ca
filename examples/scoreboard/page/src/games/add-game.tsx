import { useState } from 'react';
import { Field, Form } from '../ui/form.tsx';
import type { GamesApi } from './api.ts';

interface Props {
  readonly api: GamesApi;
  readonly added: (id: number) => void;
}

/** For staff: a game from a file, or a made-up one. Whether it may be added is decided by the service. */
export function AddGame({ api, added }: Props) {
  const [source, setSource] = useState<'seed' | 'file'>('seed');
  return (
    <section className="card">
      <h2>Add a game</h2>
      <Form
        action="Add the game"
        submit={async ({ home = '', away = '', seed = '' }, form) => {
          const content = source === 'seed' ? { seed } : { game: await chosenText(form) };
          added((await api.add({ home, away, ...content })).id);
        }}
      >
        <div className="pair">
          <Field name="home" label="Home team" autoComplete="off" />
          <Field name="away" label="Away team" autoComplete="off" />
        </div>
        <fieldset>
          <legend>The game</legend>
          <label>
            <input type="radio" checked={source === 'seed'} onChange={() => setSource('seed')} /> made up from
            a word
          </label>
          <label>
            <input type="radio" checked={source === 'file'} onChange={() => setSource('file')} /> from a file
          </label>
        </fieldset>
        {source === 'seed' ? (
          <Field
            name="seed"
            label="Seed"
            autoComplete="off"
            defaultValue="final"
            hint="The same word makes the same game."
          />
        ) : (
          <Field
            name="game"
            label="File"
            type="file"
            accept=".json,.ndjson,.csv"
            hint="JSON, NDJSON, or CSV with the columns offset, home and away."
          />
        )}
      </Form>
    </section>
  );
}

/** The text of the chosen file; none where none is chosen, which the service refuses with what to do. */
async function chosenText(form: HTMLFormElement): Promise<string> {
  const file = new FormData(form).get('game');
  return file instanceof File ? file.text() : '';
}
