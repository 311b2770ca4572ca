export { createActivity, stretchMs, type Activity } from './activity.ts';
export type { LoginOutcome, RefreshOutcome } from './tallies.ts';
