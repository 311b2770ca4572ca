import { ApiProblem } from '@latchkey/client';

interface Props {
  readonly error: unknown;
  readonly before?: string;
  readonly again?: () => void;
}

/** What went wrong, what to do, and where it helps a button to try again. */
export function Failure({ error, before, again }: Props) {
  return (
    <div role="alert" className="notice error">
      <p>
        {before} {errorWords(error)}
      </p>
      {again && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}

export function errorWords(error: unknown): string {
  return error instanceof ApiProblem ? `${error.title}. ${error.detail}` : String(error);
}
