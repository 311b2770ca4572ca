import { useEffect } from 'react';
import { redirect, type Path } from './location.ts';

/** Leads on to another page, in place of this one. */
export function Redirect({ to, from }: { readonly to: Path; readonly from?: Path }) {
  useEffect(() => redirect(to, from), [to, from]);
  return null;
}
