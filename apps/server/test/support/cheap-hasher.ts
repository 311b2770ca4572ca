import { createPasswordHasher } from '../../src/lib/password-hashing.ts';

/** For all tests but those about hashing: what a password costs is not what they are about. */
export const cheapHasher = createPasswordHasher({ memoryKiB: 8, passes: 1, lanes: 1 });
