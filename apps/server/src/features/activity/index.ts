export { createActivity, stretchMs, type Activity } from './activity.ts';
