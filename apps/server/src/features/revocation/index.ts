export { clearEndedSessions } from './ended-sessions.ts';
export { createRevocationFeed, type RevocationFeed } from './feed.ts';
export { createFeedKeys } from './feed-keys.ts';
export { recordEnd, recordEnds } from './queries.ts';
export { registerRevocationRoutes } from './routes.ts';
