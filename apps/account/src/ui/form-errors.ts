import type { FieldErrors } from '@latchkey/client';
import { createContext } from 'react';

/** What is wrong with the fields of the form around. */
export const FormErrors = createContext<FieldErrors>({});
