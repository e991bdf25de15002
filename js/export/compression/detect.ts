import type { CompressionFormat } from '../../contract/compression';
import { ClinicoreError } from '../../errors';

/** As many first bytes as {@link detect} looks at. */
export const DETECTED = 4;

/** The format that the first bytes say. */
export function detect(head: Uint8Array): CompressionFormat {
  const [a = -1, b = -1, c = -1, d = -1] = head;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  if (a === 0x04 && b === 0x22 && c === 0x4d && d === 0x18) return 'lz4';
  if (a >> 4 === 5 && b === 0x2a && c === 0x4d && d === 0x18) return 'zstd';
  // Deflate with a window of at most 32 KiB, and a header that is a multiple of 31 (RFC 1950, 2.2).
  if ((a & 15) === 8 && a >> 4 <= 7 && b >= 0 && (a * 256 + b) % 31 === 0) return 'deflate';
  throw new ClinicoreError('ERR_MALFORMED_INPUT', 'The data are not zstd, LZ4, gzip or zlib', { offset: 0 });
}
