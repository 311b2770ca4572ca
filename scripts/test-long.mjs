// npm run test:long: the property tests and the fuzzing again, for many more runs, and every planted fault of the
// conformance tests against all checks of its group.
process.env.PROPERTY_RUNS ??= '2000';
process.argv.splice(2, 0, 'protocol', 'fuzz', 'conformance/', '--testTimeout=3600000');
await import('./test.mjs');
