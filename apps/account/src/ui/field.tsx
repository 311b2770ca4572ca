import { use, useId, type ReactNode } from 'react';
import { FormErrors } from './form-errors.ts';

interface Props {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'email' | 'password';
  readonly autoComplete: string;
  readonly defaultValue?: string;
  readonly hint?: ReactNode;
}

/** A labelled field with its errors. */
export function Field({ name, label, type = 'text', autoComplete, defaultValue, hint }: Props) {
  const id = useId();
  const errors = use(FormErrors)[name] ?? [];
  const isInvalid = errors.length > 0;
  const describedBy = [hint !== undefined && `${id}-hint`, isInvalid && `${id}-errors`].filter(Boolean);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        type={type}
        autoComplete={autoComplete}
        defaultValue={defaultValue}
        aria-invalid={isInvalid}
        aria-describedby={describedBy.join(' ') || undefined}
        {...(type !== 'text' && { autoCapitalize: 'none', spellCheck: false })}
      />
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {isInvalid && (
        <p className="error" id={`${id}-errors`}>
          {errors.join(' ')}
        </p>
      )}
    </div>
  );
}

/** A box to tick, with its errors. */
export function Tick({ name, label }: { readonly name: string; readonly label: string }) {
  const id = useId();
  const errors = use(FormErrors)[name] ?? [];
  const isInvalid = errors.length > 0;
  return (
    <div className="field">
      <label className="tick">
        <input
          type="checkbox"
          name={name}
          aria-invalid={isInvalid}
          aria-describedby={isInvalid ? id : undefined}
        />
        {label}
      </label>
      {isInvalid && (
        <p className="error" id={id}>
          {errors.join(' ')}
        </p>
      )}
    </div>
  );
}
