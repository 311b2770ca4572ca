import type { ApiProblem } from '@latchkey/client';
import { useEffect, useState, type ReactNode } from 'react';
import { useSession } from '../session/session.ts';
import { problemWords, toApiProblem } from '../words/problem-words.ts';
import { Notice } from './notice.tsx';

interface Props<T> {
  readonly path: string;
  readonly children: (data: T) => ReactNode;
}

/** Asks the API and shows the answer; until then that it is on its way, or why it does not come. */
export function Loaded<T>({ path, children }: Props<T>) {
  const { client } = useSession();
  const [data, setData] = useState<T>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [attempt, setAttempt] = useState(1);

  useEffect(() => {
    const left = new AbortController();
    client.json<T>(path, { signal: left.signal }).then(setData, (error: unknown) => {
      if (!left.signal.aborted) setProblem(toApiProblem(error));
    });
    return () => left.abort();
  }, [client, path, attempt]);

  if (data !== undefined) return children(data);
  if (!problem) return <p role="status">Loading …</p>;
  const again = (): void => {
    setProblem(undefined);
    setAttempt(attempt + 1);
  };
  return <Failure problem={problem} again={again} />;
}

export function Failure({ problem, again }: { readonly problem: ApiProblem; readonly again: () => void }) {
  return (
    <div role="alert">
      <Notice kind="error">
        <p>{problemWords(problem)}</p>
        <button type="button" onClick={again}>
          Try again
        </button>
      </Notice>
    </div>
  );
}
