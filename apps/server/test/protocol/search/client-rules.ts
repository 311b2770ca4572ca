/** What an honest client and its network keep to; docs/refresh-protocol.md says it in words. */
export interface ClientRules {
  /** Sends an Idempotency-Key with every refresh. */
  readonly hasKeys: boolean;
  /** Stores the key with the token before it is sent: a retry, in any tab, has the same one. */
  readonly keepsKeys: boolean;
  /** Stores an answer only in place of the token that it was asked with. */
  readonly comparesBeforeStoring: boolean;
  /** Spends a new token only when no retry with an older one can arrive any more. */
  readonly waitsForRetries: boolean;
  /** A request arrives within the grace, or never. */
  readonly arrivesInTime: boolean;
}

/** The client that the contract describes. */
export const goodClient: ClientRules = {
  hasKeys: true,
  keepsKeys: true,
  comparesBeforeStoring: true,
  waitsForRetries: true,
  arrivesInTime: true,
};

/** It sends no keys, and so it gives up on a token when the grace is over that began with its first request. */
export const clientWithoutKeys: ClientRules = { ...goodClient, hasKeys: false, keepsKeys: false };
