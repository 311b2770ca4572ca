export { registerLinkPages } from './routes.ts';
