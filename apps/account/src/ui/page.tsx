import { useEffect, useRef, type ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

let isFirstPage = true;

/** A page: its title in the tab and as heading. Whoever came here by a link goes on reading at the heading. */
export function Page({ title, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Latchkey`;
    // A page that was just loaded is read from its beginning anyway.
    if (!isFirstPage) heading.current?.focus();
    return () => {
      isFirstPage = false;
    };
  }, [title]);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </>
  );
}
