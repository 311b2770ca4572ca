import type { ApiProblem, Schemas } from '@latchkey/client';
import { useCallback, useEffect, useState } from 'react';
import { useSession } from '../session/session.ts';
import { toApiProblem } from '../words/problem-words.ts';

export type SessionItem = Schemas['OwnSession'];

const pageSize = 20;

export interface SessionList {
  /** undefined until the first page has come. */
  readonly items: readonly SessionItem[] | undefined;
  readonly hasMore: boolean;
  readonly problem: ApiProblem | undefined;
  readonly loadMore: () => Promise<void>;
  readonly end: (id: string) => Promise<boolean>;
  readonly endOthers: () => Promise<boolean>;
}

/** The caller's sessions, page by page, and what ends them. */
export function useSessions(): SessionList {
  const { client } = useSession();
  const [items, setItems] = useState<readonly SessionItem[]>();
  const [next, setNext] = useState<string | null>(null);
  const [problem, setProblem] = useState<ApiProblem>();

  const load = useCallback(
    (cursor?: string): Promise<void> => {
      const asked = { limit: pageSize, ...(cursor !== undefined && { cursor }) };
      return client.sessions.list(asked).then(
        (page) => {
          setProblem(undefined);
          setItems((shown) => (cursor === undefined ? page.items : [...(shown ?? []), ...page.items]));
          setNext(page.next);
        },
        (error: unknown) => setProblem(toApiProblem(error)),
      );
    },
    [client],
  );

  useEffect(() => void load(), [load]);

  /** @returns whether it is done. */
  async function remove(request: Promise<void>, isGone: (item: SessionItem) => boolean): Promise<boolean> {
    setProblem(undefined);
    try {
      await request;
    } catch (error) {
      const failure = toApiProblem(error);
      // What is not there any more is ended already.
      if (failure.status !== 404) {
        setProblem(failure);
        return false;
      }
    }
    setItems((shown) => shown?.filter((item) => !isGone(item)));
    return true;
  }

  return {
    items,
    hasMore: next !== null,
    problem,
    loadMore: () => load(next ?? undefined),
    end: (id) => remove(client.sessions.end(id), (item) => item.id === id),
    endOthers: async () => {
      const isDone = await remove(client.sessions.endOthers(), ({ current }) => !current);
      // This session may have been on a page that was not loaded yet.
      if (isDone) await load();
      return isDone;
    },
  };
}
