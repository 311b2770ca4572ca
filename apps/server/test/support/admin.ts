import { startApp, type StartOptions, type TestApp } from './app.ts';
import { bearer, type Answer, type Client } from './client.ts';
import type { DatabaseKind } from './databases.ts';
import { operate } from './operate.ts';

export const adminEmail = 'admin@example.com';
export const adminPassword = 'the password of the admin';

/** A client that calls with an access token, of an admin unless another is given. */
export function callWith(client: Client, accessToken: string) {
  return (method: string, path: string, body?: unknown): Promise<Answer> =>
    client.send(method, path, { headers: bearer(accessToken), ...(body !== undefined && { body }) });
}

export type Call = ReturnType<typeof callWith>;

/** The service with one admin, id 1, who is logged in. */
export async function startWithAdmin(
  kind: DatabaseKind,
  options: StartOptions = {},
): Promise<{ app: TestApp; call: Call; adminSession: { access_token: string; refresh_token: string } }> {
  const app = await startApp(kind, options);
  await operate(app).makeAdmin(adminEmail, adminPassword);
  const adminSession = await app.login(adminEmail, adminPassword);
  return { app, call: callWith(app, adminSession.access_token), adminSession };
}
