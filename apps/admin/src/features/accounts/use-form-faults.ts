import { useNotify } from 'react-admin';
import { faultOf } from '../../api/problems.ts';

/** Says what went wrong with a form as a whole. What is wrong with its fields stands beside them. */
export function useFormFaults(): (error: unknown) => void {
  const notify = useNotify();
  return (error) => {
    const hasFields = typeof error === 'object' && error !== null && 'body' in error;
    if (hasFields) return notify('Correct what is marked.', { type: 'error' });
    const { title, detail } = faultOf(error);
    notify(`${title}. ${detail}`, { type: 'error' });
  };
}
