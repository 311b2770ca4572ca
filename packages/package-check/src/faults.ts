import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** What publint finds in a tarball, each finding as a sentence. */
export async function packagingFaults(tarball: Buffer): Promise<readonly string[]> {
  const { buffer, byteOffset, byteLength } = tarball;
  // A file is in no shared memory.
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  const { messages, pkg } = await publint({ pack: { tarball: bytes } });
  return messages.map((message) => formatMessage(message, pkg) ?? message.code);
}

/**
 * What are-the-types-wrong finds in a tarball of ES modules: what CommonJS would find is left out, which loads them by
 * import(), or by require() from Node 20.19 on.
 *
 * @throws Error where there are no types, or not for each of the entry points.
 */
export async function typeFaults(
  tarball: Buffer,
  entryPoints: readonly string[],
): Promise<readonly unknown[]> {
  const analysis = await checkPackage(createPackageFromTarballData(tarball));
  if (!analysis.types) throw new Error('It has no types.');
  const { entrypoints: found } = analysis;
  const missing = entryPoints.filter((name) => !(name in found));
  if (missing.length > 0) throw new Error(`It has no types for ${missing.join(', ')}.`);
  return analysis.problems.filter(
    (problem) => !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind)),
  );
}
