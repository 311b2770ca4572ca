// npm run latchkey -- COMMAND: the command line of the server.
import { prepare } from './prepare.mjs';

prepare();
await import('../apps/server/dist/cli.js');
