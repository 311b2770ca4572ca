/*
 * The Generic Cell Rate Algorithm, as virtual scheduling (ITU-T Recommendation I.371, annex A). One number a key says
 * all there is to know: the theoretical arrival time, until which the attempts counted so far last when they are spread
 * out evenly. Each adds `window / limit` to it; while it is further away than the window, there is no room for one more.
 * So `limit` attempts can come at once, and after that one for each `window / limit`. No edge of a window lets twice as
 * many through.
 */

/** So many attempts in so much time. */
export interface Quota {
  readonly limit: number;
  readonly windowMs: number;
}

/** How much one attempt takes up. */
export function intervalMs({ limit, windowMs }: Quota): number {
  return Math.floor(windowMs / limit);
}

/**
 * How long until one more attempt has room; 0: now.
 *
 * @param arrivesAt the theoretical arrival time; it and `now` are in milliseconds since the epoch.
 * @param underWay attempts that were let in and may yet be counted.
 */
export function waitMs(quota: Quota, arrivesAt: number, now: number, underWay = 0): number {
  const debt = arrivesAt > horizon(quota, now) ? 0 : Math.max(0, arrivesAt - now);
  return Math.max(0, debt + (underWay + 1) * intervalMs(quota) - quota.windowMs);
}

/** Two readings of one clock may be this far apart on their way through the database. */
const slackMs = 10_000;

/**
 * No counting leads beyond this: what lies there was written under a clock that has been set back since, or under a
 * longer window, and must not keep anybody waiting.
 */
export function horizon({ windowMs }: Pick<Quota, 'windowMs'>, now: number): number {
  return now + windowMs + slackMs;
}
