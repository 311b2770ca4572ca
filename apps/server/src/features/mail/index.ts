export { inkOn } from './layout.ts';
export { createNotices, type Notices } from './notices.ts';
export { clearOldMails, createOutbox, type Outbox } from './outbox.ts';
export { createOutboxService, type OutboxService } from './outbox-service.ts';
export { registerMailRoutes } from './routes.ts';
export { isLoopback, parseSender, parseSmtpUrl } from './smtp-server.ts';
export { createMailWorker, type KeptMail, type Post } from './worker.ts';
