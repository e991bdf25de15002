/** What an encrypted document says of how it is encrypted, the same in each ([MS-OFFCRYPTO] 2.1, 2.2.1 to 2.2.3). */
import type { Storage } from '../../compound-file/write';

const TRANSFORM = 'StrongEncryptionTransform';
const SPACE = 'StrongEncryptionDataSpace';

/** The storage that names the transform of a stream. */
export const dataSpaces = (encryptedStream: string): Storage => ({
  name: '\x06DataSpaces',
  entries: [
    { name: 'Version', pieces: [text('Microsoft.Container.DataSpaces'), versions()] },
    { name: 'DataSpaceMap', pieces: [numbers(8, 1), dataSpaceMapEntry(encryptedStream)] },
    { name: 'DataSpaceInfo', entries: [{ name: SPACE, pieces: [numbers(8, 1), text(TRANSFORM)] }] },
    {
      name: 'TransformInfo',
      entries: [{ name: TRANSFORM, entries: [{ name: '\x06Primary', pieces: [transformInfo()] }] }],
    },
  ],
});

/** 2.1.6.1: which stream has which data space. */
function dataSpaceMapEntry(stream: string): Buffer {
  const rest = Buffer.concat([numbers(1, 0), text(stream), text(SPACE)]);
  return Buffer.concat([numbers(4 + rest.length), rest]);
}

/** 2.1.8 and 2.1.9, of an encryption that is described elsewhere: no name, no block size, no mode. */
function transformInfo(): Buffer {
  const id = Buffer.concat([numbers(1), text('{FF9A3F03-56EF-4613-BDD5-5A41C1D07246}')]);
  const name = text('Microsoft.Container.EncryptionTransform');
  return Buffer.concat([numbers(4 + id.length), id, name, versions(), numbers(0, 0, 0, 4)]);
}

/** Of readers, updaters and writers: 1.0 each. */
const versions = (): Buffer => numbers(1, 1, 1);

const numbers = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [at, value] of values.entries()) bytes.writeUInt32LE(value, 4 * at);
  return bytes;
};

/** UNICODE-LP-P4 (2.1.2): its length in bytes, UTF-16, and zeros up to a multiple of 4. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf16le');
  return Buffer.concat([numbers(bytes.length), bytes, Buffer.alloc(-bytes.length & 3)]);
}
