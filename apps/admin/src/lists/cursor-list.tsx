import type { ReactNode } from 'react';
import { ListBase } from 'react-admin';
import { useSearchParams } from 'react-router';
import { CursorPages } from './cursor-pages.tsx';

interface CursorListProps {
  readonly resource: string;
  readonly filter?: Readonly<Record<string, string | undefined>>;
  readonly children: ReactNode;
}

/** A list of the admin API. Where its page begins is in the address bar, as `cursor`. */
export function CursorList({ resource, filter = {}, children }: CursorListProps) {
  const [search] = useSearchParams();
  const cursor = search.get('cursor') ?? undefined;
  return (
    <ListBase
      resource={resource}
      filter={filter}
      perPage={50}
      disableSyncWithLocation
      storeKey={false}
      queryOptions={{ meta: { cursor }, onError: shownInPlace }}
    >
      {children}
      <CursorPages />
    </ListBase>
  );
}

/** The list itself says what went wrong; react-admin need not do so in a corner. */
function shownInPlace(): void {
  // Nothing besides.
}
