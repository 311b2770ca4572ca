export { createDevices, type Devices } from './devices.ts';
export { networkOf } from './networks.ts';
export { createLimits, type Limits, type OtherWay } from './service.ts';
