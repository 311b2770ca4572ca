export type { Settings } from './service.ts';
export type { SettingValues } from './registry.ts';
export { createSettings } from './service.ts';
export { settingDefaults } from './parse.ts';
