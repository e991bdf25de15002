/** Messages of an Arrow stream or file. Source: https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc. */
import { byte, type FlatTable, type FlatVector, flatBuffer, long, short } from './flat-writer';

/** The version of the format: 5, which is 4 there. */
const V5 = 4;

/** Members of the union of messages. */
export const MESSAGE = { SCHEMA: 1, DICTIONARY: 2, RECORDS: 3 } as const;

export const CONTINUATION = 0xffff_ffff;
export const FILE_MAGIC = Buffer.from('ARROW1');

/** Bytes at a multiple of which each buffer of a body begins: a line of a processor's cache. */
const ALIGNMENT = 64;

/** What follows the last message. */
export const END = Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);

/** Buffers one after the other, and where each stands. */
export interface Body {
  readonly pieces: readonly Uint8Array[];
  readonly places: BigInt64Array;
  readonly length: number;
}

/** Lays buffers out as a message's body. */
export function bodyOf(buffers: readonly Uint8Array[]): Body {
  const pieces: Uint8Array[] = [];
  const places = new BigInt64Array(2 * buffers.length);
  let length = 0;
  for (const [index, buffer] of buffers.entries()) {
    places[2 * index] = BigInt(length);
    places[2 * index + 1] = BigInt(buffer.length);
    const padding = (ALIGNMENT - (buffer.length % ALIGNMENT)) % ALIGNMENT;
    if (buffer.length > 0) pieces.push(buffer);
    if (padding > 0) pieces.push(new Uint8Array(padding));
    length += buffer.length + padding;
  }
  return { pieces, places, length };
}

/** A message's metadata, with what stands before them; `start` is where in the file they begin. */
export function messageOf(kind: number, header: FlatTable, bodyLength: number, start: number): Buffer {
  const flat = flatBuffer({ fields: [short(V5), byte(kind), header, long(bodyLength)] });
  // The body begins at a multiple of the alignment.
  const end = start + 8 + flat.length;
  const padding = (ALIGNMENT - (end % ALIGNMENT)) % ALIGNMENT;
  const message = Buffer.alloc(8 + flat.length + padding);
  message.writeUInt32LE(CONTINUATION, 0);
  message.writeInt32LE(flat.length + padding, 4);
  flat.copy(message, 8);
  return message;
}

/** The `RecordBatch` of columns: rows and nulls of each, and where their buffers are. */
export function recordBatchTable(
  length: number,
  nodes: readonly { readonly length: number; readonly nullCount: number }[],
  body: Body,
  codec: number | undefined,
): FlatTable {
  const words = BigInt64Array.from(nodes.flatMap(({ length, nullCount }) => [BigInt(length), BigInt(nullCount)]));
  const compression = codec === undefined ? null : { fields: [byte(codec), byte(0)] };
  const places: FlatVector = { words: body.places, length: body.places.length / 2 };
  return { fields: [long(length), { words, length: nodes.length }, places, compression] };
}

/** Where a message stands in a file. */
export interface Block {
  readonly offset: number;
  readonly metadataLength: number;
  readonly bodyLength: number;
}

/** The end of a file: its schema again, and where its messages are. */
export function footerOf(schema: FlatTable, dictionaries: readonly Block[], batches: readonly Block[]): Buffer {
  const flat = flatBuffer({ fields: [short(V5), schema, blocks(dictionaries), blocks(batches)] });
  const length = Buffer.alloc(4);
  length.writeInt32LE(flat.length);
  return Buffer.concat([END, flat, length, FILE_MAGIC]);
}

function blocks(list: readonly Block[]): FlatVector {
  const words = list.flatMap(({ offset, metadataLength, bodyLength }) => [offset, metadataLength, bodyLength]);
  return { words: BigInt64Array.from(words, BigInt), length: list.length };
}
