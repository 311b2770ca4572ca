export { importFormerTokens, requireImportable } from './import/import-former-tokens.ts';
export { reasonsLeftOut, type ImportReport, type LeftOut } from './import/report.ts';
export { ImportError } from './import/tables.ts';
export { judge, type StoredFormerToken, type Verdict } from './judge.ts';
export { openFormerTokens, type FormerTokens, type PresentedFormerToken } from './live-windows.ts';
export { clearFormerTokens } from './pruning.ts';
export {
  countFormerKeysSealedUnder,
  endToken,
  endTokensOf,
  endWindowsSealedUnder,
  followPasswordThere,
  keepToken,
  lockHolder,
  lockToken,
  markExchanged,
  selectToken,
  selectTokensOf,
  selectWindows,
  shareWindow,
} from './queries.ts';
export { formerAlgorithms, readFormerKey, type FormerAlgorithm } from './token-form.ts';
export { isFormerKeySealed, sealFormerKeysAnew } from './window-keys.ts';
export { closeFormerTokens, closeWindows } from './windows.ts';
