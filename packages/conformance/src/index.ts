export { CannotRun, type ConformanceOptions } from './options.ts';
export type { CheckResult, Failure, Outcome, Report } from './report.ts';
export { runConformance } from './run.ts';
export { listChecks, type ListedCheck } from './select.ts';
