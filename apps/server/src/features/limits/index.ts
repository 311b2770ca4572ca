export type { Attempt } from './entrance.ts';
export { createDevices, type Devices } from './devices.ts';
export { createLimits, type Limits, type OtherWay } from './service.ts';
