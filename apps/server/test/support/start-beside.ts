import type { Environment } from '../../src/config.ts';
import { publicUrl, secretKey, startApp, type TestApp } from './app.ts';
import type { DatabaseKind } from './databases.ts';

/**
 * A running service, and the environment for what works beside it on the same database as a process of its own. The
 * service runs in this process, which starts in a tenth of the time.
 */
export async function startBeside(
  kind: DatabaseKind,
  settings: Environment = {},
): Promise<{ server: TestApp; installation: Environment }> {
  const server = await startApp(kind, { environment: settings });
  const { url, dataDir } = server.database;
  const installation = { DATABASE_URL: url, DATA_DIR: dataDir, SECRET_KEY: secretKey, PUBLIC_URL: publicUrl };
  return { server, installation: { ...installation, ...settings } };
}
