import type { ReactNode } from 'react';

interface Props {
  readonly kind: 'info' | 'success' | 'error';
  readonly children: ReactNode;
}

export function Notice({ kind, children }: Props) {
  return <div className={`notice ${kind}`}>{children}</div>;
}
