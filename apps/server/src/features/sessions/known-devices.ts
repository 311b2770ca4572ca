import type { Database } from '../../db/database.ts';
import type { Origin } from '../../lib/origin.ts';
import { networkOf } from '../../lib/networks.ts';
import type { Devices, Limits, OtherWay } from '../limits/index.ts';
import { hasSessionFrom } from './queries.ts';

interface Deps {
  readonly database: Database;
  readonly devices: Devices;
  readonly limits: Limits;
}

/** No account has it. */
const nobody = 0;

/**
 * The way in for the devices of an account while strangers have filled its lane: a browser that carries the cookie of
 * an earlier login, and any device in a network from which the account has had a session. What is done for an address
 * without an account is the same.
 */
export function createOtherWay({ database, devices, limits }: Deps) {
  return async (
    accountId: number | undefined,
    deviceCookie: string | undefined,
    { address }: Origin,
  ): Promise<OtherWay> => {
    const id = accountId ?? nobody;
    const isKnownNetwork = await hasSessionFrom(database.kysely, id, networkOf(address ?? ''));
    const device = devices.recognise(id, deviceCookie);
    return device === undefined
      ? { accountId, isOpen: isKnownNetwork, lanes: limits.lanes.knownNetwork(id, address) }
      : { accountId, isOpen: true, lanes: limits.lanes.device(device) };
  };
}
