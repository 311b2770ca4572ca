export { settingDefaults } from './defaults.ts';
export { durationInWords } from './durations.ts';
export type { Usage } from './foresight.ts';
export { openLiveSettings, type LiveSettings, type Settings } from './live-settings.ts';
export type { SettingValues } from './registry.ts';
export { registerSettingsRoutes } from './routes.ts';
export { createSettingsService, type SettingsService } from './service.ts';
export { longestTokenLifetimeMs, selectTokenLifetimes } from './token-lifetimes.ts';
export { watchSettings } from './watch.ts';
