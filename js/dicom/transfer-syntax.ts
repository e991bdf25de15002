/** How a file is encoded (PS3.5 10). */
import { BIG_ENDIAN } from './element-index';
import { contentOf, locate, type Part } from './item';

export const IMPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2';
export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';

/** Those whose data sets are deflated: also JPIP Referenced Deflate and JPIP HTJ2K Referenced Deflate (PS3.5 A.5, A.7). */
export const DEFLATED: ReadonlySet<string> = new Set([
  '1.2.840.10008.1.2.1.99',
  '1.2.840.10008.1.2.4.95',
  '1.2.840.10008.1.2.4.205',
]);

/** Those whose pixel data are not encapsulated. */
const NATIVE: ReadonlySet<string> = new Set([
  IMPLICIT_LITTLE_ENDIAN,
  EXPLICIT_LITTLE_ENDIAN,
  EXPLICIT_BIG_ENDIAN,
  '1.2.840.10008.1.2.1.99',
  '1.2.840.113619.5.2',
]);

/** Whether pixel data are encapsulated (PS3.5 A.4). */
export const isEncapsulated = (transferSyntax: string): boolean => !NATIVE.has(transferSyntax);

/** The transfer syntax UID of the file meta information; `undefined` without one. */
export function namedTransferSyntax(file: Part): string | undefined {
  const found = locate(file, 0x0002_0010);
  const uid = found && contentOf(found.part, found.at);
  return typeof uid === 'string' ? uid : undefined;
}

/** The same, or, of a bare data set, what it is in. */
export function transferSyntaxOf(file: Part): string {
  const named = namedTransferSyntax(file);
  if (named !== undefined) return named;
  if (!file.set.explicit) return IMPLICIT_LITTLE_ENDIAN;
  const isBigEndian = ((file.set.index.flags[file.from] ?? 0) & BIG_ENDIAN) !== 0;
  return isBigEndian ? EXPLICIT_BIG_ENDIAN : EXPLICIT_LITTLE_ENDIAN;
}
