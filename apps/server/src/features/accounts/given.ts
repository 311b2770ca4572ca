import type { FieldRule } from '../../http/field-rules.ts';
import { fieldProblem } from '../../http/problems.ts';
import { emailFault, parseEmail, type EmailAddress } from './email.ts';

/** What an account is made from. */
export interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly username?: string | undefined;
}

/** @throws Problem `invalid_request` naming `email`. */
export function requireEmail(text: string): EmailAddress {
  const address = parseEmail(text);
  if (!address) throw fieldProblem('email', emailFault(text) ?? 'Must be an e-mail address.');
  return address;
}

/** @throws Problem `invalid_request` naming the field. */
export async function requireRule(field: string, text: string, rule: FieldRule): Promise<void> {
  const fault = await rule(text);
  if (fault !== undefined) throw fieldProblem(field, fault);
}
