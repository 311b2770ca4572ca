import type { ApiProblem } from '@latchkey/client';
import { useCallback, useEffect, useState } from 'react';
import { useSession } from '../session/session.ts';
import { toApiProblem } from '../words/problem-words.ts';

export interface SessionItem {
  readonly id: string;
  readonly device: string;
  readonly address: string;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly current: boolean;
}

interface SessionPage {
  readonly items: readonly SessionItem[];
  readonly next: string | null;
}

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
      const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      return client.json<SessionPage>(`/api/me/sessions/?limit=${pageSize}${from}`).then(
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
  async function remove(path: string, isGone: (item: SessionItem) => boolean): Promise<boolean> {
    setProblem(undefined);
    try {
      await client.json(path, { method: 'DELETE' });
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
    end: (id) => remove(`/api/me/sessions/${id}/`, (item) => item.id === id),
    endOthers: async () => {
      const isDone = await remove('/api/me/sessions/', ({ current }) => !current);
      // This session may have been on a page that was not loaded yet.
      if (isDone) await load();
      return isDone;
    },
  };
}
