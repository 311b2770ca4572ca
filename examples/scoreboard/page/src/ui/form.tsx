import { ApiProblem, type FieldErrors } from '@latchkey/client';
import { createContext, use, useId, useState, type InputHTMLAttributes, type ReactNode } from 'react';
import { Failure } from './failure.tsx';

const Errors = createContext<FieldErrors>({});

interface FormProps {
  /** What the button says. */
  readonly action: string;
  readonly submit: (values: Readonly<Record<string, string>>, form: HTMLFormElement) => Promise<void>;
  readonly children: ReactNode;
}

/** A form whose errors stand beside the fields that caused them. */
export function Form({ action, submit, children }: FormProps) {
  const [error, setError] = useState<unknown>();
  const [isBusy, setIsBusy] = useState(false);
  const fieldErrors = error instanceof ApiProblem ? error.errors : {};

  async function send(form: HTMLFormElement): Promise<void> {
    const entries = [...new FormData(form)].filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    setIsBusy(true);
    setError(undefined);
    await submit(Object.fromEntries(entries), form).catch(setError);
    setIsBusy(false);
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void send(event.currentTarget);
      }}
    >
      <Errors value={fieldErrors}>{children}</Errors>
      {error !== undefined && Object.keys(fieldErrors).length === 0 && <Failure error={error} />}
      {/* Not `disabled`: that would take the focus away. */}
      <button type="submit" className="primary" aria-disabled={isBusy}>
        {isBusy ? 'One moment …' : action}
      </button>
    </form>
  );
}

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}

/** A labelled field with its errors. */
export function Field({ name, label, hint, ...input }: FieldProps) {
  const id = useId();
  const errors = use(Errors)[name];
  const more = errors?.join(' ') ?? hint;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        name={name}
        aria-invalid={errors !== undefined}
        aria-describedby={more === undefined ? undefined : `${id}-more`}
      />
      {more !== undefined && (
        <p id={`${id}-more`} className={errors ? 'hint error' : 'hint'}>
          {more}
        </p>
      )}
    </div>
  );
}
