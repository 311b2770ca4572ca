import type { ApiProblem, FieldErrors } from '@latchkey/client';
import { useEffect, useRef, useState, type ReactNode, type SyntheticEvent } from 'react';
import { problemWords, toApiProblem } from '../words/problem-words.ts';
import { FormErrors } from './form-errors.ts';
import { Notice } from './notice.tsx';

type Values = Readonly<Record<string, string>>;

interface Props {
  /** What the button says. */
  readonly action: string;
  readonly isDangerous?: boolean;
  /** Returns what is said when it has succeeded; nothing where another page follows. */
  readonly submit: (values: Values) => Promise<string | undefined>;
  /** Errors that the page finds by itself. */
  readonly check?: (values: Values) => FieldErrors;
  /** In place of the problem's own words. */
  readonly explain?: (problem: ApiProblem) => ReactNode;
  readonly onErrors?: (errors: FieldErrors) => void;
  readonly children: ReactNode;
}

/** A form whose errors appear beside the fields that caused them; the first of these gets the focus. */
export function Form({ action, isDangerous = false, submit, check, explain, onErrors, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [problem, setProblem] = useState<ApiProblem>();
  const [success, setSuccess] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);

  // Once the fields have been drawn: one may have appeared only since it is needed.
  useEffect(() => {
    fieldsOf(form.current)
      .find((field) => field.name in errors)
      ?.focus();
  }, [errors]);

  function show(found: FieldErrors): void {
    setErrors(found);
    onErrors?.(found);
  }

  async function send(values: Values): Promise<void> {
    setProblem(undefined);
    setSuccess(undefined);
    const found = check?.(values) ?? {};
    if (Object.keys(found).length > 0) {
      show(found);
      return;
    }
    setIsBusy(true);
    try {
      const words = await submit(values);
      setErrors({});
      setSuccess(words);
      if (words !== undefined) emptyPasswords(form.current);
    } catch (error) {
      const failure = toApiProblem(error);
      show(failure.errors);
      if (Object.keys(failure.errors).length === 0) setProblem(failure);
    } finally {
      setIsBusy(false);
    }
  }

  function onSubmit(event: SyntheticEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (isBusy) return;
    const entries = [...new FormData(event.currentTarget)];
    void send(
      Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'string' ? value : ''])),
    );
  }

  return (
    <form ref={form} noValidate onSubmit={onSubmit}>
      <FormErrors value={errors}>{children}</FormErrors>
      <div className="actions">
        {/* Not `disabled`: that would take the focus away. */}
        <button type="submit" className={isDangerous ? 'danger' : 'primary'} aria-disabled={isBusy}>
          {isBusy ? 'One moment …' : action}
        </button>
      </div>
      <div role="alert">
        {problem && <Notice kind="error">{explain?.(problem) ?? problemWords(problem)}</Notice>}
      </div>
      <div role="status">{success !== undefined && <Notice kind="success">{success}</Notice>}</div>
    </form>
  );
}

function fieldsOf(form: HTMLFormElement | null): HTMLInputElement[] {
  return [...(form?.elements ?? [])].filter((element) => element instanceof HTMLInputElement);
}

function emptyPasswords(form: HTMLFormElement | null): void {
  for (const field of fieldsOf(form)) if (field.type === 'password') field.value = '';
}
