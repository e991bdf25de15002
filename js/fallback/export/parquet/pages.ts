/** A column's values of a row group, page by page. */
import { ClinicoreError } from '../../../errors';
import { corrupt, deltas, headers, type PageHeader, type RowGroup, type SchemaElement } from './library';
import { type Pause, unpack } from './unpack';
import { Bits, Decoded, Fixed, Hybrid, Lengths, type Physical, Places, Runs, type Values } from './values';

/** Bytes of a page. */
const MAX_PAGE = 256 * 1024 * 1024;
/** Delta-encoded values of a page, which are decoded at once. */
const MAX_DELTAS = 2 ** 24;
/** Values of a dictionary that are made at a time. */
const STEP = 8192;
/** What is read for a page's header at first, and at most. */
const HEADERS = [8 * 1024, 1024 * 1024];

/** Reads bytes of the file that are there. */
export type ReadAt = (at: number, length: number) => Promise<Buffer>;

type Chunk = RowGroup['columns'][number];

interface Page {
  /** Values and nulls that are left. */
  left: number;
  /** Which of them have a value; undefined if all have. */
  readonly levels: Hybrid | undefined;
  readonly values: Values;
}

/** Reads a column of a row group from its beginning. */
export class Pages {
  readonly #read: ReadAt;
  readonly #element: SchemaElement;
  readonly #meta: NonNullable<Chunk['meta_data']>;
  #at: number;
  readonly #end: number;
  #dictionary: readonly Physical[] | undefined;
  #page: Page | undefined;

  constructor(read: ReadAt, chunk: Chunk, element: SchemaElement, size: number) {
    if (!chunk.meta_data) throw corrupt();
    this.#read = read;
    this.#element = element;
    this.#meta = chunk.meta_data;
    const { data_page_offset, dictionary_page_offset, total_compressed_size } = chunk.meta_data;
    this.#at = Number(dictionary_page_offset || data_page_offset);
    this.#end = this.#at + Number(total_compressed_size);
    if (!(this.#at >= 0 && this.#end <= size)) throw corrupt();
  }

  /** The next rows; undefined where there is no value. */
  async take(count: number, pause: Pause): Promise<(Physical | undefined)[]> {
    const taken: (Physical | undefined)[] = [];
    while (taken.length < count) {
      const page = await this.#current(pause);
      const rows = Math.min(count - taken.length, page.left);
      page.left -= rows;
      const levels = page.levels?.take(rows);
      const values = page.values.take(levels ? levels.reduce((sum, level) => sum + level, 0) : rows);
      let next = 0;
      for (let row = 0; row < rows; row++) taken.push(!levels || levels[row] === 1 ? values[next++] : undefined);
    }
    return taken;
  }

  /** Passes rows over: whole pages are not unpacked. */
  async skip(count: number, pause: Pause): Promise<void> {
    for (let left = count; left > 0; ) {
      if (!this.#page || this.#page.left === 0) {
        const { header, at, next } = await this.#header();
        const rows = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? 0;
        if (header.type !== 'DICTIONARY_PAGE' && rows <= left) {
          this.#at = next;
          left -= rows;
          continue;
        }
        await this.#open(header, at, next, pause);
        continue;
      }
      const rows = Math.min(left, this.#page.left, STEP);
      await this.take(rows, pause);
      await pause();
      left -= rows;
    }
  }

  async #current(pause: Pause): Promise<Page> {
    while (!this.#page || this.#page.left === 0) {
      const { header, at, next } = await this.#header();
      await this.#open(header, at, next, pause);
    }
    return this.#page;
  }

  /** The next page's header, where its bytes begin, and where the page behind it does. */
  async #header(): Promise<{ header: PageHeader; at: number; next: number }> {
    if (this.#at >= this.#end) throw corrupt();
    const { parquetHeader } = await headers();
    for (const length of HEADERS) {
      const bytes = await this.#read(this.#at, Math.min(length, this.#end - this.#at));
      const reader = { view: viewOf(bytes), offset: 0 };
      let header: PageHeader;
      try {
        header = parquetHeader(reader);
      } catch {
        continue;
      }
      const { compressed_page_size: size, uncompressed_page_size: claimed } = header;
      if (claimed > MAX_PAGE || size > MAX_PAGE) throw tooLarge();
      const at = this.#at + reader.offset;
      if (!(size >= 0 && claimed >= 0 && at + size <= this.#end)) throw corrupt();
      return { header, at, next: at + size };
    }
    throw corrupt();
  }

  async #open(header: PageHeader, at: number, next: number, pause: Pause): Promise<void> {
    this.#at = next;
    // Memory of its own: the library's views may reach beyond their page.
    const bytes = Buffer.from(new Uint8Array(await this.#read(at, header.compressed_page_size)));
    const size = header.uncompressed_page_size;
    if (header.type === 'DICTIONARY_PAGE') {
      const count = header.dictionary_page_header?.num_values ?? 0;
      const page = await this.#unpacked(bytes, size, pause);
      await pause();
      this.#dictionary = await dictionaryOf(plain(page, this.#element), count, pause);
    } else if (header.type === 'DATA_PAGE') {
      await this.#openFirst(header, await this.#unpacked(bytes, size, pause));
    } else if (header.type === 'DATA_PAGE_V2') {
      await this.#openSecond(header, bytes, size, pause);
    } else if (header.type !== 'INDEX_PAGE') throw corrupt();
    await pause();
  }

  async #openFirst({ data_page_header: header }: PageHeader, page: Buffer): Promise<void> {
    if (!header || header.num_values < 0) throw corrupt();
    const { num_values: left, encoding } = header;
    if (this.#element.repetition_type === 'REQUIRED') {
      this.#page = { left, levels: undefined, values: await this.#values(page, encoding, left) };
      return;
    }
    if (page.length < 4) throw corrupt();
    const end = 4 + page.readUInt32LE(0);
    if (end > page.length) throw corrupt();
    const levels = new Hybrid(page.subarray(4, end), 1);
    this.#page = { left, levels, values: await this.#values(page.subarray(end), encoding, left) };
  }

  async #openSecond(
    { data_page_header_v2: header }: PageHeader,
    bytes: Buffer,
    size: number,
    pause: Pause,
  ): Promise<void> {
    if (!header || header.num_values < 0) throw corrupt();
    const { num_values: left, encoding, repetition_levels_byte_length: before } = header;
    const end = before + header.definition_levels_byte_length;
    if (!(before >= 0 && end >= before && end <= bytes.length && end <= size)) throw corrupt();
    const isOptional = this.#element.repetition_type !== 'REQUIRED';
    const levels = isOptional ? new Hybrid(bytes.subarray(before, end), 1) : undefined;
    const rest = bytes.subarray(end);
    const page = header.is_compressed === false ? rest : await this.#unpacked(rest, size - end, pause);
    const values = await this.#values(page, encoding, left - Math.max(0, header.num_nulls));
    this.#page = { left, levels, values };
  }

  /** The values of a page, of which there are at most so many. */
  async #values(page: Buffer, encoding: string | undefined, most: number): Promise<Values> {
    const { type } = this.#element;
    switch (encoding) {
      case 'PLAIN':
        return plain(page, this.#element);
      case 'PLAIN_DICTIONARY':
      case 'RLE_DICTIONARY':
        if (!this.#dictionary) throw corrupt();
        return new Places(page, this.#dictionary);
      case 'RLE':
        if (type !== 'BOOLEAN') throw corrupt();
        return new Runs(page);
      case 'BYTE_STREAM_SPLIT':
        return plain(joined(page, widthOf(this.#element)), this.#element);
      case 'DELTA_BINARY_PACKED':
      case 'DELTA_LENGTH_BYTE_ARRAY':
      case 'DELTA_BYTE_ARRAY':
        return new Decoded(await decoded(page, encoding, type === 'INT32', most));
      default:
        throw corrupt();
    }
  }

  async #unpacked(bytes: Buffer, size: number, pause: Pause): Promise<Buffer> {
    if (size === 0) return Buffer.alloc(0);
    const page = await unpack(this.#meta.codec, bytes, size, pause);
    if (page.length !== size) throw corrupt();
    return Buffer.from(page.buffer, page.byteOffset, page.byteLength);
  }
}

async function dictionaryOf(values: Values, count: number, pause: Pause): Promise<readonly Physical[]> {
  const dictionary: Physical[] = [];
  while (dictionary.length < count) {
    for (const value of values.take(Math.min(STEP, count - dictionary.length))) dictionary.push(value);
    await pause();
  }
  return dictionary;
}

const widthOf = ({ type, type_length = 0 }: SchemaElement): number =>
  type === 'FIXED_LEN_BYTE_ARRAY' ? type_length : type === 'INT64' || type === 'DOUBLE' ? 8 : 4;

function plain(page: Buffer, element: SchemaElement): Values {
  switch (element.type) {
    case 'BOOLEAN':
      return new Bits(page);
    case 'INT32':
      return new Fixed(page, 4, (bytes, at) => bytes.readInt32LE(at));
    case 'INT64':
      return new Fixed(page, 8, (bytes, at) => bytes.readBigInt64LE(at));
    case 'INT96':
      return new Fixed(page, 12, (bytes, at) => bytes.subarray(at, at + 12));
    case 'FLOAT':
      return new Fixed(page, 4, (bytes, at) => bytes.readFloatLE(at));
    case 'DOUBLE':
      return new Fixed(page, 8, (bytes, at) => bytes.readDoubleLE(at));
    case 'BYTE_ARRAY':
      return new Lengths(page);
    default: {
      const width = element.type_length ?? 0;
      if (width <= 0) throw corrupt();
      return new Fixed(page, width, (bytes, at) => bytes.subarray(at, at + width));
    }
  }
}

/** The first bytes of all values, then their second bytes…, put together. */
function joined(page: Buffer, width: number): Buffer {
  if (width <= 0) throw corrupt();
  const count = Math.floor(page.length / width);
  const bytes = Buffer.alloc(count * width);
  for (let place = 0; place < width; place++) {
    for (let row = 0; row < count; row++) bytes[row * width + place] = page[place * count + row] as number;
  }
  return bytes;
}

async function decoded(page: Buffer, encoding: string, isInt32: boolean, most: number): Promise<ArrayLike<Physical>> {
  const { deltaBinaryUnpack, deltaLengthByteArray } = await deltas();
  const reader = { view: viewOf(page), offset: 0 };
  // How many there are comes behind the sizes of blocks.
  const count = page.length === 0 ? 0 : thirdVarint(page);
  if (count > most || count > MAX_DELTAS) throw corrupt();
  if (count === 0) return [];
  if (encoding === 'DELTA_BINARY_PACKED') {
    const values = isInt32 ? new Int32Array(count) : new BigInt64Array(count);
    deltaBinaryUnpack(reader, count, values);
    return values;
  }
  const values: Uint8Array[] = new Array(count);
  if (encoding === 'DELTA_LENGTH_BYTE_ARRAY') {
    deltaLengthByteArray(reader, count, values);
    return values;
  }
  const prefixes = new Int32Array(count);
  deltaBinaryUnpack(reader, count, prefixes);
  // A few bytes may say that each text begins with all of the one before it.
  const suffixes: Uint8Array[] = new Array(count);
  deltaLengthByteArray(reader, count, suffixes);
  let size = 0;
  let before: Uint8Array = new Uint8Array(0);
  for (const [row, suffix] of suffixes.entries()) {
    const prefix = prefixes[row] as number;
    size += prefix + suffix.length;
    if (prefix < 0 || prefix > before.length || size > MAX_PAGE) throw corrupt();
    before = prefix === 0 ? suffix : Buffer.concat([before.subarray(0, prefix), suffix]);
    values[row] = before;
  }
  return values;
}

function thirdVarint(bytes: Buffer): number {
  let at = 0;
  for (let index = 0; ; index++) {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || at > 30) throw corrupt();
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) break;
    }
    if (index === 2) return value;
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer): DataView => new DataView(buffer, byteOffset, byteLength);

function tooLarge(): ClinicoreError {
  const message = `A page of the Parquet file has more than ${MAX_PAGE} bytes`;
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { limit: MAX_PAGE });
}
