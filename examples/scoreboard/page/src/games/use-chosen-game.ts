import { useSyncExternalStore } from 'react';

/** The game that the address names after its #, so that it can be bookmarked and gone back to. */
export function useChosenGame(): readonly [id: number | undefined, choose: (id: number) => void] {
  const hash = useSyncExternalStore(listen, () => location.hash);
  const id = /^#[1-9]\d*$/.test(hash) ? Number(hash.slice(1)) : undefined;
  return [id, choose];
}

function choose(id: number): void {
  location.hash = String(id);
}

function listen(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}
