import { useSyncExternalStore } from 'react';

/** Where the pages are on the server, without the slash at the end. */
const base = '/account';
const changed = 'latchkey-location';

/** The paths of the pages, as they follow the base. */
export type Path = '/' | '/sessions' | '/password' | '/data' | '/sign-in' | '/register' | (string & {});

export function hrefOf(path: Path): string {
  return `${base}${path}`;
}

/** The path of the page that is shown; it changes with the browser's history. */
export function usePath(): Path {
  return useSyncExternalStore(subscribe, readPath);
}

export function navigate(path: Path): void {
  history.pushState(null, '', hrefOf(path));
  dispatchEvent(new Event(changed));
}

/** @param from the path that was asked for, and is to be shown after this one. */
export function redirect(path: Path, from?: Path): void {
  history.replaceState({ from }, '', hrefOf(path));
  dispatchEvent(new Event(changed));
}

/** Where this page was led to from. */
export function readFrom(): Path | undefined {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'from' in state && typeof state.from === 'string'
    ? state.from
    : undefined;
}

function readPath(): Path {
  return location.pathname.slice(base.length).replace(/\/$/, '') || '/';
}

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener);
  addEventListener(changed, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(changed, listener);
  };
}
