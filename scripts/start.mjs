// npm start: installs and builds what is missing, then serves.
import { prepare } from './prepare.mjs';

prepare();
await import('../apps/server/dist/main.js');
