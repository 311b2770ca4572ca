import type { MouseEvent, ReactNode } from 'react';
import { hrefOf, navigate, usePath, type Path } from './location.ts';

/** A link to another of these pages, which is shown without loading anything. */
export function Link({ to, children }: { readonly to: Path; readonly children: ReactNode }) {
  const isHere = usePath() === to;
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    // A new tab, a new window, a download: what the browser does with a link by itself stays.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a href={hrefOf(to)} onClick={follow} aria-current={isHere ? 'page' : undefined}>
      {children}
    </a>
  );
}
