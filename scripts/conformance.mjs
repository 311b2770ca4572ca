// npm run conformance -- URL: checks a running server against the contract, promise by promise.
import { buildConformanceKit, prepare } from './prepare.mjs';

prepare();
buildConformanceKit();
await import('../packages/conformance/dist/cli/main.js');
