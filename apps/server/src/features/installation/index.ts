export { identifyKeys, recogniseKeys, WrongSecretKeyError, type GivenKeys } from './key-ring.ts';
export { readOrMakeSecretKey, readSecretKey, replaceSecretKey, secretKeyFile } from './secret-key-file.ts';
export { countLiveNodes, heartbeatMs, joinNodes, listLiveNodes, type Node } from './node.ts';
export { createWriteCheck } from './write-check.ts';
export type { KeyRing, SecretKey } from './secret-keys.ts';
export { checkValue } from './secret-keys.ts';
export {
  claimFact,
  deleteSecretKey,
  firstAdminFact,
  insertFact,
  replaceFact,
  selectFact,
} from './queries.ts';
