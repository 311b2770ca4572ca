import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { client } from '../../api/client.ts';
import type { SigningKey } from '../../api/shapes.ts';

const path = '/api/admin/keys/';
/** A key begins to sign, and goes, by itself. */
const lookAgainMs = 5_000;

const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => client.json<{ keys: SigningKey[] }>(path, { signal }),
  refetchInterval: lookAgainMs,
});

export function useKeys() {
  return useQuery(keysQuery);
}

/** What an admin does with keys; the list is loaded anew afterwards. */
export function useKeyActions() {
  const queryClient = useQueryClient();
  const post = async <T>(step: string, body?: object): Promise<T> => {
    const answer = await client.json<T>(`${path}${step}`, { method: 'POST', ...(body && { body }) });
    // What is answered may be shown once only: it does not wait for the list.
    void queryClient.invalidateQueries({ queryKey: keysQuery.queryKey });
    return answer;
  };
  const pathOf = (kid: string): string => encodeURIComponent(kid);
  return {
    rotate: (now: boolean) => post<SigningKey>('rotate/', { now }),
    add: () => post<SigningKey & { readonly secret: string }>(''),
    activate: (kid: string) => post<SigningKey>(`${pathOf(kid)}/activate/`),
    retire: (kid: string, now: boolean) => post<null>(`${pathOf(kid)}/retire/`, { now }),
  };
}
