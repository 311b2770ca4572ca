import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallFrame } from './sample.ts';

export interface Place {
  /** The package, `ours`, or a part of Node. */
  readonly owner: string;
  /** The file and the line of the source. */
  readonly source: string;
}

const maps = new Map<string, SourceMap | undefined>();

/** Where a function of the built server was written: its bundle's source map knows. */
export function locate({ url, functionName, lineNumber, columnNumber }: CallFrame): Place {
  if (url === '') return { owner: functionName.startsWith('(') ? functionName : '(native)', source: '' };
  if (url.startsWith('node:')) return { owner: 'node', source: url };
  const entry = mapOf(url)?.findEntry(lineNumber, columnNumber);
  if (!entry || !('originalSource' in entry)) return ownerOf(url, lineNumber);
  return ownerOf(entry.originalSource, entry.originalLine);
}

function ownerOf(path: string, line: number): Place {
  const [, inPackage] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path) ?? [];
  if (inPackage !== undefined) return { owner: inPackage, source: `${basename(path)}:${line + 1}` };
  return { owner: 'ours', source: `${path.replace(/^.*\/src\//, '')}:${line + 1}` };
}

function mapOf(url: string): SourceMap | undefined {
  if (maps.has(url)) return maps.get(url);
  const file = url.startsWith('file:') ? `${fileURLToPath(url)}.map` : '';
  const map = existsSync(file)
    ? // The bundler writes it in this form (ECMA-426).
      new SourceMap(JSON.parse(readFileSync(file, 'utf8')) as SourceMapPayload)
    : undefined;
  maps.set(url, map);
  return map;
}
