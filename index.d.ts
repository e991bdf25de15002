// Generated from js/ by `npm run build:js`. The whole public contract of the package.
import { Readable, Transform } from 'node:stream';

/** What crosses to a backend for audit logs in `clinicore/crypto`. */

/** What a backend can do for audit logs. */
interface AuditBackend {
    /**
     * Checks the entries of some whole lines, each ended by a line feed, against themselves and each other, and looks for the
     * one of number `wanted`.
     */
    checkAuditLines(lines: Uint8Array, wanted: number, job: Job): Promise<AuditLinesMessage>;
}
/** What some lines of an audit log hold, up to the first that is not sound. */
interface AuditLinesMessage {
    /** How many sound lines there are. */
    lines: number;
    /** How many of them are entries. */
    entries: number;
    /** Of the first entry, in place of 0 and '' if there is none: its number … */
    firstSeq: number;
    /** … and the hash of the one before, in hexadecimal. */
    firstPrevious: string;
    /** Of the last entry, likewise. */
    lastSeq: number;
    lastHash: string;
    /** The hash of the entry that was wanted, if it is among them. */
    wantedHash: string;
    /** The checkpoints among the lines. */
    checkpoints: CheckpointMessage[];
    /** What is wrong with the line after these, if there is one. */
    fault?: AuditFaultMessage | undefined;
}
/** A checkpoint, and what it must be of: the entry before it, 0 and '' if these lines have none. */
interface CheckpointMessage {
    /** How many lines stand before it. */
    line: number;
    text: string;
    seq: number;
    hash: string;
}
/** Not of the format, or not in its one spelling; an entry whose hash is not its own; an entry that does not follow the one before. */
type AuditFaultMessage = 'malformed' | 'changed' | 'unlinked';

/** What crosses to a backend for one-time codes in `clinicore/crypto`. */
/** SHA-1, SHA-256 or SHA-512. */
type OtpHash = 1 | 256 | 512;
/** What a backend can do for one-time codes. Both take about as long whatever the code. */
interface OtpBackend {
    /** A counter's HMAC, cut to 31 bits (RFC 4226, 5.3), of which a code is the last digits. */
    hotp(hash: OtpHash, key: Uint8Array, counter: number): number;
    /**
     * The place, from 0, of the first of `count` counters from `first` on whose code is `code`, a number of `digits` digits;
     * -1 if there is none. All are worked out and compared whichever it is.
     */
    findHotp(hash: OtpHash, key: Uint8Array, first: number, count: number, digits: number, code: number): number;
}

/** What crosses to a backend for passwords in `clinicore/crypto`. */

/** What a backend can do for passwords. */
interface PasswordBackend {
    /** The `$2b$` hash of a password of at most 72 bytes without NUL, under a salt of 16 bytes. */
    hashPassword(password: Uint8Array, cost: number, salt: Uint8Array, job: Job): Promise<string>;
    /** Whether a well-formed 2a, 2b, 2x or 2y hash is that of a password of at most 72 bytes without NUL. */
    verifyPassword(password: Uint8Array, hash: string, job: Job): Promise<boolean>;
    /** The digest that Argon2id (RFC 9106, version 0x13) makes of a password. */
    argon2id(password: Uint8Array, message: Argon2Message, job: Job): Promise<Uint8Array>;
}
/** How a digest is made: RFC 9106, 3.1. */
interface Argon2Message {
    /** `S`: 8 bytes or more. */
    salt: Uint8Array;
    /** `m`: KiB of memory, 8 times `parallelism` or more. */
    memoryCost: number;
    /** `t`: passes over it. */
    timeCost: number;
    /** `p`. */
    parallelism: number;
    /** `T`: bytes of the digest, 4 or more. */
    length: number;
    /** `K` and `X`, empty but in the tests. */
    secret: Uint8Array;
    associatedData: Uint8Array;
}

/** What crosses to a backend for sealed fields in `clinicore/crypto`. */

/** Byte strings one after the other in one piece of memory. */
interface Packed {
    readonly bytes: Uint8Array;
    /** Where each ends. */
    readonly ends: Uint32Array;
}
/** Opened fields. */
interface OpenedFields {
    /** One after the other, each as much shorter than it was sealed as the format adds; zeros where one is not genuine. */
    readonly bytes: Uint8Array;
    /** Indices of those that are not genuine, ascending. */
    readonly refused: Uint32Array;
}
/**
 * Keys that seal and open fields; `docs/crypto.md` has the format. Of many fields the context comes in parts: a field's is
 * its string of each part, or the part's only one, one after the other.
 */
interface Keyring {
    /** Seals one, under a salt of 24 bytes that was never used. */
    seal(field: Uint8Array, context: Uint8Array, salt: Uint8Array): Uint8Array;
    /** Opens one; `null` if it is not genuine, whatever the reason. */
    open(sealed: Uint8Array, context: Uint8Array): Uint8Array | null;
    /** Seals many, one after the other; `salts` are theirs, 24 bytes each. */
    sealMany(fields: Packed, contexts: Packed[], salts: Uint8Array, job: Job): Promise<Uint8Array>;
    /** Opens many. */
    openMany(sealed: Packed, contexts: Packed[], job: Job): Promise<OpenedFields>;
    /** Wipes the keys; nothing else is called afterwards. */
    close(): void;
}
/** What a backend can do for sealed fields. */
interface VaultBackend {
    /** Keys of 32 bytes, one after the other, by their ids; the first one seals. */
    readonly Keyring: new (ids: Uint32Array, keys: Uint8Array) => Keyring;
}

/** What crosses to a backend for `clinicore/crypto`. */

/** What a backend can do for `clinicore/crypto`. */
interface CryptoBackend extends AuditBackend, OtpBackend, PasswordBackend, VaultBackend {
}

/** What a backend does for `clinicore/dicom`. */

/**
 * A piece of the JSON text of a data set. The text is cut only at commas between elements and between the values of an
 * element, so that each piece can be completed and parsed by itself: one whole text of a large data set would hold the
 * event loop too long.
 */
interface DicomJsonPiece {
    /** The text, without the comma at which it was cut. */
    json: string;
    /** The tags of the sequences, outermost first, in whose last item so far the piece goes on. */
    path: string[];
    /** Whether the last of `path` is no sequence, but the element whose values go on. */
    inValue: boolean;
}
/** The pieces in order, each made only when it is asked for: all at once would hold the event loop too long. */
interface DicomJsonPieces {
    /** The next piece, or `null` after the last. */
    next(): DicomJsonPiece | null;
}
/** What to read of DICOM data, and what it may cost; meanings in `dicom.ParseOptions`. */
interface DicomParsing {
    pixelData: boolean;
    fileMeta: boolean;
    maxElements: number;
    maxDepth: number;
    maxInflatedBytes: number;
}
/** What a scan may cost; meanings in `dicom.ParseOptions`. */
interface DicomLimits {
    maxElements: number;
    maxDepth: number;
}
/** The index of a data set: its elements and items in file order, a sequence before its items, an item before its elements. */
interface DicomIndex {
    /** How many entries there are. */
    count: number;
    /** How many of them, the first ones, are file meta information (group 0002). */
    meta: number;
    /** Bytes of the file, or of the inflated data set with what stands before it. */
    size: number;
    /** Whether the data set's elements say their VR themselves, as found, not as the transfer syntax has it. */
    explicit: boolean;
    /**
     * The columns one after the other, without gaps, numbers in native byte order; in an `ArrayBuffer`, from a multiple of 8
     * bytes on:
     * - offsets of the values, ascending (float64); of what is empty, where its value would stand
     * - lengths of the values (float64); of undefined ones as found, without the delimiter
     * - tags (uint32)
     * - depths (uint16): 0 in the data set itself, 1 for an item of a sequence there, 2 in that item; 65,535 is that or more
     * - VRs (uint8): the place in the alphabetical list of PS3.5, which `VRS` in `js/dicom/vr.ts` and Rust's `Vr` share; UN
     *   for items
     * - flags (uint8): the numbers are big endian 1, the length was undefined 2, the VR depends on other elements 4, the
     *   header has 12 bytes, not 8, 8
     */
    columns: Uint8Array;
}
/**
 * A scan over a window of the bytes that moves on: a whole file is one window, a stream many. It holds nothing of a window
 * once a call has returned, and is of no use any more once one has thrown.
 */
interface DicomScanner {
    /**
     * Goes on for at most `steps` headers over `window`, which stands at byte `at` of the file; `end` says that nothing
     * follows it. Synchronous: the caller gives the event loop its turns.
     *
     * Returns the byte from which the next window is to go on: inside of the window if the steps are used up or it ends
     * within something that is to be looked at as a whole, beyond it if a value reaches farther; -1 once the data set is
     * read. A window of 128 KiB from that byte on, or of all that is left, always lets the scan go on. What lies between two
     * windows must exist (if the file ends within, the last window is empty, and stands where the file ends).
     *
     * What is looked at ahead lies in the 65,536 bytes from an item's first element on: whether the items of UN are explicit
     * is told by their first element alone where the second one's header does not. Of a Transfer Syntax UID only so many
     * bytes count. `parse` keeps to both as well.
     *
     * Throws as `parse` does. Of a sequence that reaches beyond the end of the file the contents are looked at before the
     * end is known, so that of two faults the inner one may be told.
     */
    advance(window: Uint8Array, at: number, end: boolean, steps: number): number;
    /**
     * Where the data set starts if it is deflated, else -1, as long as it is not known too. `advance` returns this byte then
     * and goes on only with what {@link DicomBackend.inflate} made of the file.
     */
    readonly deflatedAt: number;
    /**
     * The index as far as the scan has come, complete once `advance` has returned -1. A copy; what has an undefined length
     * and has not come to its end has the length 0. `size` is of no meaning before the end is known.
     */
    index(): DicomIndex;
}
/** What is known of a file without its longer values. */
interface DicomFileIndex {
    index: DicomIndex;
    /** Whether the data set was deflated: then all of it is kept, since its offsets lead nowhere in the file. */
    inflated: boolean;
    /** The runs of bytes that are kept: pairs of offset and length, ascending, neither adjacent nor overlapping. */
    places: Float64Array;
    /** Those bytes, one run after the other. */
    kept: Uint8Array;
}
/** What a backend does for `clinicore/dicom`. */
interface DicomBackend {
    /** The DICOM JSON of a file or bare data set, as text in pieces. */
    parse(data: Uint8Array, options: DicomParsing, job: Job): Promise<DicomJsonPieces>;
    /**
     * Scans a whole file in one go if it has few elements: of a small file, an object that scans, and one that says what it
     * found, would cost more than the scan. Writes to `into`, which starts at a multiple of 8 bytes: how many entries are file
     * meta information (uint32), whether the elements say their VR themselves (uint32: 1 or 0), then the columns. Returns how
     * many entries there are, or -1 where they, or twice as many headers, have no room in `into`, or the data set is
     * deflated: a {@link DicomScanner} is then to begin anew. Throws as it does.
     */
    indexBytes(data: Uint8Array, maxElements: number, maxDepth: number, into: Uint8Array): number;
    /** See {@link DicomScanner}. */
    readonly Scanner: new (limits: DicomLimits) => DicomScanner;
    /**
     * Scans a file by positioned reads (never mapped: one cut short under a map kills the process). Keeps the bytes of all
     * headers and delimiters, and of every value of at most `maxValueBytes` that with all such values before it has at most
     * `maxKeptBytes`; encapsulated pixel data are not kept. A file that cannot be read, or is cut short meanwhile, is `ERR_IO`: "The file
     * cannot be read".
     */
    indexFile(path: string, limits: DicomLimits & {
        maxInflatedBytes: number;
        maxValueBytes: number;
        maxKeptBytes: number;
    }, job: Job): Promise<DicomFileIndex>;
    /** The bytes before `offset` as they are, then what follows inflated (raw deflate, PS3.5 A.5). Throws as `parse` does. */
    inflate(data: Uint8Array, offset: number, maxInflatedBytes: number, job: Job): Promise<Uint8Array>;
    /**
     * One frame's pixels. `pixels` is a {@link PixelMessage} as JSON, `frame` the bytes as stored (of an encapsulated frame its
     * fragments joined), `tables` what `pixels` points to. What both backends decode they make the same bytes of; only native
     * decodes JPEG 2000.
     */
    decodeFrame(pixels: string, frame: Uint8Array, tables: Uint8Array, job: Job): Promise<Uint8Array>;
}

/** What crosses to a backend for compression in `clinicore/export`. */

/** The formats, `deflate` being that of zlib (RFC 1950). */
type CompressionFormat = 'zstd' | 'lz4' | 'gzip' | 'deflate';
/** What codecs make and read: also deflated data by themselves (RFC 1951), as they are in a zip archive. */
type CodecFormat = CompressionFormat | 'raw-deflate';
/** How to compress. */
interface CompressionMessage {
    format: CodecFormat;
    /** 0 for LZ4, which has none. */
    level: number;
    /** Of a zstd or LZ4 frame's content. */
    checksum: boolean;
    /** zstd's long mode; 0 to let the level decide. */
    windowLog: number;
    /** How many bytes there will be; -1 if that is not known. */
    contentSize: number;
    /** Give all output with the last chunk, and nothing before. */
    whole: boolean;
    /** zstd's: see `trainDictionary`. */
    dictionary?: Uint8Array | undefined;
    /** That of raw deflate: end at a whole byte without the last block, so that what was deflated by itself may follow. */
    unfinished?: boolean | undefined;
}
/** How to decompress. */
interface DecompressionMessage {
    format: CodecFormat;
    maxBytes: number;
    maxWindowLog: number;
    /** Give all output with the last chunk, and nothing before. */
    whole: boolean;
    /** zstd's: see `trainDictionary`. */
    dictionary?: Uint8Array | undefined;
}
/** Records one after the other, and how many bytes each has. */
interface RecordsMessage {
    data: Uint8Array;
    lengths: Uint32Array;
}
/** Compresses or decompresses; the same input gives the same output however it is cut into chunks. */
interface Codec {
    /** Takes the next chunk, which may be empty, and gives what came out. One call at a time; none after one that failed. */
    write(chunk: Uint8Array, last: boolean, job: Job): Promise<Uint8Array>;
    /** Whether there is more to come without further input: then write an empty chunk, with the same `last`. */
    pending(): boolean;
    /** Lets go of its memory for good: at once, or when the call ends that is under way. */
    close(): void;
}
/** What a backend can do for compression. */
interface CompressionBackend {
    readonly Compressor: new (message: CompressionMessage) => Codec;
    readonly Decompressor: new (message: DecompressionMessage) => Codec;
    /** A zstd dictionary of at most `size` bytes, of samples one after the other. */
    trainDictionary(samples: Uint8Array, lengths: Uint32Array, size: number, job: Job): Promise<Uint8Array>;
    /** A zstd frame of each record; they are one after the other, as are the frames. */
    compressRecords(message: CompressionMessage, data: Uint8Array, lengths: Uint32Array, job: Job): Promise<RecordsMessage>;
    /**
     * What each record, of zstd frames, holds. They are those from `first` on of a call, and those before them held `made`
     * bytes of the `maxBytes` that are for all.
     */
    decompressRecords(message: DecompressionMessage, data: Uint8Array, lengths: Uint32Array, first: number, made: number, job: Job): Promise<RecordsMessage>;
}

/** What a column of a table can hold, and how each type lies in memory. */
/** What a column holds; see {@link ColumnValues} for what its values are in JavaScript. */
type ColumnType = keyof ColumnValues;
/** What the values of each type are when they are read. */
interface ColumnValues {
    /** Any number; NaN and infinities too, which not every file format can hold. */
    float64: number;
    /** An integer from -2,147,483,648 to 2,147,483,647. */
    int32: number;
    /** An integer from -2⁶³ to 2⁶³ - 1. Never goes through a number. */
    int64: bigint;
    /** `true` or `false`. */
    boolean: boolean;
    /** Well-formed Unicode. */
    string: string;
    /** A day of the calendar, from `'0001-01-01'` to `'9999-12-31'`, in the Gregorian calendar also before 1582. It has no time zone. */
    date: string;
    /** A moment, in UTC; in memory to the microsecond, from 0001-01-01T00:00Z to the end of 9999. */
    timestamp: Date;
    /** A decimal with all its decimals, such as `'12.30'`. Never goes through a number. */
    decimal: string;
    /** One of few texts. */
    category: string;
}
/**
 * How each type lies in memory: as in Apache Arrow, so that vectors of `apache-arrow` can be made of the arrays as they are.
 */
interface ColumnBuffers {
    /** Arrow's Float64. */
    float64: Float64Array;
    /** Arrow's Int32. */
    int32: Int32Array;
    /** Arrow's Int64. */
    int64: BigInt64Array;
    /** Arrow's Bool: a bit for each row, the lowest bit of the first byte first. */
    boolean: Uint8Array;
    /** Arrow's Utf8: the bytes of all texts. Where each begins and ends say the column's `offsets`. */
    string: Uint8Array;
    /** Arrow's Date32: days since 1970-01-01. */
    date: Int32Array;
    /** Arrow's Timestamp(µs, UTC): microseconds since 1970-01-01T00:00Z, of days of 86,400 s. */
    timestamp: BigInt64Array;
    /** Integers in units of `10^-scale`. (Arrow's Decimal64; its Decimal128 has 16 bytes a value.) */
    decimal: BigInt64Array;
    /** Arrow's Dictionary(Utf8, Int32): places in the column's `dictionary`. */
    category: Int32Array;
}
/** A column of a {@link Table}, without its values. */
interface Field {
    /** Different from the table's other columns' names. */
    readonly name: string;
    /** What it holds. */
    readonly type: ColumnType;
    /** Decimals of a `decimal`, 0 to 18. Other types have none. */
    readonly scale?: number;
}
/** What a column's values are made of; which parts there are depends on its type. */
interface Buffers {
    readonly values: ColumnBuffers[ColumnType];
    readonly offsets?: Int32Array | undefined;
    readonly dictionary?: readonly string[] | undefined;
}

/** Tables on their way to a backend and back, in Arrow's memory layout: see `js/export/table/column-type.ts`. */

/** A column, without its values. */
interface FieldMessage {
    name: string;
    type: ColumnType;
    /** 0 unless `type` is `decimal`. */
    scale: number;
}
/** Rows, column by column, in the order of the fields they are of. */
interface ColumnsMessage {
    length: number;
    columns: ColumnData[];
}
/** A column's rows. */
interface ColumnData {
    /** The bytes of the column's array of values, little endian; of a string column, those of its texts. */
    values: Uint8Array;
    /** Of a string column, one more than rows: the text of row `i` is from `offsets[i]` to before `offsets[i + 1]`, counted from `offsets[0]`. */
    offsets?: Int32Array | undefined;
    /** A bit for each row; left out where all have a value. */
    validity?: Uint8Array | undefined;
    /** Of a category column. */
    dictionary?: TextsMessage | undefined;
}
/** Texts one after the other, in UTF-8, and where each begins. */
interface TextsMessage {
    values: Uint8Array;
    /** One more than texts, from 0. */
    offsets: Int32Array;
}

/** What crosses to a backend for CSV in `clinicore/export`. */

/** What the bytes of a file are. */
type CsvEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
/** How to read what follows a file's header. */
interface CsvMessage {
    encoding: CsvEncoding;
    /** One character of ASCII. */
    delimiter: string;
    /** Likewise, or empty for none. */
    quote: string;
    /** Cells of a row. */
    cells: number;
    onBadRow: 'error' | 'skip' | 'keep';
    /** In UTF-8. */
    maxCellBytes: number;
    /** In UTF-8. */
    maxRowBytes: number;
    /** How many of a part's bad rows are told one by one. */
    maxRejects: number;
    /** What cells without quotes say that have no value. */
    nullValues: string[];
    decimalComma: boolean;
    /** Such as `dd/mm/yyyy`. */
    dateFormat: string;
    /** The line on which the first byte stands, from 1. */
    line: number;
    /** Where it stands in the file. */
    offset: number;
    /** The file; none if its bytes are handed over. */
    path?: string | undefined;
}
/** What came of more bytes. */
interface CsvCut {
    /** The number of the part that they made complete, from 0 on; -1 if they made none. */
    part: number;
    /** Bytes of the file that were read so far. */
    read: number;
    /** Whether these were the last. */
    last: boolean;
    /** A row that is longer than rows may be. */
    overlong?: {
        line: number;
        offset: number;
    } | undefined;
}
/** Which cell of the rows becomes a column. */
interface CsvField {
    cell: number;
    type: ColumnType;
    scale: number;
}
/** What is wrong with a row. */
type CsvReason = 'fewCells' | 'manyCells' | 'quote' | 'unclosed' | 'encoding' | 'longCell' | 'longRow';
/** A row with something wrong. */
interface CsvFlaw {
    /** Where it begins, from 1. */
    line: number;
    /** Likewise, in bytes of the file. */
    offset: number;
    /** Its row among those of the part; -1 if it was left out. */
    row: number;
    reason: CsvReason;
    /** How many cells it has; of a `longCell`, which cell it is. */
    cells: number;
}
/** What the cells of a column are, in classes: see `js/export/table/cell-class.ts`. */
interface CsvTally {
    /** Cells of each class. */
    counts: Uint32Array;
    /** The first 100 rows of each class but that of empty cells, class after class. */
    rows: Uint32Array;
    decimals: number;
    digits: number;
}
/** Cells that their column cannot hold. */
interface CsvBad {
    count: number;
    /** The first 100 rows. */
    rows: Uint32Array;
    /** Where the first of them stands. */
    line: number;
    offset: number;
}
/** What a part holds. */
interface CsvPart {
    rows: number;
    /** Of the file. */
    bytes: number;
    /** Rows that were left out or mended: the first, and how many. */
    flaws: CsvFlaw[];
    flawed: number;
    /** The row before which reading ended. */
    failure?: CsvFlaw | undefined;
    /** One for each field, if they were asked for. */
    tallies: CsvTally[];
    /** One for each field. */
    bad: CsvBad[];
    /** Rows without a value, likewise. */
    nulls: number[];
}
/** Columns in Arrow's layout; the arrays are of the types' own kinds. */
interface CsvColumns {
    length: number;
    columns: CsvColumn[];
}
/** See {@link CsvColumns}. */
interface CsvColumn {
    values: Float64Array | Int32Array | BigInt64Array | Uint8Array;
    offsets?: Int32Array | undefined;
    validity?: Uint8Array | undefined;
    dictionary?: TextsMessage | undefined;
}
/** Reads a file in parts of whole rows. */
interface CsvParser {
    /** Takes the next bytes, of a file at a path by itself. One call at a time; none after one that was the last or failed. */
    cut(bytes: Uint8Array | undefined, last: boolean, job: Job): Promise<CsvCut>;
    /**
     * Reads a part's rows into columns, which replace those of the same cells. With `tally` it counts the cells' classes, and
     * only cells fit that are of a column's type beyond doubt. The text is kept only if it is to be read again.
     */
    parse(part: number, fields: CsvField[], tally: boolean, keepText: boolean, job: Job): Promise<CsvPart>;
    /** The columns of these cells; lets go of the part. */
    take(part: number, cells: number[]): CsvColumns;
    /** The columns of these cells, of all parts; lets go of them. */
    gather(fields: CsvField[], job: Job): Promise<CsvColumns>;
    /** Lets go of everything for good: at once, or when the call ends that is under way. */
    close(): void;
}
/** How to write. */
interface CsvWriting {
    fields: FieldMessage[];
    /** One character of ASCII. */
    delimiter: string;
    quotes: 'needed' | 'texts' | 'all';
    /** After each row. */
    lineEnd: string;
    /** In place of no value. */
    nullText: string;
    decimalComma: boolean;
    /** Put an apostrophe before texts that begin like a formula. */
    escapeFormulas: boolean;
    encoding: 'utf-8' | 'utf-16le' | 'windows-1252';
}
/** Rows as CSV. */
interface CsvWritten {
    bytes: Uint8Array;
    /** The first cell that cannot be written, and the character that the encoding does not have; -1 for a number. */
    refused?: {
        row: number;
        column: number;
        character: number;
    } | undefined;
}
/** What a backend can do for CSV. */
interface CsvBackend {
    readonly CsvParser: new (message: CsvMessage) => CsvParser;
    /** Rows as CSV, each with its line end. */
    writeCsv(writing: CsvWriting, rows: ColumnsMessage, job: Job): Promise<CsvWritten>;
}

/** What crosses to a backend for Parquet in `clinicore/export`. */

/** How a file is written. */
interface ParquetMessage {
    fields: FieldMessage[];
    compression: 'zstd' | 'snappy' | 'lz4' | 'none';
    /** zstd's. */
    level: number;
    dictionary: boolean;
    /** Places of columns. */
    bloomFilters: number[];
    /** Rows of a row group at most. */
    groupRows: number;
    sorting: ParquetSorting[];
    metadata: ParquetPair[];
}
/** That rows are sorted by a column. */
interface ParquetSorting {
    column: number;
    descending: boolean;
    nullsFirst: boolean;
}
/** What a file says of itself. */
interface ParquetPair {
    key: string;
    value: string;
}
/** Writes a file, one call at a time; none after one that failed. */
interface ParquetWriter {
    /** Adds rows to the row group, which begins with the first; gives about how many bytes of memory the group has. */
    write(columns: ColumnsMessage, job: Job): Promise<number>;
    /**
     * Adds the rows `[from, to)` of a part of CSV, of which these cells were read; likewise. The parser lets go of the part with
     * its last row.
     */
    writePart(parser: CsvParser, part: number, cells: number[], from: number, to: number, job: Job): Promise<number>;
    /** Ends the row group, whose bytes are the next of the file; gives how many they are. */
    endGroup(job: Job): Promise<number>;
    /** Ends the file behind the last row group; likewise. */
    finish(job: Job): Promise<number>;
    /** Copies the next bytes of those that were made, as many as `into` has, before more are made. */
    read(into: Uint8Array): void;
    /** Lets go of its memory. */
    close(): void;
}
/** What a file is. */
interface ParquetAbout {
    rows: number;
    /** Rows of each row group. */
    groups: number[];
    createdBy?: string | undefined;
    metadata: ParquetPair[];
    columns: ParquetColumn[];
}
/** A column of a file. */
interface ParquetColumn {
    name: string;
    /** What it is in a table. */
    field?: FieldMessage | undefined;
    /** What its type is called that a table does not have. */
    foreign?: string | undefined;
}
/** Which rows are read. */
interface ParquetQuery {
    /** Places of columns in the file, in the order in which they are given. */
    columns: number[];
    filters: ParquetFilter[];
    /** Rows that are passed over, of those that the filters hold for. */
    offset: number;
    /** -1 for all. */
    limit: number;
}
/** A condition that rows must hold. */
interface ParquetFilter {
    column: number;
    op: ParquetOp;
    /** The values of a `float64`. */
    floats?: Float64Array | undefined;
    /** Those of integers, decimals (in units), days, microseconds; of booleans 0 and 1. */
    integers?: BigInt64Array | undefined;
    texts?: string[] | undefined;
}
/** How values are compared; `in` with any number of them, the last two with none, the others with one. */
type ParquetOp = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'is null' | 'is not null';
/** A file that is read: its bytes, or what stands at a path. */
interface ParquetFile {
    /** Adds bytes, a copy; of a file that is at no path, all before it is opened. */
    append(bytes: Uint8Array): void;
    /** Reads the footer. */
    open(job: Job): Promise<ParquetAbout>;
    /** Rows of a file that was opened. */
    rows(query: ParquetQuery): ParquetRows;
    /** Lets go of its memory and of the file, once no rows are read any more. */
    close(): void;
}
/** Rows on their way, one call at a time; none after one that failed. */
interface ParquetRows {
    /** The next rows, at least one; null at the end. */
    next(job: Job): Promise<ColumnsMessage | null>;
    /** Lets go of its memory for good: at once, or when the call ends that is under way. */
    close(): void;
}
/** What a backend can do for Parquet. */
interface ParquetBackend {
    readonly ParquetWriter: new (message: ParquetMessage) => ParquetWriter;
    /** Of no path, if the bytes are appended. */
    readonly ParquetFile: new (path: string | undefined) => ParquetFile;
}

/**
 * What `xlsx` asks of a backend for workbooks with styles, charts and the like.
 *
 * A workbook crosses as JSON in which everything is decided: defaults filled in, styles merged and numbered, addresses as
 * numbers, images measured. Rows and cells cross before it, a few thousand at a time.
 */

/** See {@link RichWorkbook}. */
interface RichBackend {
    readonly RichWorkbook: new () => RichWorkbook;
}
/** A workbook on its way into a file, kept by the backend. */
interface RichWorkbook {
    /**
     * Adds rows to a sheet's data. `numbers` holds the columns that are not text one after the other, NaN for an empty
     * cell, 0 or 1 for a boolean; `text` the texts of the other columns, column after column, as UTF-8, and `lengths` the
     * bytes of each.
     */
    append(sheet: number, rows: number, numbers: Float64Array, text: Uint8Array, lengths: Uint32Array): void;
    /** Adds cells to a sheet, as the JSON of {@link RichCellMessage}s, of which no two are the same. */
    cells(sheet: number, json: string): void;
    /** The workbook's file, of a {@link RichMessage}; takes all that was added. */
    write(json: string, images: Uint8Array[], job: Job): Promise<Uint8Array>;
    /** Lets go of all that was added. */
    clear(): void;
}
/** From 0, both ends included. */
type RangeMessage = [firstRow: number, firstColumn: number, lastRow: number, lastColumn: number];
/** A colour is `RRGGBB`; `null` is the default. */
interface RichStyleMessage {
    bold: boolean;
    italic: boolean;
    strikethrough: boolean;
    underline: 'none' | 'single' | 'double';
    script: 'none' | 'superscript' | 'subscript';
    font: string | null;
    size: number | null;
    color: string | null;
    fill: string | null;
    top: BorderMessage | null;
    right: BorderMessage | null;
    bottom: BorderMessage | null;
    left: BorderMessage | null;
    align: 'general' | 'left' | 'center' | 'right' | 'fill' | 'justify' | 'distributed';
    verticalAlign: 'top' | 'center' | 'bottom' | 'justify' | 'distributed';
    wrap: boolean;
    shrink: boolean;
    indent: number;
    /** Degrees, counterclockwise, -90 to 90. */
    rotation: number;
    /** Empty for General. */
    numberFormat: string;
    locked: boolean;
    /** Whether a protected sheet hides the cell's formula. */
    hideFormula: boolean;
    /** Whether the cell is text for good. */
    quoted: boolean;
}
/** A line of a cell's border. */
interface BorderMessage {
    line: BorderStyle;
    color: string | null;
}
/** The kinds of lines around cells. */
type BorderStyle = 'thin' | 'medium' | 'thick' | 'dashed' | 'dotted' | 'double' | 'hair';
/** What a table's totals row may compute of a column. */
type TotalFunction = 'sum' | 'average' | 'count' | 'countNumbers' | 'min' | 'max' | 'stdDev' | 'var';
/** Where a picture or a chart stands: a cell, from whose corner it is `x` and `y` pixels away, and its size in pixels. */
interface PlaceMessage {
    row: number;
    column: number;
    x: number;
    y: number;
    width: number;
    height: number;
    alt: string;
}
/** Cells of a sheet. */
interface ReferenceMessage {
    sheet: string;
    range: RangeMessage;
}
/** A chart. */
interface ChartMessage extends PlaceMessage {
    type: 'line' | 'bar' | 'column' | 'pie' | 'doughnut' | 'scatter' | 'area';
    grouping: 'standard' | 'stacked' | 'percent';
    title: string;
    legend: 'none' | 'top' | 'right' | 'bottom' | 'left';
    xAxis: AxisMessage;
    yAxis: AxisMessage;
    series: SeriesMessage[];
}
/** `null` leaves it to the reader. */
interface AxisMessage {
    title: string;
    min: number | null;
    max: number | null;
    numberFormat: string;
    gridlines: boolean;
}
/** A series of a chart. */
interface SeriesMessage {
    /** Its name, or the cell that has it. */
    name: string | ReferenceMessage;
    values: ReferenceMessage;
    categories: ReferenceMessage | null;
    color: string;
    /** Of pies: a colour for each slice. */
    colors: string[];
    /** Of lines and scatters. */
    markers: boolean;
    line: boolean;
    smooth: boolean;
    labels: boolean;
}
/** How a value is compared. */
type Operator = 'between' | 'notBetween' | 'equal' | 'notEqual' | 'greaterThan' | 'lessThan' | 'greaterThanOrEqual' | 'lessThanOrEqual';
/** Names of sets of icons. */
type IconSet = '3Arrows' | '3ArrowsGray' | '3Flags' | '3TrafficLights' | '3Signs' | '3Symbols' | '4Arrows' | '4Rating' | '4TrafficLights' | '5Arrows' | '5Rating' | '5Quarters';
/** What a protected sheet may allow. */
type ProtectedAction = 'selectLockedCells' | 'selectUnlockedCells' | 'formatCells' | 'formatColumns' | 'formatRows' | 'insertColumns' | 'insertRows' | 'insertLinks' | 'deleteColumns' | 'deleteRows' | 'sort' | 'useAutoFilter' | 'usePivotTables' | 'editObjects' | 'editScenarios';

/** What crosses to a backend for reading spreadsheets in `clinicore/export`. */

/** What a backend can do for spreadsheets. */
interface SheetBackend {
    readonly SpreadsheetFile: new (limits: SpreadsheetLimits) => SpreadsheetFile;
}
/** What a workbook may have: see `SpreadsheetOptions`. */
interface SpreadsheetLimits {
    maxEntries: number;
    maxBytes: number;
    maxRatio: number;
    maxCells: number;
    maxCellBytes: number;
}
/** A workbook, whose bytes the backend keeps. */
interface SpreadsheetFile {
    /** Adds bytes, in order, before it is opened. */
    append(chunk: Uint8Array): void;
    /** Reads what the workbook says of itself; once. */
    open(job: Job): Promise<SpreadsheetMessage>;
    /** Begins to read a sheet of an open workbook; any number may be read at a time. */
    read(sheet: number, reading: SheetReadingMessage): SheetCells;
    /** Lets go of its memory, when the sheets that are being read are done. */
    close(): void;
}
/** A workbook without its cells. */
interface SpreadsheetMessage {
    format: 'xlsx' | 'xlsb' | 'xls' | 'ods';
    is1904: boolean;
    sheets: SheetInfoMessage[];
    /** The file's bytes, where the backend leaves its format to the other; then it shows no sheets. */
    unread?: Uint8Array | undefined;
}
/** See `SheetInfo`. */
interface SheetInfoMessage {
    name: string;
    kind: 'worksheet' | 'chart' | 'dialog' | 'macro';
    isHidden: boolean;
    dimensions?: string | undefined;
}
/** How a sheet is read. */
interface SheetReadingMessage {
    /** The first row and column and the last row and column that are wanted, from 0. */
    area: number[];
    /** Give every cell of a merged area the value of its first one. */
    repeatsMerged: boolean;
    /** Give the formulas of cells that have one, not their values. */
    givesFormulas: boolean;
    /** Leave out hidden rows and columns. */
    skipsHidden: boolean;
}
/** The cells of a sheet, from its first row to its last. */
interface SheetCells {
    /** The next rows. One call at a time; none after one that failed, or was over. */
    next(job: Job): Promise<BlockMessage>;
    /** Lets go of its memory for good: at once, or when the call ends that is under way. */
    close(): void;
}
/** The cells of some rows, column after column. Rows between two blocks have none. */
interface BlockMessage {
    /** From 0. */
    firstRow: number;
    rows: number;
    /**
     * Four numbers for each column, in order: its place in the sheet, from 0; the row of the block in which it begins; how
     * many rows it has from there on; 1 if it has numbers, plus 2 if it has texts. Further rows have no cell there.
     */
    layout: Uint32Array;
    /** What each row's cell is: a {@link CellKind}. */
    kinds: Uint8Array;
    /** Of columns that have numbers, each row's. */
    numbers: Float64Array;
    /** Of columns that have texts, all of these, as UTF-8 … */
    text: Uint8Array;
    /** … and where each row's ends, counted from the column's first byte. */
    ends: Uint32Array;
    /** Rows that are hidden and left out: of these rows, of those before that no block had, perhaps of some that come. */
    hiddenRows: Uint32Array;
    /** All columns that are hidden and left out. */
    hiddenColumns: Uint32Array;
    /** How much of the sheet was taken, and of how much, in bytes. */
    done: number;
    total: number;
    /** Whether there are no more rows, nor any in this block. */
    isOver: boolean;
}

/** What crosses to a backend for the rows of workbooks. */

/** What a backend can do for `xlsx`. */
interface XlsxBackend {
    readonly SheetRows: new (fields: FieldMessage[], styles: StyleMessage[]) => SheetRows;
    /**
     * The SHA-512 of salt and password, and `spins` times that of a count and the hash before ([MS-OFFCRYPTO] 2.3.4.11).
     *
     * @param password in UTF-16, little-endian
     */
    spinPassword(password: Uint8Array, salt: Uint8Array, spins: number, job: Job): Promise<Uint8Array>;
}
/** The formats of a column's cells, by their places in the workbook's styles. */
interface StyleMessage {
    plain: number;
    /** Of texts that begin like a formula. */
    quoted: number;
}
/** Writes rows of a sheet as XML, deflated. It keeps nothing of them: many calls may be under way at once. */
interface SheetRows {
    /**
     * Rows one after the other, the first of which is number `first` of the sheet, from 1. The same rows give the same bytes
     * however they are cut into messages, which may be read until the promise settles. What a cell cannot hold is
     * `ERR_INVALID_ARGUMENT` or `ERR_LIMIT_EXCEEDED` with its `column` and `row` (of these rows).
     */
    write(first: number, rows: ColumnsMessage[], job: Job): Promise<RunMessage>;
}
/** Part of a zip entry: deflated blocks that end at a byte and refer to nothing before them. None is the stream's last. */
interface RunMessage {
    data: Uint8Array;
    /** The CRC-32 of what was deflated. */
    crc: number;
    /** How many bytes were deflated. */
    size: number;
}

/** What crosses to a backend for `clinicore/export`. */

/** What a backend can do for `clinicore/export`. */
interface ExportBackend extends CompressionBackend, CsvBackend, ParquetBackend, RichBackend, SheetBackend, XlsxBackend {
}

/**
 * What `clinicore/pdf` asks of a backend for PDF files that are there. Files are copied before a call returns; what else a
 * call says crosses as JSON.
 */

/** See `PdfBackend`. */
interface PdfFilesBackend {
    /** `options` is a {@link FileMessage}. */
    pageCount(file: Uint8Array, options: string, job: Job): Promise<number>;
    /** `options` is a {@link MergeMessage}. */
    merge(files: Uint8Array[], options: string, job: Job): Promise<Uint8Array>;
    /** `options` is a {@link SplitMessage}. */
    split(file: Uint8Array, options: string, job: Job): Promise<Uint8Array[]>;
    /** `options` is an {@link ExtractMessage}. */
    extractText(file: Uint8Array, options: string, job: Job): Promise<string[]>;
    /** Draws the first page of `mark` on pages of `file`; `options` is a {@link StampMessage}. */
    stamp(file: Uint8Array, mark: Uint8Array, options: string, job: Job): Promise<Uint8Array>;
}

/**
 * What `clinicore/pdf` asks of a backend.
 *
 * A document crosses as JSON in which everything is decided: defaults filled in, styles looked up, lengths in points from
 * the top left, text composed (NFC) and free of control characters, hyphens and the words of scripts without spaces marked
 * by soft hyphens (U+00AD) and zero-width spaces (U+200B). What is left to a backend is to lay it out and to write it.
 */

/** Rows of tables on their way into a PDF. */
interface Rows$1 {
    /** Adds rows, given as the JSON of an array of {@link RowMessage}. */
    append(json: string): void;
    /** Lets go of the rows. */
    clear(): void;
}
/** A font that was read once and may be used by many calls. */
interface Face {
    /** Which of the characters of a text it can draw none of is found when a document is rendered. */
    readonly family: string;
}
/** See `Backend`. */
interface PdfBackend extends PdfFilesBackend {
    readonly Rows: new () => Rows$1;
    /** Throws `ERR_MALFORMED_INPUT` for what is no TrueType or OpenType font, `ERR_UNSUPPORTED` for one that may not be embedded. */
    readonly Face: new (data: Uint8Array) => Face;
    /**
     * The PDF of a document, given as the JSON of a {@link DocumentMessage}; takes the rows out of `rows`, and copies `binaries`
     * before it returns. Progress counts the blocks of the content and the rows of tables among them, twice.
     */
    render(document: string, rows: Rows$1, faces: Face[], binaries: Uint8Array[], job: Job): Promise<Uint8Array>;
}

/** How values are judged; meanings in `js/stats/anomaly.ts`. */
interface AnomalySettings {
    method: 'z-score' | 'robust-z-score' | 'iqr' | 'moving-average' | 'ewma' | 'stl' | 'generalized-esd' | 'seasonal-hybrid-esd';
    direction: 'both' | 'above' | 'below';
    /** Of no account for the ESD tests. */
    threshold: number;
    /** Of moving average and EWMA. */
    window: number;
    /** Of the seasonal methods. */
    seasonLength: number;
    /** Of the ESD tests; 0 for a tenth of the values. */
    maxAnomalies: number;
    /** Of the ESD tests. */
    significance: number;
}
/** Finding anomalies, as it crosses to a backend. NaN is a missing value. */
interface AnomalyBackend {
    /** {@link ROW} numbers for each value that stands out. */
    findAnomalies(values: Float64Array, settings: AnomalySettings): Float64Array;
    /**
     * The same for each series between two `offsets`: how many stand out of each series, one number a series, then their
     * rows, series after series. Nothing stands out of an empty one. The arrays are handed over: nobody changes them any
     * more.
     */
    detectAnomalies(values: Float64Array, offsets: Uint32Array, settings: AnomalySettings, job: Job): Promise<Float64Array>;
    /** Four numbers for each segment: start, end, mean, variance. `by` is the penalty if it is `'fixed'`. */
    changepoints(values: Float64Array, cost: 'mean' | 'variance' | 'mean-variance', penalty: 'bic' | 'mbic' | 'fixed', by: number, minSegment: number, job: Job): Promise<Float64Array>;
}

/** One STL in full, every default filled in; meanings in `js/stats/decomposition/stl.ts`. */
interface StlSettings {
    seasonLength: number;
    /** Whether each place in the season is then given its mean over all seasons. */
    periodic: boolean;
    seasonalWindow: number;
    seasonalDegree: number;
    seasonalJump: number;
    trendWindow: number;
    trendDegree: number;
    trendJump: number;
    lowPassWindow: number;
    lowPassDegree: number;
    lowPassJump: number;
    innerIterations: number;
    outerIterations: number;
}
/** Decomposition as it crosses to a backend; meanings in `js/stats/decomposition.ts`. NaN is a missing value. */
interface DecompositionBackend {
    /** Fills the arrays: `figure` as long as the season, the others as `values`. */
    classicalDecomposition(values: Float64Array, multiplicative: boolean, trend: Float64Array, seasonal: Float64Array, remainder: Float64Array, figure: Float64Array): void;
    /**
     * Seasons from the shortest to the longest. One after the other: trend, remainder, robustness weights, each seasonal
     * component, all as long as `values`; the strength of the trend and of each season.
     */
    mstl(values: Float64Array, seasons: StlSettings[], iterations: number, job: Job): Promise<Float64Array>;
    /** The values with what is missing filled in; a season of 1 is none. */
    interpolate(values: Float64Array, seasonLength: number, job: Job): Promise<Float64Array>;
}

/**
 * Descriptive statistics as they cross to a backend; meanings in `js/stats/descriptive/`.
 *
 * The values have not been looked at: where one is not finite, or what is computed from them leaves the range of double
 * precision, a function answers NaN or `false`. Only then does the front door look which it was, so that the check costs
 * no pass of its own and its words are said once. There are enough values, and arrays to fill have their length.
 */
interface DescriptiveBackend {
    mean(values: Float64Array): number;
    /**
     * Fills `out` with the mean and the sums of powers of the deviations from it: of the second power, or, where `out` is
     * not 2 but 4 long, of the second, third and fourth.
     */
    centralMoments(values: Float64Array, out: Float64Array): boolean;
    /** Fills `out` with the smallest and the largest value. */
    extremes(values: Float64Array, out: Float64Array): boolean;
    /** Fills `out` with the quantiles at the probabilities `p`. `kind` is the type, 1 to 9; 0 is simple-statistics' up to 7.8.8. */
    quantiles(values: Float64Array, p: Float64Array, kind: number, out: Float64Array): boolean;
    /** Fills `out` with the median and the median distance from it. */
    medianAbsoluteDeviation(values: Float64Array, out: Float64Array): boolean;
    /** The mean distance from `centre`. */
    meanAbsoluteDeviation(values: Float64Array, centre: number): number;
    /** Fills `out` with `(x - centre) / scale`; a NaN stays one. */
    standardise(values: Float64Array, centre: number, scale: number, out: Float64Array): void;
    /** `Σ(x - x̄)(y - ȳ) / (n - ddof)`. */
    covariance(x: Float64Array, y: Float64Array, ddof: number): number;
    /** NaN, too, where a series has one value only. */
    correlation(x: Float64Array, y: Float64Array, method: CorrelationMethod): number;
    /** Adds to `counts` how many values lie between each edge and the next. */
    histogram(values: Float64Array, edges: Float64Array, counts: Uint32Array): boolean;
    /** Fills `out` with a statistic of the window that ends at, or is centred on, each value; NaN is a missing one. */
    rollingMean(values: Float64Array, window: number, centred: boolean, minCount: number, out: Float64Array): boolean;
    rollingStandardDeviation(values: Float64Array, window: number, centred: boolean, minCount: number, ddof: number, out: Float64Array): boolean;
    rollingMedian(values: Float64Array, window: number, centred: boolean, minCount: number, out: Float64Array): boolean;
}
/** Which correlation coefficient. */
type CorrelationMethod = 'pearson' | 'spearman' | 'kendall';

/**
 * What was wrong with some of many series, in columns. Many fail alike: each different error stands once, as the JSON of
 * its code, message and details.
 */
interface SeriesFaults {
    /** Which series failed, ascending. */
    series: Uint32Array;
    /** The place in `errors` of what was wrong with each of them. */
    kinds: Uint32Array;
    errors: string[];
}

/** Exponential smoothing as it crosses to a backend; meanings in `js/stats/smoothing/`. */

/** See the module. */
interface SmoothingBackend {
    /** Fills the five arrays (`forecast` as long as the horizon, the others as `values`); returns the squared error. */
    holtWinters(values: Float64Array, seasonLength: number, alpha: number, beta: number, gamma: number, multiplicative: boolean, fitted: Float64Array, level: Float64Array, trend: Float64Array, seasonal: Float64Array, forecast: Float64Array): number;
    /**
     * Fits each of the series `values[offsets[i] .. offsets[i + 1]]`, NaN for a missing value. Progress is in series. The
     * arrays are handed over: nobody changes them any more.
     */
    fitMany(values: Float64Array, offsets: Uint32Array, options: FitMessage, job: Job): Promise<FitColumns>;
}
/** What to fit; absent parameters are estimated. */
interface FitMessage {
    /** Least squares (ses, Holt, Holt-Winters), or maximum likelihood (ETS). */
    leastSquares: boolean;
    /** Of least squares. */
    trend: boolean;
    /** Whether a trend is damped; absent for either. */
    damped?: boolean;
    /** Of least squares: `N`, `A` or `M`. */
    season: string;
    /** Of least squares: `r`, `statsmodels` or `ets`. */
    convention: string;
    /** Of ETS: letters such as `ZZZ` or `MAdM`. */
    model: string;
    /** Of ETS: `aicc`, `aic` or `bic`. */
    criterion: string;
    allowUnstable: boolean;
    allowMultiplicativeTrend: boolean;
    /** 1 without season. */
    seasonLength: number;
    alpha?: number;
    beta?: number;
    gamma?: number;
    phi?: number;
    /** `estimated`, `r`, `heuristic`, `legacy-heuristic`, or `given` in the next three. */
    initial: string;
    initialLevel: number;
    initialTrend?: number;
    initialSeasonal: number[];
    /** `r` or `statsmodels`. */
    likelihood: string;
}
/** Fits of many series in columns: all of the first series, then all of the second; of those that failed nothing. */
interface FitColumns {
    /** {@link FIT_NUMBERS} numbers a series, NaN for what a model has not. */
    numbers: Float64Array;
    /** Of a model with a season those before the first value and after the last: 2 × the season's length. */
    seasons: Float64Array;
    /** As long as the values. */
    fitted: Float64Array;
    /** As long as the values. */
    residuals: Float64Array;
    /** How many models were tried. */
    tried: Uint8Array;
    /** For each of them its place in the list of all models, and 1 or 0 for converged. */
    candidates: Uint8Array;
    /** For each of them its criterion. */
    criteria: Float64Array;
    faults: SeriesFaults;
}

/** Forecasting as it crosses to a backend; meanings in `js/stats/forecast.ts`. */

/** What to forecast, and how. */
interface ForecastSettings {
    method: string;
    horizon: number;
    /** 1 for none. */
    seasonLength: number;
    levels: number[];
    intervals: 'model' | 'conformal' | 'none';
    /** 0 for the method's own. */
    windows: number;
    nonNegative: boolean;
    integer: boolean;
    /** Smoothing of Croston's family; 0 to estimate both. */
    alpha: number;
    beta: number;
    select: 'aicc' | 'mae' | 'rmse';
    /** What exponential smoothing fits; its season is that of these settings. */
    smoothing: FitMessage;
}
/** A fitted model of exponential smoothing; NaN for a parameter it has not. */
interface FitSummary {
    /** Its letters, such as `MAdM`. */
    model: string;
    alpha: number;
    beta: number;
    gamma: number;
    phi: number;
    sigma2: number;
    logLikelihood: number;
    aic: number;
    aicc: number;
    bic: number;
    converged: boolean;
    iterations: number;
}
/** A forecast of one series. */
interface ForecastAnswer {
    method: string;
    forecast: Float64Array;
    /** One for each level. */
    lower: Float64Array[];
    upper: Float64Array[];
    fitted: Float64Array;
    /** Smoothing of Croston's family; 0 for other methods. */
    alpha: number;
    beta: number;
    fit: FitSummary | null;
    candidates: {
        method: string;
        score: number;
    }[];
}
/** Forecasts of many series, one after the other; NaN where one failed. */
interface ForecastManyAnswer {
    /** For each series the place in `names` of what made it; of no account where it failed. */
    methods: Uint8Array;
    names: string[];
    forecast: Float64Array;
    /** One for each level, of all series. */
    lower: Float64Array[];
    upper: Float64Array[];
    faults: SeriesFaults;
}
/** Which part of shared values and calendar each series is. */
interface SeriesPlaces {
    /** Index of each series' first value. */
    starts: Uint32Array;
    /** Index after its last. */
    ends: Uint32Array;
    /** Index in the calendar of its first value; of no account where there is no calendar. */
    calendar: Uint32Array;
}
/** Forecasting. Arrays are handed over: nobody changes them any more. */
interface ForecastBackend {
    /**
     * NaN is a missing value. `closed` has a 1 for each closed day of history and horizon, or is empty if none is closed.
     */
    forecast(values: Float64Array, closed: Uint8Array, settings: ForecastSettings, job: Job): Promise<ForecastAnswer>;
    /** As `forecast` for each part of `values`; parts may overlap. */
    forecastMany(values: Float64Array, closed: Uint8Array, places: SeriesPlaces, settings: ForecastSettings, job: Job): Promise<ForecastManyAnswer>;
    /**
     * Fills `measures` with ME, MAE, RMSE, MAPE, sMAPE, WAPE, MASE, RMSSE, pinball, coverage, Winkler score and the number
     * of pairs. `quantiles` are as many times as long as `actual` as there are probabilities; arrays are empty where there
     * is nothing.
     */
    accuracy(actual: Float64Array, predicted: Float64Array, training: Float64Array, seasonLength: number, lower: Float64Array, upper: Float64Array, level: number, quantiles: Float64Array, probabilities: Float64Array, measures: Float64Array): void;
}

/** Regression as it crosses to a backend; meanings in `js/stats/regression/`. */
interface RegressionBackend {
    /**
     * Least squares of `y` by the columns (one of `y.length` after the other), or, with `degree` above 1, by the powers of
     * one. `weights` is empty for none; `fitted` and `residuals` are filled unless they are empty.
     *
     * Returns -1, or the place of the first coefficient whose term is made up of those before it, or NaN where the fit cannot
     * be computed. Fills `fit` (for *p* coefficients and *m* columns): residual and total sum of squares of `y` over a scale; that scale; the *p* coefficients;
     * their *p* standard errors over the residual standard deviation; the *p* coefficients of the centred, scaled columns; the
     * *m* centres; the *m* scales; the inverse of the triangular factor in those columns, *p* × *p* by rows.
     */
    leastSquares(columns: Float64Array, y: Float64Array, weights: Float64Array, degree: number, intercept: boolean, fit: Float64Array, fitted: Float64Array, residuals: Float64Array): number;
    /** Slope, lower and upper end; nothing where they cannot be computed. Progress is in pairs of points. */
    theilSen(x: Float64Array, y: Float64Array, level: number, job: Job): Promise<Float64Array>;
    /** *S*, its variance, *z*, *p*, τ, slope; nothing where they cannot be computed. Progress is in pairs of points. */
    mannKendall(y: Float64Array, job: Job): Promise<Float64Array>;
    /** `P(T > t)` of Student's t. */
    studentTSf(t: number, df: number): number;
    /** The *t* with `P(T ≤ t) = p`. */
    studentTQuantile(p: number, df: number): number;
    /** `P(F > f)`. */
    fSf(f: number, d1: number, d2: number): number;
}

/** What a backend can do for `clinicore/stats`, one interface a concept. */

/** See {@link SmoothingBackend} and its neighbours. */
interface StatsBackend extends AnomalyBackend, DecompositionBackend, ForecastBackend, DescriptiveBackend, RegressionBackend, SmoothingBackend {
}

/** What a backend is: the one interface that the native binding and the JavaScript fallback both keep. */

/** The queue a call waits in: interactive work runs before any bulk work. */
type Lane = 'interactive' | 'bulk';
/** One asynchronous call on its way through a backend. */
interface Job {
    /** Stops the call: at its next checkpoint, or, if it waits, at the next `pool.sweep()`. Its promise then rejects. */
    cancel(): void;
}
/** What the work pool is doing. */
interface PoolStatus {
    /** Worker threads (the JavaScript backend runs one call at a time on the event loop and says 0). */
    threads: number;
    /** How many calls may wait before the next is refused with `ERR_BUSY`. */
    maxQueue: number;
    /** Calls being worked on; one that is split over many threads counts once for each of them. */
    running: number;
    /** Calls that could begin at once: threads that have nothing to do. */
    idle: number;
    /** Calls waiting in the interactive lane. */
    interactive: number;
    /** Calls waiting in the bulk lane. */
    bulk: number;
}
/**
 * What a backend can do. The generated native binding and the JavaScript fallback are both type-checked against this
 * interface. Arguments have passed the front door; bytes and arrays may be read only until the call returns.
 */
interface Backend {
    readonly Job: new (lane: Lane, onProgress?: (done: number, total: number) => void) => Job;
    readonly pool: {
        configure(threads: number | undefined, maxQueue: number | undefined): void;
        status(): PoolStatus;
        /** Takes the calls that were cancelled out of the queue. */
        sweep(): void;
    };
    readonly stats: StatsBackend;
    readonly pdf: PdfBackend;
    readonly dicom: DicomBackend;
    /** `export` is a reserved word. */
    readonly exporting: ExportBackend;
    readonly crypto: CryptoBackend;
}

/** Which backend runs the calls: `'native'` (Rust) or `'js'` (the fallback). Chosen once, when the package loads. */
declare const backend: 'native' | 'js';
/**
 * Why the native backend did not load, with the commands that mend it; `null` when it did, or when
 * `CLINICORE_BACKEND=js` asked for JavaScript.
 */
declare const loadError: Error | null;

/** What JSON can say. */
type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
/** An object that JSON can say. */
interface JsonObject {
    /** Its members, by their names. */
    readonly [name: string]: JsonValue;
}

/**
 * What each error code means. The one list: the types, both backends and the table in `docs/errors.md` come from it.
 */
declare const ERROR_CODES: {
    readonly ERR_INVALID_ARGUMENT: "An argument has the wrong type, shape or range. `details.argument` is its path. Mend the call.";
    readonly ERR_INSUFFICIENT_DATA: "The data are valid but too few for the method. `details.required` and `details.given` say by how much.";
    readonly ERR_MALFORMED_INPUT: "Input from outside (a file, a stored hash) does not follow its format. `details.offset` is the byte, where there is one.";
    readonly ERR_UNSUPPORTED: "The input is valid, but this backend or version does not handle its kind.";
    readonly ERR_LIMIT_EXCEEDED: "The input is larger than a limit that protects the service. `details.limit` is the limit, `details.option` what raises it, where an option does.";
    readonly ERR_BUSY: "The work queue is full and the call was not started. Answer 503 and try again later.";
    readonly ERR_ABORTED: "The call's `signal` was aborted. The error's name is `AbortError`, its `cause` the signal's reason.";
    readonly ERR_AUTHENTICATION_FAILED: "A code, token or sealed value did not prove genuine. It never says which part was wrong.";
    readonly ERR_IO: "Reading or writing a file or stream failed. `cause` is the system error.";
    readonly ERR_BACKEND_UNAVAILABLE: "The backend that was asked for cannot be loaded. The message says the command that mends it.";
    readonly ERR_INTERNAL: "A fault in Clinicore itself, caught before it could harm the process. Please report it.";
};
/**
 * A stable, machine-readable error code: `docs/errors.md` says what each means.
 *
 * @useDeclaredType
 */
type ErrorCode = keyof typeof ERROR_CODES;
/** Where and by how much the input was wrong. Never holds a patient's data, a password or a key. */
interface ErrorDetails {
    /** Path of the argument, such as `options.alpha` or `data.lines[3].quantity`. */
    argument?: string;
    /** Index into a series, list or column. */
    index?: number;
    /** Which of a report's formats, such as `csv`. */
    format?: string;
    /** Sheet of a workbook, from 0. */
    sheet?: number;
    /** Column of a table, from 0. */
    column?: number;
    /** Row of a table, from 0; a header is not counted. */
    row?: number;
    /** Line of a text file, from 1. */
    line?: number;
    /** Byte offset into the input. */
    offset?: number;
    /** How much was needed. */
    required?: number;
    /** How much there was. */
    given?: number;
    /** The limit that was passed. */
    limit?: number;
    /** The option that raises the limit. */
    option?: string;
    /** A Unicode code point, such as `U+1F600`. */
    codePoint?: string;
}
/**
 * The one class of error this package throws or rejects with; only what your own `onProgress` throws is passed on as it is.
 *
 * @example
 * try {
 *   await crypto.verifyPassword(password, storedHash);
 * } catch (error) {
 *   if (error instanceof ClinicoreError && error.code === 'ERR_BUSY') response.status(503).end();
 *   else throw error;
 * }
 */
declare class ClinicoreError extends Error {
    /** What kind of error it is; stable between versions. */
    readonly code: ErrorCode;
    /** Where and by how much the input was wrong. */
    readonly details: Readonly<ErrorDetails>;
    /**
     * For errors of your own that are to be answered as this package's.
     *
     * @param code what kind of error it is
     * @param message what was wrong, where, and what would be right
     * @param details the same for machines
     * @param options `cause`: the error or abort reason behind this one
     */
    constructor(code: ErrorCode, message: string, details?: ErrorDetails, options?: {
        cause?: unknown;
    });
}

/** Options of every asynchronous call. */
interface TaskOptions {
    /**
     * Stops the call: it rejects at once with `ERR_ABORTED` (name `AbortError`), leaves the queue if it was waiting, and
     * stops at its next checkpoint if it was running. May be aborted already, and may be used for many calls.
     */
    signal?: AbortSignal | undefined;
    /**
     * Called now and then with how much of the work is done (`0 <= done <= total`; the unit is the call's own).
     * An error it throws stops the call and becomes its rejection.
     *
     * @param done how much is done
     * @param total how much there is to do
     */
    onProgress?: ((done: number, total: number) => void) | undefined;
    /**
     * Which queue the call waits in: `interactive` work (someone is waiting for it) runs before any `bulk` work.
     * Each call documents its default.
     */
    lane?: Lane | undefined;
}
/** The checked options of an asynchronous call. */
interface Task {
    readonly signal: AbortSignal | undefined;
    readonly onProgress: ((done: number, total: number) => void) | undefined;
    readonly lane: Lane;
}

/** Bytes, which must be left alone while they are read; the path or `file:` URL of a file; a stream (of Node or the web) or any other asynchronous iterable of bytes. */
type BytesInput = Uint8Array | string | URL | AsyncIterable<Uint8Array>;
/** What a {@link BytesInput} is. */
type ByteSource = {
    readonly kind: 'bytes';
    readonly bytes: Uint8Array;
} | {
    readonly kind: 'path';
    readonly path: string;
} | {
    readonly kind: 'stream';
    readonly items: AsyncIterable<Uint8Array>;
    isTaken: boolean;
};

/** Where a chain ends: what the next entry is linked to. */
interface AuditHead {
    /** The number of the last entry, from 1. */
    readonly seq: number;
    /** Its hash: 64 hexadecimal digits. */
    readonly hash: string;
}
/** An entry of an audit log. */
interface AuditEntry extends AuditHead {
    /** When it happened, in UTC to the millisecond, such as `2026-03-01T09:30:00.000Z`. */
    readonly at: string;
    /** What happened. */
    readonly data: JsonValue;
    /** The hash of the entry before; 64 zeros for the first. */
    readonly previous: string;
}

/** A seal on all entries up to one. */
interface AuditCheckpoint extends AuditHead {
    /** When it was made, as in {@link AuditEntry}. */
    readonly at: string;
    /** HMAC-SHA-256 under the newest key, in base64url. */
    readonly mac: string;
}

/** What a log is verified against. */
interface AuditVerifyOptions extends TaskOptions {
    /** The `seq` and `hash` of the entry before the first line, for a log that was begun in another file. Default: none. */
    from?: AuditHead | undefined;
    /** The `seq` and `hash` of an entry or checkpoint, kept elsewhere, that the log must reach. Default: any end will do. */
    anchor?: AuditHead | undefined;
}
/**
 * What is wrong with a log. `malformed`: a line that this package does not write: of another form, or of another spelling, such
 * as with spaces, or a member twice (`docs/crypto.md`, "Format"). `changed`: an entry whose hash is not its
 * own. `unlinked`: an entry that does not follow the one before: something was taken out, put in or moved. `checkpoint`: one
 * that is not genuine, or of another entry. `anchor`: the log ends before it, or has another entry in its place: it was cut
 * off or rewritten.
 */
type AuditFault = 'malformed' | 'changed' | 'unlinked' | 'checkpoint' | 'anchor';
/** What came of verifying a log. */
type AuditVerification = {
    /** The log is whole. */
    readonly ok: true;
    /** How many entries it has. */
    readonly entries: number;
    /** How many checkpoints. */
    readonly checkpoints: number;
    /** Its last entry; `seq` 0 where there is none. */
    readonly head: AuditHead;
    /** The last entry under a checkpoint or the anchor: up to it, nobody without the key has changed anything. */
    readonly sealed: AuditHead;
} | {
    /** It is not: something in it is not as it was written. */
    readonly ok: false;
    /** Why. */
    readonly reason: AuditFault;
    /** The first line that is not sound, from 1; for `anchor` the one after the last. */
    readonly line: number;
    /** The last entry before it. */
    readonly head: AuditHead;
};

/** What the checkpoints of an {@link AuditChain} are sealed with. */
interface AuditChainOptions {
    /**
     * Keys of 32 to 128 random bytes, the newest first: it seals checkpoints, all verify them. Keep them from whoever can
     * write the log. Up to 16.
     */
    keys: readonly Uint8Array[];
}
/** What is to be logged. */
interface AuditInput {
    /** When it happened: a Date, or ISO 8601 in UTC; milliseconds are kept. */
    at: Date | string;
    /** What happened: anything JSON can say, up to 64 KiB of it. Log who looked at whose record, not what it says. */
    data: JsonValue;
}
/**
 * An entry or checkpoint as a database gives it back: its time may be a Date.
 *
 * @typeParam Logged the entry or checkpoint as it was made
 */
type AsStored<Logged extends AuditEntry | AuditCheckpoint> = Omit<Logged, 'at'> & {
    /** When it happened: ISO 8601 in UTC, or a Date. */
    readonly at: Date | string;
};
/**
 * An append-only log in which each entry holds the hash of the one before, so that none can be changed, moved, put in or
 * taken out without every later hash being another. Who can rewrite the whole log could make those anew: checkpoints,
 * sealed by HMAC under a key that the log's writers do not have, and heads kept elsewhere, find that out too.
 *
 * It keeps no state: you store entries, and give the last one's `seq` and `hash` for the next, in one transaction that
 * locks them, or two writers would link to the same entry.
 *
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (too many keys)
 * @see `docs/crypto.md` for the format; RFC 8785 (canonical JSON)
 *
 * @example
 * const chain = new crypto.AuditChain({ keys: [key] });
 * await db.transaction(async (tx) => {
 *   const [last] = await tx.select().from(auditHead).for('update'); // of seq and hash, and one row
 *   const entry = chain.append(last, { at: new Date(), data: { staff: 7, action: 'patient.read', patient: 42 } });
 *   await tx.insert(audit).values(entry);
 *   await tx.update(auditHead).set({ seq: entry.seq, hash: entry.hash });
 * });
 */
declare class AuditChain {
    #private;
    /**
     * A chain with these keys.
     *
     * @param options the keys of checkpoints
     */
    constructor(options: AuditChainOptions);
    /**
     * The next entry of a log.
     *
     * @param last the entry before, or its `seq` and `hash`; `null` or `undefined` for the first
     * @param input when and what
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (also for what JSON would change: `undefined`, NaN, a Date, a lone
     *   surrogate), `ERR_LIMIT_EXCEEDED` (more than 64 KiB, or nested deeper than 32)
     */
    append(last: AuditHead | null | undefined, input: AuditInput): AuditEntry;
    /**
     * A seal on all entries up to one. Make one every so often, and keep the newest where the log's writers cannot reach.
     *
     * @param last the last entry, or its `seq` and `hash`
     * @param at the time: a Date, or ISO 8601 in UTC
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
     */
    checkpoint(last: AuditHead, at: Date | string): AuditCheckpoint;
    /**
     * An entry or checkpoint as a line of a JSON Lines file, line feed included: what {@link AuditChain.verify} reads.
     * Nothing is verified here.
     *
     * @param logged an entry or checkpoint, as it was made or as a database gives it back
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED`
     */
    line(logged: AsStored<AuditEntry> | AsStored<AuditCheckpoint>): string;
    /**
     * Whether a log is whole: every entry is as it was made, follows the one before, and every checkpoint is genuine and of
     * the entry before it. Runs on all threads, some megabytes in memory at a time; in the bulk lane by default. `onProgress`
     * counts bytes.
     *
     * What was cut off at the end shows against an `anchor` alone, and whoever can write the log can rewrite all after its
     * last checkpoint: `sealed` of the answer says how far it is certain.
     *
     * @param source the log as JSON Lines, oldest first: bytes, a path or `file:` URL, a stream
     * @param options where it begins, what it must reach; signal, progress, lane
     * @returns what the log holds, or which line is not sound and why
     * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT`, `ERR_IO`, `ERR_BUSY`, `ERR_ABORTED`
     *
     * @example
     * const verified = await chain.verify('audit.jsonl', { anchor: checkpointOnPaper });
     * if (!verified.ok) console.error(`line ${verified.line}: ${verified.reason}`);
     */
    verify(source: BytesInput, options?: AuditVerifyOptions): Promise<AuditVerification>;
}

/** Options of {@link generateOtpSecret}. */
interface OtpSecretOptions {
    /** Its length in bytes, 16 to 128. Default: 20, the 160 bits that RFC 4226 recommends and every app reads. */
    bytes?: number | undefined;
}
/** An option of the calls that take a secret. */
interface SecretOptions {
    /**
     * The fewest bytes a secret may have, 10 to 128. Default: 16, what RFC 4226 asks for. Secrets of otplib 12 and of older
     * services have 10: allow them only until their owners have enrolled anew.
     */
    minSecretBytes?: number | undefined;
}
/**
 * A new random secret for one-time codes, in Base32: what {@link otpauthUri} shows to an authenticator app, and what you
 * store, sealed, for {@link verifyTotp}.
 *
 * @param options its length
 * @returns Base32 without padding: 32 characters by default
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 * @see RFC 4226, section 4 (R6); RFC 4648, section 6
 *
 * @example
 * const secret = crypto.generateOtpSecret(); // 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
 */
declare function generateOtpSecret(options?: OtpSecretOptions): string;

/** The hash of a code's HMAC. Authenticator apps know `SHA-1`; several ignore any other and show wrong codes. */
type OtpAlgorithm = 'SHA-1' | 'SHA-256' | 'SHA-512';
/** How codes are made: what app and service must agree on. */
interface OtpCodeOptions extends SecretOptions {
    /** The hash. Default: `SHA-1`. */
    algorithm?: OtpAlgorithm | undefined;
    /** How many digits a code has: 6, 7 or 8. Default: 6. */
    digits?: number | undefined;
}

/** Options of {@link verifyHotp}. */
interface VerifyHotpOptions extends OtpCodeOptions {
    /** How many counters after `counter` are tried too, 0 to 100: codes that were shown and not used. Default: 10. */
    lookAhead?: number | undefined;
}
/** Whether a code is right, and of which counter it is. */
type HotpVerification = {
    /** The code is right. */
    readonly ok: true;
    /** Its counter: store it, raised by one, as the next to expect. */
    readonly counter: number;
} | {
    /** The code is wrong. */
    readonly ok: false;
};
/**
 * The one-time code of a counter (HOTP), as tokens with a button show it.
 *
 * @param secret Base32, or its bytes
 * @param counter 0 to 2^53 − 1
 * @param options hash, digits
 * @returns a code such as `'755224'`, with its leading zeros
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 * @see RFC 4226, section 5.3
 *
 * @example
 * crypto.hotp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 0); // '755224', RFC 4226's first
 */
declare function hotp(secret: string | Uint8Array, counter: number, options?: OtpCodeOptions): string;
/**
 * Whether a code is that of `counter` or of one of the next few. All of them are compared, whichever it is.
 *
 * Store `counter + 1` of the answer, in the same transaction and only if it is higher than what is stored: a code is good
 * once.
 *
 * @param code what was typed; spaces are ignored. Whatever else a form sends is simply wrong
 * @param secret Base32, or its bytes
 * @param counter the next one that may be used, 0 to 2^53 − 1
 * @param options hash, digits, how far to look ahead
 * @returns `{ ok: true, counter }`, the counter whose code it is, or `{ ok: false }`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (never for a text as code, and without any of it)
 * @see RFC 4226, sections 7.2 and 7.4
 *
 * @example
 * const verified = crypto.verifyHotp(form.code, token.secret, token.counter);
 * if (!verified.ok) return response.status(401).end();
 * const { rowCount } = await db
 *   .update(tokens)
 *   .set({ counter: verified.counter + 1 })
 *   .where(and(eq(tokens.id, token.id), lte(tokens.counter, verified.counter)));
 * if (rowCount !== 1) return response.status(401).end();
 */
declare function verifyHotp(code: string, secret: string | Uint8Array, counter: number, options?: VerifyHotpOptions): HotpVerification;

/** How long whoever fails is kept waiting. */
interface LockoutOptions {
    /** How many failures in a row are free, 1 to 1000. Default: 5. */
    freeFailures?: number | undefined;
    /** How long the next one locks, in milliseconds, 1000 to 30 days; each further failure twice as long. Default: 30 s. */
    lockMs?: number | undefined;
    /** The longest lock in milliseconds, `lockMs` to 30 days. Default: 1 h. A lock without end lets anyone lock anyone out. */
    maxLockMs?: number | undefined;
    /** After how long without a failure all are forgotten, in milliseconds, 1000 to a year. Default: 24 h. */
    forgetMs?: number | undefined;
}
/** What to store of whoever tries: of a user, of an address, or of both together. */
interface LockoutState {
    /** How many failures there were in a row. */
    readonly failures: number;
    /** When the last one was, in milliseconds since 1970. */
    readonly lastFailure: number;
}
/** Whether somebody may try now. */
type LockoutAnswer = {
    /** Another attempt may be made now. */
    readonly allowed: true;
} | {
    /** No attempt may be made yet. */
    readonly allowed: false;
    /** How long until one may, in milliseconds; rounded up to seconds it is what `Retry-After` says. */
    readonly retryAfterMs: number;
};
/**
 * How long to keep somebody waiting who fails again and again, at passwords or one-time codes: six digits are guessed in a
 * day by who may try ten times a second. It keeps no state: you store its {@link LockoutState} where all your processes
 * see it, and times are arguments. Lock its row from {@link Lockout.check} until the failure is stored, or all who come at the
 * same moment are let through together and count as one.
 *
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 * @see NIST SP 800-63B, section 5.2.2; RFC 6238, section 5.2
 *
 * @example
 * const lockout = new crypto.Lockout({ freeFailures: 5 });
 * const now = Date.now();
 * const [user] = await tx.select().from(users).where(eq(users.name, form.name)).for('update');
 * const answer = lockout.check(user.lockout, now);
 * if (!answer.allowed) return response.status(429).set('Retry-After', String(Math.ceil(answer.retryAfterMs / 1000))).end();
 * if (!verified.ok) await db.update(users).set({ lockout: lockout.failed(user.lockout, now) }).where(eq(users.id, user.id));
 */
declare class Lockout {
    #private;
    /**
     * A lockout with these rules.
     *
     * @param options how many failures are free, and how long the others keep waiting
     */
    constructor(options?: LockoutOptions);
    /**
     * Whether somebody may try now.
     *
     * @param state what is stored of them; `null` or `undefined` if nothing is
     * @param now milliseconds since 1970
     * @returns `{ allowed: true }`, or how long they must wait
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
     */
    check(state: LockoutState | null | undefined, now: number): LockoutAnswer;
    /**
     * What to store after a failure. After a success store nothing: `null`.
     *
     * @param state what was stored
     * @param now milliseconds since 1970
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
     */
    failed(state: LockoutState | null | undefined, now: number): LockoutState;
}

/** Options of {@link qrSvg} and {@link qrPng}. */
interface QrOptions {
    /** How many pixels wide a module is, 1 to 40. Default: 6. An SVG has that size unless its style says otherwise. */
    scale?: number | undefined;
}
/**
 * A QR code as SVG, dark on white, at error correction level M.
 *
 * @param content such as an {@link otpauthUri}: at most 2,331 bytes as UTF-8, which most readers guess; ASCII all know
 * @param options its size
 * @returns a whole SVG document, which may stand in HTML as it is: none of the content is in it as text
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (too long)
 * @see ISO/IEC 18004
 *
 * @example
 * response.type('svg').send(crypto.qrSvg(crypto.otpauthUri({ issuer: 'Eye Clinic', account: 'jane', secret })));
 */
declare function qrSvg(content: string, options?: QrOptions): string;
/**
 * A QR code as PNG, dark on white, at error correction level M.
 *
 * @param content as in {@link qrSvg}
 * @param options its size
 * @returns a PNG of one bit a pixel
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (too long)
 * @see ISO/IEC 18004; ISO/IEC 15948
 *
 * @example
 * const src = `data:image/png;base64,${crypto.qrPng(uri).toString('base64')}`;
 */
declare function qrPng(content: string, options?: QrOptions): Buffer;

/** Options of {@link recoveryCodes}. */
interface RecoveryCodesOptions {
    /** How many, 1 to 100. Default: 10. */
    count?: number | undefined;
}
/** New recovery codes: to show once, and to store. */
interface RecoveryCodes {
    /** Such as `7KQ2-M9XD-4TRB-VH6C`, 80 random bits each: show them once, and forget them. */
    readonly codes: readonly string[];
    /** What to store: the SHA-256 of each, in the same order, as hexadecimal. */
    readonly hashes: readonly string[];
}
/**
 * New codes for who has lost the second factor; each is good once. Make new ones, and throw the old away, whenever the
 * second factor is enrolled anew.
 *
 * A hash of 80 random bits cannot be guessed back, so a fast one is enough where passwords need a slow one.
 *
 * @param options how many
 * @returns the codes, to show, and their hashes, to store
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 *
 * @example
 * const { codes, hashes } = crypto.recoveryCodes();
 * await db.insert(recovery).values(hashes.map((hash) => ({ staffId, hash })));
 * response.json({ codes });
 */
declare function recoveryCodes(options?: RecoveryCodesOptions): RecoveryCodes;
/**
 * Which stored hash is that of a code: delete it, with a condition, before you let its owner in, for a code is good once.
 * The code is compared with all of them, whichever it is. `0` and `O`, `1`, `I` and `L` are the same; case, spaces and
 * hyphens do not count.
 *
 * @param code what was typed. Whatever else a form sends is simply wrong
 * @param hashes those of the user that are left, at most 100
 * @returns the index of its hash, or -1
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (never for a text as code, and without any of it), `ERR_LIMIT_EXCEEDED`
 *
 * @example
 * const used = crypto.findRecoveryCode(form.code, hashes);
 * const { rowCount } = await db.delete(recovery).where(eq(recovery.hash, hashes[used] ?? ''));
 * if (rowCount !== 1) return response.status(401).end();
 */
declare function findRecoveryCode(code: string, hashes: readonly string[]): number;

/** Options of {@link totp}. */
interface TotpOptions extends OtpCodeOptions {
    /** How long a code is shown, in seconds, 1 to 3600. Default: 30. */
    period?: number | undefined;
    /** The time in milliseconds since 1970, from 0 to 8.64e15. Default: now. */
    time?: number | Date | undefined;
}
/** Options of {@link verifyTotp}. */
interface VerifyTotpOptions extends TotpOptions {
    /**
     * How many steps before and after the present one are good too, 0 to 10, for clocks that differ and codes typed late.
     * Default: 1, as RFC 6238 recommends: a code is good for up to a minute and a half.
     */
    window?: number | undefined;
    /** The step that was used last: its code and all before it are refused. Default: none was. */
    after?: number | null | undefined;
}
/** Whether a code is right, and of which step it is. */
type TotpVerification = {
    /** The code is right. */
    readonly ok: true;
    /** The time step it is of: store it, and give it as `after` the next time, so that a code is good once. */
    readonly step: number;
} | {
    /** The code is wrong, or its step is not after the one stored. */
    readonly ok: false;
};
/**
 * The one-time code of a time (TOTP), as authenticator apps show it.
 *
 * @param secret Base32, or its bytes
 * @param options hash, digits, period, time
 * @returns a code such as `'287082'`, with its leading zeros
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, also for a time before 1970
 * @see RFC 6238, section 4
 *
 * @example
 * crypto.totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', { time: 59_000, digits: 8 }); // '94287082', RFC 6238's first
 */
declare function totp(secret: string | Uint8Array, options?: TotpOptions): string;
/**
 * Whether a code is the present one of an authenticator app, or of a step within the window. All steps are compared,
 * whichever it is.
 *
 * A code must be good once only (RFC 6238, section 5.2). Pass the step that was used last as `after`, and store the one of
 * the answer with a condition, so that of two requests with the same code one fails:
 * `update … set otp_step = $step where id = $id and (otp_step is null or otp_step < $step)` must change a row. Limit how
 * often a user may try: see {@link Lockout}.
 *
 * @param code what was typed; spaces are ignored. Whatever else a form sends is simply wrong
 * @param secret Base32, or its bytes
 * @param options hash, digits, period, time, window, the step used last
 * @returns `{ ok: true, step }`, the step whose code it is (seconds since 1970 over the period), or `{ ok: false }`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (never for a text as code, and without any of it), also for a time before 1970
 * @see RFC 6238, sections 4 and 5.2
 *
 * @example
 * const verified = crypto.verifyTotp(form.code, secret, { after: user.otpStep });
 * if (!verified.ok) return response.status(401).end();
 */
declare function verifyTotp(code: string, secret: string | Uint8Array, options?: VerifyTotpOptions): TotpVerification;

/** What an authenticator app needs to know to show codes. */
interface OtpAccount {
    /** `totp`, codes of the time, or `hotp`, of a counter. Default: `totp`. */
    type?: 'totp' | 'hotp' | undefined;
    /** Who asks for the codes, as the app shows it, such as the clinic's name: 1 to 100 characters, no colon. */
    issuer?: string | undefined;
    /** Whose codes they are, such as a user name or e-mail: 1 to 200 characters, no colon. */
    account: string;
    /** Base32, or its bytes. */
    secret: string | Uint8Array;
    /** Default: `SHA-1`, the one that all apps know. */
    algorithm?: OtpAlgorithm | undefined;
    /** 6, 7 or 8. Default: 6. */
    digits?: number | undefined;
    /** Of `totp`: seconds a code is shown, 1 to 3600. Default: 30. */
    period?: number | undefined;
    /** Of `hotp`: the counter of the next code, 0 to 2^53 − 1. Default: 0. */
    counter?: number | undefined;
}
/** What an `otpauth://` URI says: see {@link OtpAccount}. */
interface ParsedOtpAccount {
    /** Codes by time, or by a counter. */
    type: 'totp' | 'hotp';
    /** Who issues the codes, as the app shows it; absent where the URI does not say. */
    issuer?: string | undefined;
    /** Whose codes they are, as the app shows it. */
    account: string;
    /** Base32, in capitals, without padding. */
    secret: string;
    /** The hash of the HMAC. */
    algorithm: OtpAlgorithm;
    /** Digits of a code, 6 to 8. */
    digits: number;
    /** Of `totp`. */
    period?: number | undefined;
    /** Of `hotp`. */
    counter?: number | undefined;
}
/**
 * The `otpauth://` URI by which an authenticator app is enrolled: show it as a QR code, see {@link qrSvg}. It holds the
 * secret: never log it, never send it to a service that draws codes.
 *
 * What is the default is left out, as apps expect.
 *
 * @param account issuer, account, secret, and how its codes are made
 * @returns such as `otpauth://totp/Clinic:jane?secret=…&issuer=Clinic`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (a name too long)
 * @see https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 *
 * @example
 * const uri = crypto.otpauthUri({ issuer: 'Eye Clinic', account: 'jane', secret });
 * response.type('svg').send(crypto.qrSvg(uri));
 */
declare function otpauthUri(account: OtpAccount & SecretOptions): string;
/**
 * Reads an `otpauth://` URI, such as one that an app or another package made. Parameters that are not known are ignored.
 *
 * @param uri at most 2,000 characters
 * @param options the fewest bytes its secret may have
 * @returns the account, with the defaults that the URI left out
 * @throws ClinicoreError `ERR_MALFORMED_INPUT` (no such URI; the message holds none of it), `ERR_INVALID_ARGUMENT`,
 *   `ERR_LIMIT_EXCEEDED` (too long)
 * @see {@link otpauthUri}
 *
 * @example
 * const { issuer, account, secret } = crypto.parseOtpauthUri(scanned);
 */
declare function parseOtpauthUri(uri: string, options?: SecretOptions): ParsedOtpAccount;

/**
 * A secret that passwords are mixed with before they are hashed, and that is not in the database: who steals the hashes
 * alone cannot guess at them. It cannot be changed without the passwords, so each hash says which it was made with.
 */
interface Pepper {
    /** The name of the one for new hashes: 1 to 32 letters, digits, `-` and `_`. */
    current: string;
    /** By name, of 32 to 128 random bytes: the current one, and those that stored hashes were made with. */
    keys: Readonly<Record<string, Uint8Array>>;
}

/** How new hashes are made. */
interface PasswordHashOptions {
    /**
     * `bcrypt`, which every language can verify, or `argon2id`, whose memory makes guessing on graphics cards dear: OWASP's
     * first choice. Default: `bcrypt`.
     */
    algorithm?: 'bcrypt' | 'argon2id' | undefined;
    /**
     * Of bcrypt: the base-2 logarithm of its iterations: one more takes twice as long. 10, the least OWASP accepts, to 16, the
     * most {@link verifyPassword} accepts by default. Default: 12, some 0.2 s of one core.
     */
    cost?: number | undefined;
    /**
     * Of Argon2id: KiB of memory, 7168 to 262,144, the most {@link verifyPassword} accepts by default. The fewer, the more passes
     * OWASP asks for: 47,104 with one, 19,456 with two, 12,288 with three, 9216 with four, 7168 with five. Default: 19,456.
     */
    memoryCost?: number | undefined;
    /** Of Argon2id: passes over the memory, 1 to 10, the most {@link verifyPassword} accepts by default. Default: 2. */
    timeCost?: number | undefined;
    /** Of Argon2id: lanes, 1 to 16. They are worked on one after the other. Default: 1. */
    parallelism?: number | undefined;
    /** A secret that is not in the database. Default: none. */
    pepper?: Pepper | undefined;
}

/** Options of {@link hashPassword}. */
interface HashPasswordOptions extends PasswordHashOptions, TaskOptions {
}
/**
 * Hashes a password for storing, under a salt of its own: with bcrypt, 60 characters that begin with `$2b$`, or with
 * Argon2id, 97 or a few more that begin with `$argon2id$`. A pepper's name stands before either, as `$pepper=name`.
 *
 * bcrypt reads 72 bytes and stops at a NUL, so passwords it would not read whole are refused, not cut: more than 72
 * bytes as UTF-8, a NUL character. Argon2id, and bcrypt with a pepper, take 4096 bytes. Refused by all are the empty one
 * and lone surrogates. Limit the length in your sign-up form.
 *
 * The work is done on the pool, in the interactive lane by default. Several bcrypt hashes at once take each other's waiting
 * times: four on a core take a third of the time of four one after the other. The Argon2id hashes at work have 256 MiB together at
 * most, and wait for it. `onProgress` counts bcrypt's iterations.
 *
 * @param password text, which is read as UTF-8 without any normalisation, or bytes. JavaScript text cannot be wiped
 *   from memory: to wipe a password, pass a Buffer and `fill(0)` it as soon as this function has returned its promise.
 *   Clinicore wipes its own copies, but cannot vouch for those that V8, the TLS layer or a body parser made
 * @param options algorithm and its cost, pepper, signal, progress, lane
 * @returns the hash
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a password that would not be read whole, a cost out of
 *   range), `ERR_LIMIT_EXCEEDED` (the system has no memory for Argon2id), `ERR_BUSY`, `ERR_ABORTED`. No message holds any of
 *   the password
 * @see Provos & Mazières (1999), *A Future-Adaptable Password Scheme*, USENIX; RFC 9106; OWASP Password Storage Cheat Sheet
 *
 * @example
 * const hash = await crypto.hashPassword(form.password);
 * await db.insert(staff).values({ email: form.email, passwordHash: hash });
 */
declare function hashPassword(password: string | Uint8Array, options?: HashPasswordOptions): Promise<string>;

/** The highest costs of stored hashes that are worked on. */
interface CostLimits {
    /**
     * The highest cost of a stored bcrypt hash that is worked on, 4 to 31; a higher one is refused with `ERR_LIMIT_EXCEEDED`,
     * for a hash of cost 31 keeps a core busy for 30 hours. Default: 16, some 3 s.
     */
    maxCost?: number | undefined;
    /** The same for the memory of Argon2id in KiB, 8 to 2,097,152. Default: 262,144. */
    maxMemoryCost?: number | undefined;
    /** The same for its passes, 1 to 1000. Default: 10. */
    maxTimeCost?: number | undefined;
}

/** Options of {@link verifyPassword}. */
interface VerifyPasswordOptions extends CostLimits, TaskOptions {
    /** The peppers that stored hashes were made with. Default: none, and a hash that has one is refused. */
    pepper?: Pepper | undefined;
    /**
     * Take the first 72 bytes of a longer password for it, as the packages do that cut passwords without a word and made a
     * stored bcrypt hash of the beginning. Only until its owner has logged in and you have hashed the password anew. Default:
     * false.
     */
    allowTruncated?: boolean | undefined;
}
/**
 * Whether a password is the one a stored hash was made from. Reads bcrypt's `$2a$`, `$2b$`, `$2y$` (PHP, Apache) and
 * `$2x$` (PHP before 5.3.7), from npm bcrypt, bcryptjs and any other implementation, and `$argon2id$` (version 19) from any;
 * either with a pepper of {@link hashPassword}.
 *
 * Answers `false`, without an error and without work, for text or bytes that no hash can be made of: empty, too long (for
 * bcrypt without pepper 72 bytes as UTF-8, else 4096), with a lone surrogate, for bcrypt with a NUL. So whatever text a login
 * form sends, the answer is a boolean. It is `false` too for a longer password of which another package hashed only the first
 * 72 bytes, unless `allowTruncated` is set.
 *
 * The work is done on the pool, in the interactive lane by default, as in {@link hashPassword}. `onProgress` counts bcrypt's
 * iterations. To log somebody in, see {@link verifyLogin}.
 *
 * @param password as in {@link hashPassword}
 * @param hash the stored hash, read strictly: a truncated or padded one is an error, not a wrong password
 * @param options highest costs, peppers, signal, progress, lane
 * @returns `true` if the password is right; digests are compared in constant time
 * @throws ClinicoreError (as a rejection) `ERR_MALFORMED_INPUT` (no such hash: mend the database),
 *   `ERR_LIMIT_EXCEEDED` (a hash above the highest costs, or that the system has no memory for), `ERR_INVALID_ARGUMENT` (an
 *   argument of the wrong type, a pepper that is missing), `ERR_BUSY`, `ERR_ABORTED`. No message holds any of the password or
 *   the hash
 * @see {@link hashPassword}
 *
 * @example
 * if (!(await crypto.verifyPassword(form.password, user.passwordHash))) response.status(401).end();
 */
declare function verifyPassword(password: string | Uint8Array, hash: string, options?: VerifyPasswordOptions): Promise<boolean>;

/** A password and the hash that it may be of. */
interface PasswordAndHash {
    /** The password, as of `verifyPassword`. */
    password: string | Uint8Array;
    /** The stored hash that it is compared with. */
    hash: string;
}
/**
 * {@link hashPassword} of many, such as those of an import: four on each thread at a time, in the bulk lane by default, so that
 * log-ins go first. It waits where the queue is full. `onProgress` counts passwords.
 *
 * @param passwords at most a million
 * @param options algorithm and its cost, pepper, signal, progress, lane
 * @returns their hashes, in order
 * @throws ClinicoreError (as a rejection) as {@link hashPassword}; `details.argument` says which password
 *
 * @example
 * const hashes = await crypto.hashPasswords(imported.map(({ password }) => password), { cost: 11 });
 */
declare function hashPasswords(passwords: readonly (string | Uint8Array)[], options?: HashPasswordOptions): Promise<string[]>;
/**
 * {@link verifyPassword} of many: four on each thread at a time, in the bulk lane by default. `onProgress` counts pairs.
 *
 * @param pairs at most a million
 * @param options highest costs, peppers, signal, progress, lane
 * @returns for each whether the password is right, in order
 * @throws ClinicoreError (as a rejection) as {@link verifyPassword}; `details.argument` says which pair. One that is
 *   malformed refuses all, before any work
 *
 * @example
 * const right = await crypto.verifyPasswords(staff.map(({ passwordHash }) => ({ password: 'changeme', hash: passwordHash })));
 */
declare function verifyPasswords(pairs: readonly PasswordAndHash[], options?: VerifyPasswordOptions): Promise<boolean[]>;

/** Options of {@link verifyLogin}: how stored hashes are verified, and how you make new ones. */
interface VerifyLoginOptions extends VerifyPasswordOptions, PasswordHashOptions {
    /**
     * Told of a stored hash that cannot be used, or whose pepper is not given: nobody can log in with it until that is mended.
     *
     * @param error what is wrong with it; it does not hold the hash
     */
    onUnusableHash?: ((error: ClinicoreError) => void) | undefined;
}
/** What came of a log-in. */
interface LoginVerification {
    /** Whether there is a hash and the password is the one it was made from. */
    readonly ok: boolean;
    /** Whether the password, which is right, is to be hashed anew: see {@link needsRehash}. */
    readonly needsRehash: boolean;
}
/**
 * Whether somebody may log in. It takes as long for a user who does not exist, or whose stored hash is damaged or too costly,
 * as for a wrong password, or for one that no hash can be made of: one hash of the cost that you make new ones with. (A stored
 * hash of another cost takes its own time: rehash when `needsRehash` says so.)
 *
 * To hash anew can fail where the log-in is right: bcrypt without a pepper refuses a longer password of which another package
 * hashed the first 72 bytes, and the queue may be full. Let the user in all the same. And store the new hash only where the old
 * one still stands, or it undoes a new password that was set meanwhile.
 *
 * @param password what was typed, as in {@link verifyPassword}
 * @param hash the stored hash; `null` or `undefined` if there is no such user
 * @param options how stored hashes are verified, how new ones are made
 * @returns whether it is right, and if so whether it is to be hashed anew
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (the system has no memory for Argon2id),
 *   `ERR_BUSY`, `ERR_ABORTED`. No message holds any of the password or the hash
 *
 * @example
 * const { ok, needsRehash } = await crypto.verifyLogin(form.password, user?.passwordHash, { cost: 12 });
 * if (!user || !ok) return response.status(401).end();
 * if (needsRehash) {
 *   const passwordHash = await crypto.hashPassword(form.password, { cost: 12 }).catch(logged);
 *   const isStill = and(eq(users.id, user.id), eq(users.passwordHash, user.passwordHash));
 *   if (passwordHash) await db.update(users).set({ passwordHash }).where(isStill);
 * }
 */
declare function verifyLogin(password: string | Uint8Array, hash: string | null | undefined, options?: VerifyLoginOptions): Promise<LoginVerification>;

/**
 * Whether a stored hash is weaker than, or not of the kind of, those that {@link hashPassword} makes with these options. When
 * its owner has logged in, hash the password anew and store that: nobody else can.
 *
 * @param hash the stored hash
 * @param options those you give `hashPassword`
 * @returns `true` for another algorithm or pepper, for bcrypt other than `$2b$`, and for a lower cost of any kind
 * @throws ClinicoreError `ERR_MALFORMED_INPUT` (no such hash), `ERR_INVALID_ARGUMENT`. No message holds any of the hash
 *
 * @example
 * if (crypto.needsRehash(user.passwordHash, { cost: 13 })) await store(await crypto.hashPassword(password, { cost: 13 }));
 */
declare function needsRehash(hash: string, options?: PasswordHashOptions): boolean;

/** Options of {@link generateApiKey}. */
interface ApiKeyOptions {
    /** What the key begins with, so that people and scanners for leaked secrets know whose it is: 2 to 20 of `a-z`, `0-9`. Default: `clinic`. */
    prefix?: string | undefined;
}
/** A new API key: to show once, and to store. */
interface ApiKey {
    /** Such as `clinic_` and 73 characters: show it once, and forget it. */
    readonly key: string;
    /** The part that names the key, by which you find its row: 22 characters. No secret. */
    readonly id: string;
    /** What to store: the SHA-256 of the key, as hexadecimal. */
    readonly hash: string;
}
/** What can be read off an API key. */
interface ParsedApiKey {
    /** What kind of key it is, in the words of who issued it. */
    readonly prefix: string;
    /** By which its hash is found. It is no secret, and may be logged. */
    readonly id: string;
}
/**
 * A new API key: a prefix, an id, 256 random bits and a checksum, so that a mistyped key is told from a wrong one without
 * the database.
 *
 * @param options its prefix
 * @returns the key, to show, its id, and its hash, to store
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 *
 * @example
 * const { key, id, hash } = crypto.generateApiKey({ prefix: 'eyelab' });
 * await db.insert(apiKeys).values({ id, hash, owner });
 */
declare function generateApiKey(options?: ApiKeyOptions): ApiKey;
/**
 * Reads an API key's prefix and id, if it is one: its checksum must be right.
 *
 * @param key what came with the request: any text
 * @returns prefix and id, or `undefined` for what was never a key
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (never for a text)
 *
 * @example
 * const parsed = crypto.parseApiKey(request.get('x-api-key') ?? '');
 * const [stored] = parsed ? await db.select().from(apiKeys).where(eq(apiKeys.id, parsed.id)) : [];
 */
declare function parseApiKey(key: string): ParsedApiKey | undefined;
/**
 * Whether an API key is the one that a hash was stored of; compared in constant time.
 *
 * @param key what came with the request: any text
 * @param hash as {@link generateApiKey} gave it
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (never for a text as key)
 *
 * @example
 * if (!stored || !crypto.verifyApiKey(key, stored.hash)) return response.status(401).end();
 */
declare function verifyApiKey(key: string, hash: string): boolean;

/** What {@link CsrfTokens} and {@link SignedLinks} sign with. */
interface SigningKeysOptions {
    /**
     * Keys of 32 to 128 random bytes, the newest first: it signs, all verify. To change keys, put a new one in front and take
     * the last away when nothing is about any more that it signed. Up to 16.
     */
    keys: readonly Uint8Array[];
}
/**
 * Tokens that prove that a form was sent from one of your pages: each is bound to a session, and no two are alike, so that
 * a compressed page does not give it away. Nothing is stored.
 *
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (too many keys)
 * @see OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Signed Double-Submit Cookie"
 *
 * @example
 * const csrf = new crypto.CsrfTokens({ keys: [key] });
 * page.locals.csrf = csrf.issue(session.id);
 * if (!csrf.verify(request.get('x-csrf-token') ?? '', session.id)) return response.status(403).end();
 */
declare class CsrfTokens {
    #private;
    /**
     * Tokens under these keys.
     *
     * @param options the keys, of which the first signs
     */
    constructor(options: SigningKeysOptions);
    /**
     * A new token.
     *
     * @param sessionId what tells the session from all others and changes at log-in, such as the cookie's token or its hash:
     *   1 to 1,000 characters. It cannot be read out of the token
     * @returns 66 characters, safe in URLs and HTML
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED`
     */
    issue(sessionId: string): string;
    /**
     * Whether a token was issued for a session.
     *
     * @param token what came with the request: any text
     * @param sessionId as in {@link CsrfTokens.issue}
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (never for a text as token), `ERR_LIMIT_EXCEEDED`
     */
    verify(token: string, sessionId: string): boolean;
}

/**
 * Whether two secrets are the same, in a time that does not tell where they differ, nor whether their lengths do.
 * Text is compared as UTF-8.
 *
 * @param a text or bytes
 * @param b text or bytes
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (neither text nor bytes, or text with a lone surrogate), without its content
 *
 * @example
 * const given = request.get('x-webhook-secret');
 * if (!given || !crypto.constantTimeEqual(given, secret)) return response.status(401).end();
 */
declare function constantTimeEqual(a: string | Uint8Array, b: string | Uint8Array): boolean;

/**
 * A random token for a session, a password reset or an invitation: base64url, safe in cookies, URLs and file names.
 * Store its SHA-256, not the token: who reads the database must not be able to log in with it.
 *
 * @param bytes how many random bytes, 16 to 256. Default: 32, which nobody guesses and no two share
 * @returns 43 characters for 32 bytes
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 *
 * @example
 * const token = crypto.randomToken();
 * response.cookie('__Host-session', token, { httpOnly: true, secure: true, sameSite: 'strict', path: '/' });
 */
declare function randomToken(bytes?: number): string;

/** How long a signed link is good, and for whom. */
interface SignLinkOptions {
    /** When it ends, in milliseconds since 1970. */
    expiresAt: number;
    /** For whom alone it is good, such as a user's id: {@link SignedLinks.verify} must be told the same. Default: for anyone. */
    audience?: string | undefined;
}
/** What a link is verified against. */
interface VerifyLinkOptions {
    /** The time, in milliseconds since 1970. */
    now: number;
    /** As in {@link SignLinkOptions}. */
    audience?: string | undefined;
}
/**
 * Links that are good for a while and cannot be changed: to a PDF in an e-mail, to a picture for a viewer. Whoever has the
 * link has what it leads to, so let them end soon. Nothing is stored.
 *
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (too many keys)
 *
 * @example
 * const links = new crypto.SignedLinks({ keys: [key] });
 * const link = links.sign('/invoices/7.pdf', { expiresAt: Date.now() + 600_000 });
 * if (!links.verify(request.originalUrl, { now: Date.now() })) return response.status(403).end();
 */
declare class SignedLinks {
    #private;
    /**
     * Links under these keys.
     *
     * @param options the keys, of which the first signs
     */
    constructor(options: SigningKeysOptions);
    /**
     * A link with its end and its signature as the last parameters of its query.
     *
     * @param link a path, with a query or without, as your service will see it: it begins with one `/`, is percent-encoded, has no
     *   fragment, and at most 8,000 characters
     * @param options when it ends (whole seconds: the rest is cut off), for whom it is
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED`
     */
    sign(link: string, options: SignLinkOptions): string;
    /**
     * Whether a link is one that was signed, as it is, and has not ended.
     *
     * @param link path and query as they came, such as Express's `request.originalUrl`: any text
     * @param options the time, and for whom it must be
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (never for a text as link)
     */
    verify(link: string, options: VerifyLinkOptions): boolean;
}

/** Options of `Vault.blindIndex`. */
interface BlindIndexOptions {
    /** Bits of the index, 1 to 256. Default: 128. Fewer make more values share one, which hides some of what it tells. */
    bits?: number | undefined;
}
/** Options of `Vault.blindIndexes`. */
interface BlindIndexesOptions extends BlindIndexOptions, TaskOptions {
}

/** One part of where a field stands: a text that is not empty, or an integer. An integer is its digits: 42 and '42' are one. */
type ContextPart = string | number | bigint;
/** Which column of which table, of which tenant. */
interface ColumnContext {
    /** Whose data it is, such as the clinic's id. Where there is but one, a constant. */
    tenant: ContextPart;
    /** The table. */
    table: ContextPart;
    /** The column. */
    column: ContextPart;
}
/** Where a field stands: what was sealed for one place cannot be opened for another. */
interface FieldContext extends ColumnContext {
    /** What tells the row from all others of the table, such as its primary key; it must never change. */
    row: ContextPart;
}
/** Where many fields stand: each part is the same for all of them, or an array with one for each. */
type FieldContexts = {
    [Part in keyof FieldContext]: ContextPart | readonly ContextPart[];
};

/** A key and its id. */
interface VaultKey {
    /** 1 to 4,294,967,295. It stands, readable, in all that the key seals, and never means another key. */
    id: number;
    /** 32 random bytes, as of `Vault.generateKey()`. */
    key: Uint8Array;
}
/** What a {@link Vault} is made of. */
interface VaultOptions {
    /** The id of the key that seals. */
    current: number;
    /** All keys that open, the current one among them: 1 to 1,000. */
    keys: readonly VaultKey[];
    /** 32 random bytes that blind indexes are made with: none of `keys`, for it cannot be changed as they can. */
    indexKey?: Uint8Array | undefined;
}

/** Options of writing. What progress counts says the call that made the output; its default lane, too. */
type WriteOptions = TaskOptions;
/**
 * Makes the bytes of a file, in pieces, as often as it is called. Pieces that are not kept are used up when the next is asked
 * for, which may then lie in the same memory.
 */
type Pieces = (task: Task, areKept: boolean) => AsyncIterable<Uint8Array>;
/** A file that is made when it is asked for: as bytes, as a file, as a stream; as often as what it is made of can be read. */
declare class Output$1 {
    #private;
    protected constructor(pieces: Pieces, lane?: Lane);
    /**
     * The whole file.
     *
     * @param options signal, progress, lane
     * @returns its bytes, none of them shared with what they were made from
     * @throws ClinicoreError (as a rejection) `ERR_LIMIT_EXCEEDED` (more bytes than a Buffer can hold), `ERR_IO` (what it is
     *   made of cannot be read any more), `ERR_ABORTED`, `ERR_INVALID_ARGUMENT`, and what the call that made it says
     *
     * @example
     * response.type('application/dicom').send(await dicom.edit(file).remove('PatientAddress').toBuffer());
     */
    toBuffer(options?: WriteOptions): Promise<Buffer>;
    /**
     * Writes the file to a path, in bounded memory: under another name beside it, which takes its place only when all of it
     * is on the disk. There is never half a file; on failure and abort nothing is left. A file that is open may be replaced
     * by its own edit (on Windows after it is closed). What is replaced hands on who may read and write it (its mode); of a
     * symbolic link it is the file that the link leads to.
     *
     * @param path where to
     * @param options signal, progress, lane
     * @throws ClinicoreError (as a rejection) `ERR_IO`, `ERR_LIMIT_EXCEEDED`, `ERR_ABORTED`, `ERR_INVALID_ARGUMENT`
     *
     * @example
     * await dicom.edit(file).set('AccessionNumber', 'A-1042').toFile('/studies/corrected.dcm');
     */
    toFile(path: string | URL, options?: WriteOptions): Promise<void>;
    /**
     * The file as a stream, made as fast as it is taken. Errors are those of {@link toBuffer}, as the stream's; destroying
     * it stops the work.
     *
     * @param options signal, progress, lane
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` for options of the wrong form
     *
     * @example
     * await pipeline(dicom.edit(file).remove('PatientAddress').toStream(), response); // of node:stream/promises
     */
    toStream(options?: WriteOptions): Readable;
}

/** Options of {@link Vault.openMany}. */
interface OpenManyOptions extends TaskOptions {
    /** What a field that is not genuine does: it is an error, or `null` in its place. Default: `'error'`. */
    onRefused?: 'error' | 'null' | undefined;
}
/**
 * Seals fields of a database, so that who reads it, or a backup of it, reads nothing of them, and who writes to it can
 * neither change one nor move it to another row, column, table or tenant.
 *
 * Each field is encrypted with AES-256-GCM under a key of its own, which HKDF derives; it names the key of the ring, so that
 * keys can be changed without a stop, and commits to it. Sealed, a field is 77 bytes longer. It does not hide how long it
 * is, that it was replaced by an older one of the same place, or that its row was deleted.
 *
 * Keys are copied; `close()` wipes the copies. What JavaScript cannot promise is in `docs/crypto.md`, with the format.
 *
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (too many keys)
 *
 * @example
 * const vault = new crypto.Vault({
 *   current: 2,
 *   keys: [{ id: 2, key: keyOf('VAULT_KEY_2') }, { id: 1, key: keyOf('VAULT_KEY_1') }], // Buffers of 32 bytes
 *   indexKey: keyOf('VAULT_INDEX_KEY'),
 * });
 * const place = { tenant: clinic.id, table: 'patients', column: 'phone', row: patient.id };
 * await db.update(patients).set({ phone: vault.seal('+49 151 1234567', place) }).where(eq(patients.id, patient.id));
 * vault.open(row.phone, place).toString(); // '+49 151 1234567'
 */
declare class Vault {
    #private;
    /**
     * A vault with these keys, until it is closed.
     *
     * @param options the keys, and which of them seals
     */
    constructor(options: VaultOptions);
    /** A new key, for `keys` or `indexKey`: 32 random bytes. Keep it where the database is not, such as in a secret manager. */
    static generateKey(): Buffer;
    /**
     * Seals a field under the current key.
     *
     * @param field text, of which UTF-8 is sealed, or bytes; up to 1 MiB. For more there is `sealStream`
     * @param context where the field stands; opening needs the same
     * @returns 77 bytes more than the field, for a column of bytes (`bytea`, `BLOB`); no two seals are alike
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (lone surrogates too), `ERR_LIMIT_EXCEEDED`
     */
    seal(field: string | Uint8Array, context: FieldContext): Buffer;
    /**
     * Opens a sealed field.
     *
     * @param sealed what `seal` gave
     * @param context where it stands: the very context it was sealed with
     * @returns the field, of text the UTF-8: `.toString()` reads it. It is yours to wipe
     * @throws ClinicoreError `ERR_AUTHENTICATION_FAILED`, the same whether the key is unknown or wrong, the context another,
     *   a bit was flipped, bytes are missing or it was never sealed; `ERR_INVALID_ARGUMENT`
     */
    open(sealed: Uint8Array, context: FieldContext): Buffer;
    /**
     * Seals many fields in one call, several times as fast as one by one: a column of many rows, or several columns of a row.
     *
     * The work is done on the pool, in the interactive lane by default. `onProgress` counts fields.
     *
     * @param fields as for {@link Vault.seal}; up to 65,536 and 64 MiB
     * @param contexts where they stand, each part once for all, or an array with one for each field
     * @param options signal, progress, lane
     * @returns the sealed fields, in order. They share one piece of memory
     * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED`, `ERR_BUSY`, `ERR_ABORTED`
     *
     * @example
     * const phones = await vault.sealMany(rows.map((row) => row.phone), {
     *   tenant: clinic.id, table: 'patients', column: 'phone', row: rows.map((row) => row.id),
     * });
     * const [name, phone] = await vault.sealMany(['Jane Doe', '+49 151 1234567'], {
     *   tenant: clinic.id, table: 'patients', column: ['name', 'phone'], row: patient.id,
     * });
     */
    sealMany(fields: readonly (string | Uint8Array)[], contexts: FieldContexts, options?: TaskOptions): Promise<Buffer[]>;
    /**
     * Opens many sealed fields in one call.
     *
     * @param sealed as for {@link Vault.open}; up to 65,536 and 64 MiB
     * @param contexts as for {@link Vault.sealMany}
     * @param options what to do with one that is not genuine; signal, progress, lane
     * @returns the fields, in order. They share one piece of memory
     * @throws ClinicoreError (as a rejection) `ERR_AUTHENTICATION_FAILED` (`details.index` is the first that is not genuine),
     *   `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED`, `ERR_BUSY`, `ERR_ABORTED`
     *
     * @example
     * const phones = await vault.openMany(rows.map((row) => row.phone), {
     *   tenant: clinic.id, table: 'patients', column: 'phone', row: rows.map((row) => row.id),
     * });
     */
    openMany(sealed: readonly Uint8Array[], contexts: FieldContexts, options?: OpenManyOptions & {
        onRefused?: 'error';
    }): Promise<Buffer[]>;
    openMany(sealed: readonly Uint8Array[], contexts: FieldContexts, options: OpenManyOptions): Promise<(Buffer | null)[]>;
    /**
     * Whether a sealed field names the current key. Not whether it is genuine: {@link Vault.open} says that.
     *
     * @param sealed the field, as {@link Vault.seal} made it
     */
    isCurrent(sealed: Uint8Array): boolean;
    /**
     * Seals a field anew if another key than the current one sealed it: as rows are read, or in a job that goes through them
     * all, after which the old key can be taken out of the ring.
     *
     * @typeParam Sealed what sealed fields are in: a Buffer, or another Uint8Array
     * @param sealed the field, as {@link Vault.seal} made it
     * @param context where it is kept, as for {@link Vault.seal}
     * @returns the field sealed under the current key; the very `sealed`, unopened, if it is so already
     * @throws ClinicoreError as {@link Vault.open}
     *
     * @example
     * const fresh = vault.rotate(row.phone, place);
     * if (fresh !== row.phone) await db.update(patients).set({ phone: fresh }).where(eq(patients.id, row.id));
     */
    rotate<Sealed extends Uint8Array>(sealed: Sealed, context: FieldContext): Sealed | Buffer;
    /**
     * As {@link Vault.rotate} for many, in the bulk lane by default.
     *
     * @typeParam Sealed what sealed fields are in: a Buffer, or another Uint8Array
     * @param sealed as for {@link Vault.openMany}
     * @param contexts as for {@link Vault.sealMany}
     * @param options signal, progress, lane
     * @returns for each the field sealed under the current key, or the very `sealed` where it is so already
     * @throws ClinicoreError (as a rejection) as {@link Vault.openMany}
     */
    rotateMany<Sealed extends Uint8Array>(sealed: readonly Sealed[], contexts: FieldContexts, options?: TaskOptions): Promise<(Sealed | Buffer)[]>;
    /**
     * What a sealed column is searched by: equal values of a column have equal indexes, under a key that is not those that
     * seal. Store it beside the field, with a database index on it.
     *
     * **It tells** who reads the table which rows have equal values, and how many: of a column of few values, such as a
     * diagnosis or a city, frequencies give them away. Who has `indexKey` as well can try all birthdays or phone numbers. Of
     * another column, table or tenant, the same value has another index. Fewer `bits` blur this, and the query then returns
     * rows to be opened and compared.
     *
     * @param value text, of which UTF-8 is taken, or bytes. Bring it to one form first (case, spaces, `normalize('NFC')`):
     *   what differs in a byte has another index
     * @param context the column
     * @param options the bits
     * @returns `bits / 8` bytes, rounded up; what is left of the last one's bits is 0
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (also: the vault has no `indexKey`), `ERR_LIMIT_EXCEEDED`
     *
     * @example
     * const column = { tenant: clinic.id, table: 'patients', column: 'phone' };
     * const phone = vault.blindIndex(normalized(form.phone), column);
     * const found = await db.select().from(patients).where(eq(patients.phoneIndex, phone));
     */
    blindIndex(value: string | Uint8Array, context: ColumnContext, options?: BlindIndexOptions): Buffer;
    /**
     * The blind indexes of many values of a column.
     *
     * @param values as for {@link Vault.blindIndex}; up to 65,536 and 64 MiB
     * @param context the column
     * @param options the bits; signal, progress. The work is done on the event loop, which turns meanwhile
     * @returns the indexes, in order
     * @throws ClinicoreError (as a rejection) as {@link Vault.blindIndex}, and `ERR_ABORTED`
     */
    blindIndexes(values: readonly (string | Uint8Array)[], context: ColumnContext, options?: BlindIndexesOptions): Promise<Buffer[]>;
    /**
     * A stream that seals what is written to it: files of any size, in bounded memory. Cut short, put in another order or
     * lengthened, it is not opened. (In one call, and for whole files: {@link Vault.sealFile}.)
     *
     * @param context where the file belongs: like a field's
     * @returns a Transform of bytes, 77 more and 16 for each 16 KiB
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
     * @see https://c2sp.org/chunked-encryption
     *
     * @example
     * await pipeline(request, vault.sealStream(place), createWriteStream(path)); // of node:stream/promises
     */
    sealStream(context: FieldContext): Transform;
    /**
     * A stream that opens what `sealStream` or `sealFile` sealed. What comes out was authenticated, chunk by chunk; that
     * nothing is missing is known when the stream has ended. (Where no part may be used before: {@link Vault.openFile}.)
     *
     * @param context the very context it was sealed with
     * @returns a Transform of bytes; its `error` event has `ERR_AUTHENTICATION_FAILED`
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
     *
     * @example
     * await pipeline(createReadStream(path), vault.openStream(place), response);
     */
    openStream(context: FieldContext): Transform;
    /**
     * A file sealed: as a Buffer, a file or a stream. `onProgress` counts bytes read.
     *
     * @param source bytes, the path or `file:` URL of a file, or a stream
     * @param context where the file belongs
     * @returns the sealed file, made when it is asked for, each time under another salt
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; when it is asked for `ERR_IO`, `ERR_ABORTED`
     *
     * @example
     * await vault.sealFile('/tmp/scan.pdf', place).toFile('/archive/scan.pdf.sealed');
     */
    sealFile(source: BytesInput, context: FieldContext): Output$1;
    /**
     * A sealed file opened. `toBuffer` and `toFile` give all of it, proven whole, or nothing.
     *
     * @param source as for {@link Vault.sealFile}
     * @param context the very context it was sealed with
     * @returns the file, opened when it is asked for
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; when it is asked for `ERR_AUTHENTICATION_FAILED`, `ERR_IO`, `ERR_ABORTED`
     */
    openFile(source: BytesInput, context: FieldContext): Output$1;
    /** Wipes the vault's copies of the keys, those of calls that run when they end. Every later call is refused. */
    close(): void;
}

/**
 * Passwords, one-time codes, tokens, audit logs, sealed fields: `clinicore/crypto`.
 *
 * @module clinicore/crypto
 */

type crypto_d_ApiKey = ApiKey;
type crypto_d_ApiKeyOptions = ApiKeyOptions;
type crypto_d_AsStored<Logged extends AuditEntry | AuditCheckpoint> = AsStored<Logged>;
type crypto_d_AuditChain = AuditChain;
declare const crypto_d_AuditChain: typeof AuditChain;
type crypto_d_AuditChainOptions = AuditChainOptions;
type crypto_d_AuditCheckpoint = AuditCheckpoint;
type crypto_d_AuditEntry = AuditEntry;
type crypto_d_AuditFault = AuditFault;
type crypto_d_AuditHead = AuditHead;
type crypto_d_AuditInput = AuditInput;
type crypto_d_AuditVerification = AuditVerification;
type crypto_d_AuditVerifyOptions = AuditVerifyOptions;
type crypto_d_BlindIndexOptions = BlindIndexOptions;
type crypto_d_BlindIndexesOptions = BlindIndexesOptions;
type crypto_d_ColumnContext = ColumnContext;
type crypto_d_ContextPart = ContextPart;
type crypto_d_CostLimits = CostLimits;
type crypto_d_CsrfTokens = CsrfTokens;
declare const crypto_d_CsrfTokens: typeof CsrfTokens;
type crypto_d_FieldContext = FieldContext;
type crypto_d_FieldContexts = FieldContexts;
type crypto_d_HashPasswordOptions = HashPasswordOptions;
type crypto_d_HotpVerification = HotpVerification;
type crypto_d_JsonObject = JsonObject;
type crypto_d_JsonValue = JsonValue;
type crypto_d_Lockout = Lockout;
declare const crypto_d_Lockout: typeof Lockout;
type crypto_d_LockoutAnswer = LockoutAnswer;
type crypto_d_LockoutOptions = LockoutOptions;
type crypto_d_LockoutState = LockoutState;
type crypto_d_LoginVerification = LoginVerification;
type crypto_d_OpenManyOptions = OpenManyOptions;
type crypto_d_OtpAccount = OtpAccount;
type crypto_d_OtpAlgorithm = OtpAlgorithm;
type crypto_d_OtpCodeOptions = OtpCodeOptions;
type crypto_d_OtpSecretOptions = OtpSecretOptions;
type crypto_d_ParsedApiKey = ParsedApiKey;
type crypto_d_ParsedOtpAccount = ParsedOtpAccount;
type crypto_d_PasswordAndHash = PasswordAndHash;
type crypto_d_PasswordHashOptions = PasswordHashOptions;
type crypto_d_Pepper = Pepper;
type crypto_d_QrOptions = QrOptions;
type crypto_d_RecoveryCodes = RecoveryCodes;
type crypto_d_RecoveryCodesOptions = RecoveryCodesOptions;
type crypto_d_SecretOptions = SecretOptions;
type crypto_d_SignLinkOptions = SignLinkOptions;
type crypto_d_SignedLinks = SignedLinks;
declare const crypto_d_SignedLinks: typeof SignedLinks;
type crypto_d_SigningKeysOptions = SigningKeysOptions;
type crypto_d_TotpOptions = TotpOptions;
type crypto_d_TotpVerification = TotpVerification;
type crypto_d_Vault = Vault;
declare const crypto_d_Vault: typeof Vault;
type crypto_d_VaultKey = VaultKey;
type crypto_d_VaultOptions = VaultOptions;
type crypto_d_VerifyHotpOptions = VerifyHotpOptions;
type crypto_d_VerifyLinkOptions = VerifyLinkOptions;
type crypto_d_VerifyLoginOptions = VerifyLoginOptions;
type crypto_d_VerifyPasswordOptions = VerifyPasswordOptions;
type crypto_d_VerifyTotpOptions = VerifyTotpOptions;
declare const crypto_d_constantTimeEqual: typeof constantTimeEqual;
declare const crypto_d_findRecoveryCode: typeof findRecoveryCode;
declare const crypto_d_generateApiKey: typeof generateApiKey;
declare const crypto_d_generateOtpSecret: typeof generateOtpSecret;
declare const crypto_d_hashPassword: typeof hashPassword;
declare const crypto_d_hashPasswords: typeof hashPasswords;
declare const crypto_d_hotp: typeof hotp;
declare const crypto_d_needsRehash: typeof needsRehash;
declare const crypto_d_otpauthUri: typeof otpauthUri;
declare const crypto_d_parseApiKey: typeof parseApiKey;
declare const crypto_d_parseOtpauthUri: typeof parseOtpauthUri;
declare const crypto_d_qrPng: typeof qrPng;
declare const crypto_d_qrSvg: typeof qrSvg;
declare const crypto_d_randomToken: typeof randomToken;
declare const crypto_d_recoveryCodes: typeof recoveryCodes;
declare const crypto_d_totp: typeof totp;
declare const crypto_d_verifyApiKey: typeof verifyApiKey;
declare const crypto_d_verifyHotp: typeof verifyHotp;
declare const crypto_d_verifyLogin: typeof verifyLogin;
declare const crypto_d_verifyPassword: typeof verifyPassword;
declare const crypto_d_verifyPasswords: typeof verifyPasswords;
declare const crypto_d_verifyTotp: typeof verifyTotp;
declare namespace crypto_d {
  export { crypto_d_AuditChain as AuditChain, crypto_d_CsrfTokens as CsrfTokens, crypto_d_Lockout as Lockout, crypto_d_SignedLinks as SignedLinks, crypto_d_Vault as Vault, crypto_d_constantTimeEqual as constantTimeEqual, crypto_d_findRecoveryCode as findRecoveryCode, crypto_d_generateApiKey as generateApiKey, crypto_d_generateOtpSecret as generateOtpSecret, crypto_d_hashPassword as hashPassword, crypto_d_hashPasswords as hashPasswords, crypto_d_hotp as hotp, crypto_d_needsRehash as needsRehash, crypto_d_otpauthUri as otpauthUri, crypto_d_parseApiKey as parseApiKey, crypto_d_parseOtpauthUri as parseOtpauthUri, crypto_d_qrPng as qrPng, crypto_d_qrSvg as qrSvg, crypto_d_randomToken as randomToken, crypto_d_recoveryCodes as recoveryCodes, crypto_d_totp as totp, crypto_d_verifyApiKey as verifyApiKey, crypto_d_verifyHotp as verifyHotp, crypto_d_verifyLogin as verifyLogin, crypto_d_verifyPassword as verifyPassword, crypto_d_verifyPasswords as verifyPasswords, crypto_d_verifyTotp as verifyTotp };
  export type { crypto_d_ApiKey as ApiKey, crypto_d_ApiKeyOptions as ApiKeyOptions, crypto_d_AsStored as AsStored, crypto_d_AuditChainOptions as AuditChainOptions, crypto_d_AuditCheckpoint as AuditCheckpoint, crypto_d_AuditEntry as AuditEntry, crypto_d_AuditFault as AuditFault, crypto_d_AuditHead as AuditHead, crypto_d_AuditInput as AuditInput, crypto_d_AuditVerification as AuditVerification, crypto_d_AuditVerifyOptions as AuditVerifyOptions, crypto_d_BlindIndexOptions as BlindIndexOptions, crypto_d_BlindIndexesOptions as BlindIndexesOptions, crypto_d_ColumnContext as ColumnContext, crypto_d_ContextPart as ContextPart, crypto_d_CostLimits as CostLimits, crypto_d_FieldContext as FieldContext, crypto_d_FieldContexts as FieldContexts, crypto_d_HashPasswordOptions as HashPasswordOptions, crypto_d_HotpVerification as HotpVerification, crypto_d_JsonObject as JsonObject, crypto_d_JsonValue as JsonValue, crypto_d_LockoutAnswer as LockoutAnswer, crypto_d_LockoutOptions as LockoutOptions, crypto_d_LockoutState as LockoutState, crypto_d_LoginVerification as LoginVerification, crypto_d_OpenManyOptions as OpenManyOptions, crypto_d_OtpAccount as OtpAccount, crypto_d_OtpAlgorithm as OtpAlgorithm, crypto_d_OtpCodeOptions as OtpCodeOptions, crypto_d_OtpSecretOptions as OtpSecretOptions, crypto_d_ParsedApiKey as ParsedApiKey, crypto_d_ParsedOtpAccount as ParsedOtpAccount, crypto_d_PasswordAndHash as PasswordAndHash, crypto_d_PasswordHashOptions as PasswordHashOptions, crypto_d_Pepper as Pepper, crypto_d_QrOptions as QrOptions, crypto_d_RecoveryCodes as RecoveryCodes, crypto_d_RecoveryCodesOptions as RecoveryCodesOptions, crypto_d_SecretOptions as SecretOptions, crypto_d_SignLinkOptions as SignLinkOptions, crypto_d_SigningKeysOptions as SigningKeysOptions, crypto_d_TotpOptions as TotpOptions, crypto_d_TotpVerification as TotpVerification, crypto_d_VaultKey as VaultKey, crypto_d_VaultOptions as VaultOptions, crypto_d_VerifyHotpOptions as VerifyHotpOptions, crypto_d_VerifyLinkOptions as VerifyLinkOptions, crypto_d_VerifyLoginOptions as VerifyLoginOptions, crypto_d_VerifyPasswordOptions as VerifyPasswordOptions, crypto_d_VerifyTotpOptions as VerifyTotpOptions };
}

/** The value representations of PS3.5 6.2. */
/** A value representation (PS3.5 6.2): what kind of value an element holds. */
type DicomVr = 'AE' | 'AS' | 'AT' | 'CS' | 'DA' | 'DS' | 'DT' | 'FD' | 'FL' | 'IS' | 'LO' | 'LT' | 'OB' | 'OD' | 'OF' | 'OL' | 'OV' | 'OW' | 'PN' | 'SH' | 'SL' | 'SQ' | 'SS' | 'ST' | 'SV' | 'TM' | 'UC' | 'UI' | 'UL' | 'UN' | 'UR' | 'US' | 'UT' | 'UV';

/** The DICOM JSON model (PS3.18 Annex F). */

/** A person's name in its component groups; those that are empty are left out. */
interface DicomPersonName {
    /** In letters: `Family^Given^Middle^Prefix^Suffix`. */
    Alphabetic?: string;
    /** In ideographs, such as kanji. */
    Ideographic?: string;
    /** As it is spoken, such as in hiragana. */
    Phonetic?: string;
}
/** One value of an element: `null` where it is empty among others. */
type DicomValue = string | number | DicomPersonName | DicomJson | null;
/** An element of the DICOM JSON model. An element without a value has a `vr` only. */
interface DicomJsonElement {
    /** The value representation. */
    vr: DicomVr;
    /** The values of an element that is not binary; for SQ the items, each a data set of its own. */
    Value?: DicomValue[];
    /** The bytes of a binary element in base64, numbers in little endian. */
    InlineBinary?: string;
    /** Where the value can be fetched from instead. `parse` has no such place and never sets it. */
    BulkDataURI?: string;
}
/**
 * A data set in the DICOM JSON model (PS3.18 Annex F): elements by tag, as eight upper-case hexadecimal digits
 * (`'00100010'` is Patient's Name).
 *
 * `JSON.stringify` of it is `application/dicom+json`, but for one thing JavaScript does not allow: tags from `10000000`
 * up come before lower ones, since it orders keys that look like integers first.
 */
interface DicomJson {
    [tag: string]: DicomJsonElement;
}

/** A value that could stand elsewhere. */
interface BulkData extends DicomElement {
    /** The way to it from the data set, as `get` and `bytes` take it: `'54000100[0].54001010'`. */
    path: string;
}
/** Options of {@link DicomItem.toJSON}. */
interface JsonOptions {
    /**
     * Where a value can be fetched from: called for every binary value, and for others that were not kept in memory. What it
     * returns becomes the element's `BulkDataURI`; for `undefined` the value itself is in the JSON. Default: values are.
     *
     * @param value where in the file the value is, and what it is of
     */
    bulkDataUri?: ((value: BulkData) => string | undefined) | undefined;
    /** Whether pixel data, at any depth, are in the JSON too. Default: `false`. */
    pixelData?: boolean | undefined;
}

/** A private element (PS3.5 7.8.1): by what its creator reserved, not by the block it happens to have in a file. */
interface PrivateElement {
    /** The odd group, such as `0x0009`. */
    group: number;
    /** The private creator, as it stands in an element from (gggg,0010) to (gggg,00FF). */
    creator: string;
    /** The element within the creator's block, 0 to 0xFF. */
    element: number;
}
/**
 * Which element: a keyword of PS3.6 (`'PatientName'`), a tag (`0x00100010`, `'00100010'`, `'(0010,0010)'`), a path of
 * these through sequences (`'RightLensSequence.CylinderSequence.CylinderPower'`; of several items the first, or the one
 * said: `'ReferencedSeriesSequence[1].SeriesInstanceUID'`, from 0), or a {@link PrivateElement}.
 */
type Where = string | number | PrivateElement;

/** What is said of an element without reading its value. */
interface DicomElement {
    /** Eight upper-case hexadecimal digits, such as `'00100010'`. */
    tag: string;
    /** The value representation. */
    vr: DicomVr;
    /** The keyword of PS3.6, such as `'PatientName'`; `undefined` for private and unknown elements. */
    keyword: string | undefined;
    /** Bytes of the value, padding included; of a sequence, all its items. */
    length: number;
    /** The byte of the file (or of the inflated data set, as if it stood in the file) where the value starts. */
    offset: number;
}
/** What {@link DicomItem.get} gives. */
type DicomContent = DicomSingle | DicomSingle[] | Buffer | DicomItem$1[] | null | undefined;
/** One value among those of an element. */
type DicomSingle = string | number | DicomPersonName | null;
/**
 * A data set that is read bit by bit: an item of a sequence, the file meta information, or (as {@link DicomFile}) a whole
 * file. Nothing is made of an element before it is asked for; nothing that was made is kept.
 *
 * @hideconstructor
 */
declare class DicomItem$1 {
    #private;
    /**
     * The value of an element: as `parse` gives it (a number, a string, a name in its groups), several as an array; the
     * items of a sequence; the bytes of a binary element, numbers in little endian, which are the file's own where nothing
     * had to be swapped: leave them as they are. `null` where there is no value, `undefined` where there is no element.
     *
     * @param where keyword, tag, path or private element
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (no such keyword; no path), `ERR_LIMIT_EXCEEDED` (the value was not kept
     *   in memory: see {@link bytes}; or there are more values than `maxElements`)
     * @see PS3.18 F.2
     *
     * @example
     * const { Alphabetic } = file.get('PatientName') as DicomPersonName;
     * const sphere = file.get('RightLensSequence.SpherePower'); // -2.25
     */
    get(where: Where): DicomContent;
    /**
     * An element without its value; `undefined` where there is none.
     *
     * @param where keyword, tag, path or private element
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
     *
     * @example
     * file.element('PixelData')?.length; // 10485760
     */
    element(where: Where): DicomElement | undefined;
    /**
     * The items of a sequence; none where there is no such element, or one that is no sequence.
     *
     * @param where keyword, tag, path or private element
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
     *
     * @example
     * for (const series of file.items('ReferencedSeriesSequence')) series.get('SeriesInstanceUID');
     */
    items(where: Where): DicomItem$1[];
    /**
     * Whether there is an element, with or without a value.
     *
     * @param where keyword, tag, path or private element
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
     *
     * @example
     * if (file.has('PixelData')) response.json(file.image);
     */
    has(where: Where): boolean;
    /**
     * The bytes of a value as they stand in the file, also of one that was not kept in memory; `undefined` where there is no
     * such element. Of a sequence or encapsulated pixel data, all of it with its item tags. In memory they are not copied:
     * leave them as they are.
     *
     * @param where keyword, tag, path or private element
     * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (it went by with a stream;
     *   `details.option` would have kept it), `ERR_IO`
     *
     * @example
     * const pdf = await file.bytes('EncapsulatedDocument');
     */
    bytes(where: Where): Promise<Buffer | undefined>;
    /**
     * The elements by tag (of those with the same tag the last), without those in items. Group lengths and trailing padding,
     * which say nothing, are left out.
     *
     * @example
     * for (const { tag, vr, keyword } of file) console.log(tag, vr, keyword);
     */
    [Symbol.iterator](): IterableIterator<DicomElement>;
    /**
     * The data set in the DICOM JSON model, as `parse` gives it. It is made in one go: of a file with very many elements
     * `parse` makes it without holding the event loop.
     *
     * @param options whether pixel data are wanted, and what stands in for large values
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (more values than `maxElements`; a value was not
     *   kept in memory, and `bulkDataUri` gives nothing for it)
     * @see PS3.18 Annex F
     *
     * @example
     * const json = file.toJSON({ bulkDataUri: ({ path }) => `/studies/${uid}/bulkdata/${path}` });
     */
    toJSON(options?: JsonOptions): DicomJson;
    /**
     * The data set as text for people: a line an element with its tag, VR, value (cut at 64 characters), length and keyword,
     * items indented. It holds the patient's data.
     *
     * @example
     * console.log(file.toText()); // (0010,0010) PN [Doe^Jane]    # 8 PatientName
     */
    toText(): string;
}

/** What the image pixel module says (PS3.3 C.7.6.3). */

/** An image, as its file describes it. */
interface DicomImage {
    /** Pixels from top to bottom: 1 to 65,535. */
    rows: number;
    /** Pixels from left to right: 1 to 65,535. */
    columns: number;
    /** How many frames there are said to be, at least 1. */
    frames: number;
    /** Samples per Pixel: 1 for grey and palettes, 3 for colour. */
    samples: number;
    /** Photometric Interpretation, such as `'MONOCHROME2'`, `'RGB'`, `'YBR_FULL_422'` or `'PALETTE COLOR'`. */
    photometric: string;
    /** Bits a sample takes: 1, 8, 16, 32 or 64. */
    bitsAllocated: number;
    /** Bits of it that count. */
    bitsStored: number;
    /** Whether samples may be negative. */
    signed: boolean;
    /** Whether samples are floats. */
    isFloat: boolean;
}

/** Options of what is made of frames. */

/** How values become grey (PS3.3 C.11.2.1.2). */
interface DicomWindow {
    /** The value in the middle, in the units of the modality. */
    center: number;
    /** How many values are told apart, in the same units: at least 1 for `LINEAR`, above 0 for the others. */
    width: number;
    /** Default: `'LINEAR'`. */
    function?: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID' | undefined;
}
/** How frames are shown. Default lane: `interactive`. */
interface PictureOptions extends TaskOptions {
    /** How grey is made of values. Default: what the file says, or, if it says nothing, from the least to the greatest value. */
    window?: DicomWindow | undefined;
    /** Which of several windows or VOI LUTs of the file, from 0. Default: 0. */
    view?: number | undefined;
    /** Whether overlays are drawn, in white. Default: `true`. */
    overlays?: boolean | undefined;
    /** The greatest width or height; larger frames are made smaller by the mean of areas. 1 to 65,535. Default: their own. */
    longest?: number | undefined;
    /** How many bytes a frame may take, compressed or not. 1 to 4,294,967,295. Default: 268,435,456 (256 MiB). */
    maxFrameBytes?: number | undefined;
}
/** Options of {@link DicomFile.frame}. */
interface FrameOptions extends PictureOptions {
    /**
     * `'samples'` gives the values as they are stored; `'display'` 8 bits, grey or RGB, as a screen shows them: with
     * modality, VOI and presentation transformations and overlays. Default: `'samples'`.
     */
    output?: 'samples' | 'display' | undefined;
    /** Whether samples are RGB where they are stored as YBR or have a palette. Default: `true`. */
    color?: boolean | undefined;
    /** Where to put the pixels; it must have room for them. Default: memory of their own. */
    into?: Uint8Array | undefined;
}
/** Options of {@link DicomFile.frames}. */
interface FramesOptions extends Omit<FrameOptions, 'into'> {
    /** The first frame. Default: 0. */
    from?: number | undefined;
    /** The frame after the last. Default: all of them. */
    to?: number | undefined;
    /** How many frames are made, or wait to be taken, at the same time. 1 to 64. Default: the pool's threads, at least 2. */
    concurrency?: number | undefined;
}
/** Options of {@link DicomFile.toJpeg}. */
interface JpegOptions extends PictureOptions {
    /** 1 to 100. Default: 90. */
    quality?: number | undefined;
}
/** Options of {@link DicomFile.thumbnail}. */
interface ThumbnailOptions extends Omit<JpegOptions, 'longest'> {
    /** Which frame. Default: 0. */
    frame?: number | undefined;
    /** Default: `'jpeg'`. */
    format?: 'jpeg' | 'png' | undefined;
}

/** A typed array of one sample each. */
type DicomSamples = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | BigUint64Array | BigInt64Array | Float32Array | Float64Array;
/** A frame's pixels. */
interface DicomFrame {
    /** Which frame, from 0. */
    number: number;
    /** Pixels from top to bottom, of the frame or of what was made smaller of it. */
    rows: number;
    /** Pixels from left to right. */
    columns: number;
    /** Samples a pixel, side by side: 1 or 3, or 4. */
    samples: number;
    /**
     * Row after row from the top, pixel after pixel from the left; a view of `into` where that was given (a copy if samples of
     * several bytes cannot start where it does: at a multiple of their size in its buffer).
     */
    pixels: DicomSamples;
}

/**
 * An open DICOM file: its data set, file meta information and frames. Made by {@link open}.
 *
 * @hideconstructor
 */
declare class DicomFile$1 extends DicomItem$1 {
    #private;
    /** The file meta information (group 0002); without elements where the file has none. `get` finds them too. */
    get meta(): DicomItem$1;
    /** Bytes of the file; of a deflated one, inflated. */
    get size(): number;
    /** The transfer syntax UID: what the file says, or, of a bare data set, what it is in. */
    get transferSyntax(): string;
    /** What the file says of its image; `undefined` if it has none. How many frames there really are is seen when they are read. */
    get image(): DicomImage | undefined;
    /**
     * One frame's pixels. Nothing of other frames is read or decoded.
     *
     * @param number which frame, from 0
     * @param options stored values or as they are shown, colours, limits, where to put them
     * @returns the pixels
     * @throws ClinicoreError (as a rejection) `ERR_UNSUPPORTED` (no image; a transfer syntax this backend does not decode),
     *   `ERR_MALFORMED_INPUT` (pixel data cut short or corrupt, `details.offset` is where the frame's bytes start; fragments that
     *   no table gives to frames),
     *   `ERR_LIMIT_EXCEEDED` (`maxFrameBytes`; pixel data that went by with a stream), `ERR_IO`, `ERR_INVALID_ARGUMENT`,
     *   `ERR_BUSY`, `ERR_ABORTED`
     * @see PS3.5 8, A.4; PS3.3 C.7.6.3, C.11
     *
     * @example
     * const { rows, columns, pixels } = await file.frame(0, { output: 'display', window: { center: 40, width: 400 } });
     */
    frame(number: number, options?: FrameOptions): Promise<DicomFrame>;
    /**
     * One frame's bytes as they are stored, not decoded: of compressed pixel data a codestream, such as a JPEG, its fragments
     * joined; else samples as the transfer syntax has them, from the frame's first bit on. Nothing of other frames is read.
     * In memory they are not copied: leave them as they are.
     *
     * @param number which frame, from 0
     * @param options `maxFrameBytes`, as of {@link frame}
     * @returns the bytes
     * @throws ClinicoreError (as a rejection) `ERR_UNSUPPORTED` (no image), `ERR_MALFORMED_INPUT`, `ERR_LIMIT_EXCEEDED`,
     *   `ERR_IO`, `ERR_INVALID_ARGUMENT`, as {@link frame}
     * @see PS3.5 8, A.4
     *
     * @example
     * if (file.transferSyntax === '1.2.840.10008.1.2.4.50') response.type('jpeg').send(await file.frameBytes(0));
     */
    frameBytes(number: number, options?: Pick<FrameOptions, 'maxFrameBytes'>): Promise<Buffer>;
    /**
     * The frames in order, several of them decoded at the same time, none before those taken make room for it. Leaving the
     * loop, or aborting the signal, stops the work.
     *
     * @param options as of {@link frame}, which frames, how many at a time; progress counts frames
     * @throws ClinicoreError (as a rejection) as {@link frame}
     *
     * @example
     * for await (const { number, pixels } of file.frames({ output: 'display' })) await show(number, pixels);
     */
    frames(options?: FramesOptions): AsyncGenerator<DicomFrame, void, undefined>;
    /**
     * A frame as a PNG of 8 bits, grey or RGB, as a screen shows it.
     *
     * @param number which frame, from 0. Default: 0
     * @param options window, overlays, size, limits
     * @throws ClinicoreError (as a rejection) as {@link frame}
     *
     * @example
     * response.type('png').send(await file.toPng(0, { longest: 1024 }));
     */
    toPng(number?: number, options?: PictureOptions): Promise<Buffer>;
    /**
     * A frame as a JPEG of 8 bits, grey or RGB, as a screen shows it.
     *
     * @param number which frame, from 0. Default: 0
     * @param options window, overlays, size, quality, limits
     * @throws ClinicoreError (as a rejection) as {@link frame}
     *
     * @example
     * response.type('jpeg').send(await file.toJpeg(0, { quality: 80 }));
     */
    toJpeg(number?: number, options?: JpegOptions): Promise<Buffer>;
    /**
     * A small picture of a frame.
     *
     * @param longest its greatest width or height in pixels, 1 to 65,535; smaller frames keep their size
     * @param options which frame, JPEG or PNG, window, limits
     * @throws ClinicoreError (as a rejection) as {@link frame}
     *
     * @example
     * const jpeg = await file.thumbnail(128);
     */
    thumbnail(longest: number, options?: ThumbnailOptions): Promise<Buffer>;
    /** Lets go of the file of a path; frames and values that are not in memory cannot be read any more. Else does nothing. */
    close(): Promise<void>;
    /** As {@link close}: for `await using`. */
    [Symbol.asyncDispose](): Promise<void>;
}

/** Options of {@link edit}. */
interface EditOptions {
    /**
     * The Specific Character Set all texts are converted to, with those that are set: a Defined Term of PS3.3 C.12.1.1.2 such
     * as `'ISO_IR 192'` (UTF-8), or several of them with code extensions. By default texts stay in the one the file has.
     */
    characterSet?: string | readonly string[] | undefined;
}
/** Options of {@link DicomEdit.set}. */
interface SetOptions {
    /**
     * The VR. Needed for elements that neither the file nor the dictionary knows, such as private ones; a file in implicit VR
     * does not tell it to its readers. Default: that of the element as it stands, else that of the dictionary.
     */
    vr?: DicomVr | undefined;
}
/**
 * What {@link DicomEdit.set} takes: what `get` gives. Names may be strings such as `'Doe^Jane'`, items of a sequence data
 * sets of the DICOM JSON model; `null` leaves an element without a value.
 */
type DicomInput = DicomSingle | bigint | Uint8Array | readonly (DicomSingle | bigint)[] | readonly (DicomJson | DicomItem$1)[];
/**
 * Changes to an open file, and the file that they make of it. The open file itself stays as it is, but must be open, and its
 * bytes as they were, while the result is made. Made by {@link edit}.
 */
declare class DicomEdit$1 extends Output$1 {
    #private;
    private constructor();
    /**
     * Sets an element, or adds it. On a path, sequences that are missing are made, and so is the item after the last one:
     * `'ReferencedImageSequence[2].ReferencedSOPInstanceUID'` adds a third item to two. Of a private creator that is not
     * there a block is reserved (PS3.5 7.8.1).
     *
     * A number for DS has as many digits as its 16 characters hold. Binary values are bytes with numbers in little endian;
     * they are read when the result is made: leave them as they are until then. What describes pixels (Rows, Bits Stored,
     * Photometric Interpretation, …) can be set, but the pixels stay what they are.
     *
     * @param where keyword, tag, path or private element
     * @param value one value, several in an array, the items of a sequence; `null` for none
     * @param options the VR
     * @returns the edit itself
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (an element that cannot be set, such as a group length or the transfer
     *   syntax; a value its VR does not allow, PS3.5 6.2, or the character set cannot say), `ERR_UNSUPPORTED` (pixel data for a
     *   file whose transfer syntax encapsulates them and that has none), `ERR_LIMIT_EXCEEDED`. The message never holds the
     *   value, and nothing has changed
     *
     * @example
     * edit.set('PatientName', 'Doe^Jane').set('RightLensSequence.CylinderSequence.CylinderPower', -0.5);
     * edit.set({ group: 0x0009, creator: 'ACME', element: 0x01 }, 'left', { vr: 'LO' });
     */
    set(where: Where, value: DicomInput, options?: SetOptions): this;
    /**
     * Takes an element out, with all it holds; without such an element nothing happens.
     *
     * @param where keyword, tag, path or private element
     * @returns the edit itself
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
     *
     * @example
     * edit.remove('PatientAddress').remove('ReferencedStudySequence');
     */
    remove(where: Where): this;
}
/**
 * Edits an open file: what comes of it is a valid Part 10 file in the same transfer syntax, in which everything that was
 * not changed stays byte for byte as it was, pixel data too. Group lengths and the lengths of sequences and items around a
 * change are mended, SOP Instance UID and Media Storage SOP Instance UID are kept in step, and the file meta information
 * says that we wrote it. Without any change a Part 10 file is written as it was; a deflated data set is deflated again,
 * with perhaps other bytes for the same data.
 *
 * Texts are written in the file's own character set, or converted to `characterSet`. To set `SpecificCharacterSet` itself
 * says of texts that are there how they are to be read, and leaves their bytes as they are: it mends a file that names the
 * wrong one. What a file says of other files, and digital signatures in it, stay as they are.
 *
 * @param file the file
 * @param options the character set
 * @returns the edit, to be written with `toBuffer`, `toFile` or `toStream`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 * @see PS3.10 7, PS3.5 6.2, 7
 *
 * @example
 * await using file = await dicom.open('/studies/upload.dcm');
 * await dicom.edit(file).set('PatientID', 'P-1042').remove('OtherPatientIDsSequence').toFile('/studies/corrected.dcm');
 */
declare function edit(file: DicomFile$1, options?: EditOptions): DicomEdit$1;

/** A rectangle in every frame of an image, in pixels. */
interface PixelRectangle {
    /** Columns to the left of it. */
    x: number;
    /** Rows above it. */
    y: number;
    /** At least 1. */
    width: number;
    /** At least 1. */
    height: number;
}

/** A text that may say who the patient is, as {@link DeidentifyOptions.cleanDescriptors} gets it. */
interface Descriptor {
    /** One value of the element. */
    text: string;
    /** The way to the element from the data set: `'00081030'`. */
    path: string;
    /** The keyword of PS3.6, such as `'StudyDescription'`. */
    keyword: string | undefined;
    /** The element's value representation, such as `'LO'`. */
    vr: DicomVr;
}
/** Options of {@link deidentify}: those of PS3.15 E.3 by their names. Progress counts elements and items. */
interface DeidentifyOptions extends TaskOptions {
    /**
     * What UIDs and the shift of dates are made of: at least 32 bytes, or text of as many in UTF-8, from a random source. Whoever has
     * it can tell which file came from which; with the same key files of one study stay together, whenever they are done.
     * Needed unless `retainUids` is true and dates are not to be modified.
     */
    key?: Uint8Array | string | undefined;
    /**
     * What Patient ID (0010,0020) is to be, such as a number of your trial: up to 64 characters of the file's character set, no
     * backslash. Default: it is emptied.
     */
    patientId?: string | undefined;
    /** What Patient's Name (0010,0010) is to be, such as `'Trial^0042'`; as `patientId`. Default: it is emptied. */
    patientName?: string | undefined;
    /** Retain UIDs Option (E.3.9): UIDs stay. Default: `false`. */
    retainUids?: boolean | undefined;
    /**
     * Retain Longitudinal Temporal Information Options (E.3.6): dates and times stay (`'full'`), or dates are moved back by as
     * many days for all of a patient's (`'modified'`): 1 to 3652, by key and Patient ID (without one, by Study Instance UID).
     * Times stay. Birth dates go in any case. Default: dates and times go.
     */
    retainDates?: 'full' | 'modified' | undefined;
    /** Retain Patient Characteristics Option (E.3.7): sex, age, size, weight, … stay. Default: `false`. */
    retainPatientCharacteristics?: boolean | undefined;
    /** Retain Device Identity Option (E.3.8): serial numbers, station names, … stay. Default: `false`. */
    retainDeviceIdentity?: boolean | undefined;
    /** Retain Institution Identity Option (E.3.11): name, address, department, … stay. Default: `false`. */
    retainInstitutionIdentity?: boolean | undefined;
    /**
     * Retain Safe Private Option (E.3.10): private elements stay that table E.3.10-1 lists, with a list also those you vouch
     * for, up to 10,000. Default: `false`.
     */
    retainSafePrivate?: boolean | readonly PrivateElement[] | undefined;
    /**
     * Clean Descriptors Option (E.3.5): what a text becomes that would have to go. Must leave nothing that says who somebody
     * is; `null` for what cannot be cleaned, which then goes. Default: such texts go.
     *
     * @param descriptor the text, and where it stands
     */
    cleanDescriptors?: ((descriptor: Descriptor) => string | null) | undefined;
    /**
     * Clean Pixel Data Option (E.3.1): rectangles that become black in every frame, all that show who the patient is: Burned
     * In Annotation says `NO` from then on. 1 to 1000 within the image. Only of pixels that are not compressed, and that are
     * whole bytes; they are read into memory as a whole. Default: pixels stay.
     */
    cleanPixelData?: readonly PixelRectangle[] | undefined;
    /**
     * Clean Structured Content Option (E.3.4): reports and acquisition contexts stay, with the content items that table
     * E.3.4-1 names changed, and texts replaced unless `cleanDescriptors` cleans them. Default: they go as a whole.
     */
    cleanStructuredContent?: boolean | undefined;
    /**
     * Clean Graphics Option (E.3.3): annotations of presentation states stay, with their texts replaced. Overlays and curves
     * go in any case. Default: they go as a whole.
     */
    cleanGraphics?: boolean | undefined;
}

/** What became of a file: for the record, and for whoever has to look at it before it goes out. */
/** One place of a file that is not as it was. It never holds a value, neither the old one nor the new one. */
interface DeidentificationChange {
    /** The way to it from the data set, as `get` takes it: `'00081140[0].00081155'`; an item ends in its number. */
    path: string;
    /** Eight upper-case hexadecimal digits; of an item `'FFFEE000'`. */
    tag: string;
    /** The keyword of PS3.6; `undefined` for private and unknown elements and items. */
    keyword: string | undefined;
    /**
     * `remove` (with all it holds), `empty`, `replace` by a dummy value, another `uid`, `shift` of a date, `clean`ed as you
     * say, `add` of what says that the file was de-identified.
     */
    action: 'remove' | 'empty' | 'replace' | 'uid' | 'shift' | 'clean' | 'add';
    /**
     * Why: the row of a table of PS3.15 (`'table E.1-1: X/Z/D'`, `'table E.3.4-1: D'`), the option (`'option cleanDescriptors'`),
     * or, in words, a rule beyond the tables (`'private'`, `'unknown'`, `'free text'`).
     */
    reason: string;
}
/** Something that could not be done, or has to be seen to. */
interface DeidentificationWarning {
    /** What it is about, for programs. */
    kind: 'burnedIn' | 'burnedInLikely' | 'recognizable' | 'recognizableLikely' | 'overlayInPixels' | 'codestreamText' | 'keptPrivate' | 'cleanedText' | 'unreadDate' | 'unknownClass';
    /** The same for people. */
    message: string;
}
/** What {@link deidentify} did, and what it could not do. */
interface DeidentificationReport {
    /** Every place that changed, in the order of the file. */
    changes: DeidentificationChange[];
    /** What has to be seen to besides the pixels. */
    warnings: DeidentificationWarning[];
    /** Why the pixels may still show who the patient is. Look at them. */
    imageWarnings: DeidentificationWarning[];
}

/** A de-identified file, to be written, and what was done. */
declare class Deidentified$1 extends Output$1 {
    /** What changed, and what has to be seen to. */
    readonly report: DeidentificationReport;
    /** @internal */
    constructor(report: DeidentificationReport, pieces: Pieces);
}
/**
 * Takes out of a file what says who the patient is, by the Basic Application Level Confidentiality Profile of PS3.15 Annex
 * E (edition 2026c) with the options you choose. The file itself stays as it is.
 *
 * - Every element is looked at, in sequences of any depth, repeated ones and those that are out of order. What table E.1-1
 *   lists is removed, emptied, replaced by a dummy, or kept as an option says; where the Type in the file's SOP class decides
 *   (X/Z/D), it does, and for classes that are not known the object is kept valid.
 * - Private elements go, elements that PS3.6 does not know, curves and overlays, icons, signatures, padding, group
 *   lengths, the preamble, and what the file meta information says of senders and receivers.
 * - Beyond the table, other names, long texts (LT, ST, UT), addresses (UR), dates, and UIDs of instances are treated as it
 *   treats those it lists.
 * - A UID becomes `2.25.` and a number made of it and the key, everywhere the same; those of the standard stay.
 * - It says of itself how it was de-identified: Patient Identity Removed (`NO` where the file says that names are burned
 *   into its pixels), De-identification Method and its codes, Longitudinal Temporal Information Modified.
 *
 * Not done: pixels are not looked at (see `report.imageWarnings`) nor changed outside the rectangles you name, nor is what
 * a JPEG or waveform may hold besides the image; short texts (LO, SH, CS) that the table does not list stay; encapsulated
 * documents become an empty page.
 *
 * The result is a pure function of file, options and key.
 *
 * @param file an open file; it is read when the result is written, too
 * @param options what stays, key, signal, progress
 * @returns the result, which makes the bytes when they are asked for
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (not a file; no key, or a short one; what your cleaner
 *   returns), `ERR_UNSUPPORTED` (a DICOMDIR: make a new one of the new files; compressed pixels that are to be cleaned),
 *   `ERR_LIMIT_EXCEEDED` (a value that went by with a stream), `ERR_IO`, `ERR_ABORTED`. No message holds a value or the key
 * @see PS3.15 E.1 to E.3, PS3.16 CID 7050
 *
 * @example
 * await using file = await dicom.open('/studies/upload.dcm');
 * const result = await dicom.deidentify(file, { key: process.env.DEIDENTIFY_KEY, retainDates: 'modified' });
 * if (result.report.imageWarnings.length === 0) await result.toFile('/research/0001.dcm');
 */
declare function deidentify(file: DicomFile$1, options?: DeidentifyOptions): Promise<Deidentified$1>;

/** What `clinicore/dicom` has for de-identification. */

/**
 * What {@link deidentify} gives: the report, and the file to be written.
 *
 * @reexport
 */
type Deidentified = Deidentified$1;

/** Something wrong in a directory, past which the rest of it was read. */
interface DicomDirProblem {
    /**
     * - `offset`: the offset of another record is missing, is no number, or leads to where no record starts; what it should
     *   have led to is left out.
     * - `repeated`: a record is referred to more than once, perhaps in a circle. It stays where it is found first, level by
     *   level.
     * - `unreachable`: nothing leads to a record that is in use.
     * - `fileId`: the referenced file ID is no path within the file-set.
     */
    kind: 'offset' | 'repeated' | 'unreachable' | 'fileId';
    /** The byte at which the record starts that has the problem; 0 for the directory itself. */
    offset: number;
    /** The same for people. Never holds a value of the patient's. */
    message: string;
}

/**
 * A record of a DICOMDIR: a {@link DicomItem}, so that its keys are read like other elements
 * (`record.get('PatientName')`), and its place in the tree.
 *
 * @hideconstructor
 */
declare class DicomRecord$1 extends DicomItem$1 {
    #private;
    /**
     * Directory Record Type: `'PATIENT'`, `'STUDY'`, `'SERIES'`, `'IMAGE'`, `'SR DOCUMENT'`, `'HANGING PROTOCOL'`,
     * `'PRIVATE'` and any other as it stands in the file; `undefined` where it has none (PS3.3 F.4).
     */
    get type(): string | undefined;
    /** The byte of the DICOMDIR at which the record starts: what offsets refer to. */
    get offset(): number;
    /** Whether the record is valid: `false` if whoever updated the medium has deleted it (Record In-use Flag 0). */
    get inUse(): boolean;
    /** The records of the level below, in the order of the directory. */
    get children(): readonly DicomRecord$1[];
    /**
     * The way from the root of the file-set to the file, with slashes (`'PT000000/ST000000/IM000001'`), as the directory
     * spells it; `undefined` if the record refers to no file. It never leads out of the root: see {@link DicomDir.locate} for
     * where the file is on a disk.
     *
     * The standard's own limits (eight characters, upper case) are not held to, since many media exceed them.
     *
     * @throws ClinicoreError `ERR_MALFORMED_INPUT` (`details.offset` is where the record starts): the file ID has more than 8
     *   components, or one that is empty, `..`, a device of Windows, or has a separator, a drive or other characters that
     *   file names do not have
     * @see PS3.10 8.2
     */
    get path(): string | undefined;
    /** Referenced SOP Class UID in File. */
    get sopClassUid(): string | undefined;
    /** Referenced SOP Instance UID in File. */
    get sopInstanceUid(): string | undefined;
    /** Referenced Transfer Syntax UID in File. */
    get transferSyntax(): string | undefined;
}

/** Options of {@link dicomdir}. Progress counts the directory's elements, twice each. */
interface DicomDirOptions extends TaskOptions {
    /**
     * The folder of the file-set, in which its DICOMDIR is: where {@link DicomDir.locate} looks. Default: none, then no file
     * can be located.
     */
    root?: string | URL | undefined;
    /** How many levels there may be; the standard has four. 1 to 1024. Default: 64. */
    maxDepth?: number | undefined;
}
/** The directory of a file-set, made by {@link dicomdir}. Iterates over all records in the tree, each before its children. */
interface DicomDir extends Iterable<DicomRecord$1> {
    /** The records of the root, such as those of the patients. */
    readonly records: readonly DicomRecord$1[];
    /**
     * What is wrong with the directory, past which the rest was read; empty if nothing is. Look at it before you take what you
     * found for everything the medium holds.
     */
    readonly problems: readonly DicomDirProblem[];
    /** The records that nothing leads to, in the order of the file, without children. Deleted ones may be among them. */
    readonly unreachable: readonly DicomRecord$1[];
    /**
     * Where the file of a record is: its real path below `options.root`. Media are often copied to disks that tell upper and
     * lower case apart, in lower case or with ISO 9660's versions (`IM000001.;1`): such names are found too, if there is only
     * one of them.
     *
     * What it gives was below the root when it was looked at: links that lead out of it are refused.
     *
     * @param record of this directory
     * @returns the path; `undefined` if the record refers to no file
     * @throws ClinicoreError (as a rejection) `ERR_MALFORMED_INPUT` (see {@link DicomRecord.path}; or a link leads out of the
     *   root), `ERR_IO` (there is no such file, or several that differ in case only, or it is no regular file),
     *   `ERR_INVALID_ARGUMENT` (a record of something else; no `root` was given)
     * @see PS3.10 8.2
     *
     * @example
     * const path = await directory.locate(record);
     * const file = path && (await dicom.open(path));
     */
    locate(record: DicomRecord$1): Promise<string | undefined>;
}
/**
 * Reads the directory of a file-set, such as a CD or USB stick that a patient brings: the tree of its directory records.
 *
 * A directory that is wrong in places is read as far as it is right; `problems` says what is wrong. What it refers to is not
 * looked at: use {@link DicomDir.locate}, or {@link scanFolder} to read the files themselves, whatever the directory says.
 *
 * @param file a DICOMDIR, open; leave it open as long as you read records whose values were not kept in memory
 * @param options where the file-set is, limits, signal, progress
 * @returns the directory
 * @throws ClinicoreError (as a rejection) `ERR_UNSUPPORTED` (the file is no DICOMDIR), `ERR_LIMIT_EXCEEDED` (`maxDepth`; or
 *   `maxKeptBytes` of {@link open} was too low for a large directory), `ERR_INVALID_ARGUMENT`, `ERR_ABORTED`
 * @see PS3.3 F, PS3.10 8
 *
 * @example
 * await using file = await dicom.open('/media/cd/DICOMDIR');
 * const directory = await dicom.dicomdir(file, { root: '/media/cd' });
 * for (const record of directory) {
 *   if (record.type === 'PATIENT') console.log(record.get('PatientID'), record.children.length, 'studies');
 *   if (record.path) console.log(record.sopClassUid, await directory.locate(record));
 * }
 */
declare function dicomdir(file: DicomFile$1, options?: DicomDirOptions): Promise<DicomDir>;

/** What `clinicore/dicom` has for DICOMDIRs. */

/**
 * A record of a {@link DicomDir}. Of the class only the type is public: there is no other way to one.
 *
 * @reexport
 */
type DicomRecord = DicomRecord$1;

/** What every record of an eye examination has in common. */
/**
 * Whose value it is: an eye, both eyes together (such as a pupillary distance, or acuity with both eyes open), or an eye
 * that the file does not name, or names in contradicting ways.
 */
type EyeSide = 'right' | 'left' | 'both' | 'unspecified';
/** A coded concept as the file has it (PS3.3 8.8). */
interface EyeCode {
    /** Code Value (0008,0100), Long Code Value or URN Code Value. */
    value: string;
    /** Coding Scheme Designator (0008,0102), such as `'SCT'` or `'DCM'`. */
    scheme?: string;
    /** Code Meaning (0008,0104), in the words of the file. */
    meaning?: string;
}
/** The instrument (PS3.3 C.7.5.1). What the file does not say is absent. */
interface EyeDevice {
    /** Who made it. */
    manufacturer?: string;
    /** Its name at the maker's. */
    model?: string;
    /** By which the maker knows this one. */
    serialNumber?: string;
    /** What ran on it. */
    softwareVersions?: string[];
    /** What the clinic calls it. */
    stationName?: string;
}
/**
 * What is wrong:
 *
 * - `laterality`: elements of the file contradict each other about the eye, or none names it
 * - `axis`: an axis that is none from 0 to 180 degrees
 * - `cylinder-without-axis`: a cylinder that is not 0
 * - `axis-without-cylinder`
 * - `prism-without-base`: a prism that is not 0
 * - `steep-flat`: the steep meridian has the longer radius or the lesser power
 * - `implausible`: a number that no eye has; it stands in the record nevertheless
 * - `invalid`: what is no number or none of the standard's terms
 * - `ambiguous`: several items or values where one is allowed
 * - `unit`: a number in a report without the unit it must have
 */
type EyeConflictKind = 'laterality' | 'axis' | 'cylinder-without-axis' | 'axis-without-cylinder' | 'prism-without-base' | 'steep-flat' | 'implausible' | 'invalid' | 'ambiguous' | 'unit';
/** Something a person must look at before the record is used. */
interface EyeConflict {
    /** What is wrong, to branch on. */
    kind: EyeConflictKind;
    /** Whose value it is, where it is a single eye's or both's. */
    eye?: EyeSide;
    /** The tag path of the element, as `file.get` takes it: `'00460014[0].00460018[0].00220009'`. */
    path: string;
    /** What is wrong, in words, without the value. */
    message: string;
    /** What the file has, where it is one number or text. */
    value?: number | string;
}
/**
 * What every record has.
 *
 * @typeParam Kind which examination it is
 * @typeParam Eye what is known of one eye
 * @typeParam Both what is known of both eyes together
 */
interface EyeRecord<Kind extends string, Eye, Both = Eye> {
    /** Which examination it is. */
    kind: Kind;
    /** The right eye; `undefined` where there is nothing of it. */
    right: Eye | undefined;
    /** The left eye; `undefined` where there is nothing of it. */
    left: Eye | undefined;
    /** What belongs to both eyes together; `undefined` where there is nothing. */
    both: Both | undefined;
    /** What belongs to an eye the file does not name, or names in contradicting ways; `undefined` where there is nothing. */
    unspecified: Eye | undefined;
    /** The instrument. */
    device: EyeDevice;
    /**
     * When it was measured, by the clock of the instrument: `'2026-01-02T10:15:30'`, as precise as the file says, followed by
     * the offset from UTC (`'+01:00'`) where the file says that too. `undefined` where it does not say when.
     */
    measuredAt: string | undefined;
    /** The SOP class UID: what kind of DICOM object it was. */
    sopClassUid: string;
    /** The SOP instance UID: which DICOM object it was. */
    sopInstanceUid: string | undefined;
    /**
     * Where each value comes from: from its place in the record to its tag path, as `file.get` takes it.
     * `{ 'right.sphere': '00460014[0].00460146' }`.
     */
    provenance: Record<string, string>;
    /** What must be looked at; empty where all is well. */
    conflicts: EyeConflict[];
}

/** A principal meridian of the cornea. */
interface Meridian {
    /** Radius of curvature, in millimetres. */
    radius?: number;
    /** Refractive power, in dioptres. */
    power?: number;
    /** In degrees above 0 and up to 180. The file's 0 is 180, which is the same meridian. */
    axis?: number;
}
/** The curvature of a cornea. */
interface CornealCurvature {
    /** The meridian with the shortest radius and the greatest power. */
    steep?: Meridian;
    /** The meridian with the longest radius and the least power. */
    flat?: Meridian;
}
/**
 * What a keratometer measured (SOP class 1.2.840.10008.5.1.4.1.1.78.3).
 *
 * @see PS3.3 C.8.25.10
 */
interface Keratometry extends EyeRecord<'keratometry', CornealCurvature> {
}

/** Sphere, cylinder, addition and prism: the macros PS3.3 C.8.25.6 gives to lenses and refractions. */

/** Sphere and cylinder. What the file does not say is absent, never 0. */
interface SphereCylinder {
    /** Sphere, in dioptres. */
    sphere?: number;
    /** Cylinder with the sign it has in the file, in dioptres; `transposeCylinder` gives the other form. */
    cylinder?: number;
    /** Axis of the cylinder, in degrees above 0 and up to 180. The file's 0 is 180, which is the same axis. */
    axis?: number;
}
/** A power added for a nearer distance. */
interface Addition {
    /** In dioptres. */
    power?: number;
    /** The distance it is for, in centimetres. */
    viewingDistance?: number;
}
/** Additions by what they are for. */
interface Additions {
    /** For reading. */
    near?: Addition;
    /** For what is between near and far, such as a screen. */
    intermediate?: Addition;
    /** For the distance that is said. */
    other?: Addition;
}
/** The horizontal part of a prism. */
interface HorizontalPrism {
    /** In prism dioptres. */
    amount?: number;
    /** Where the base is: `in`, to the nose, or `out`. */
    base?: 'in' | 'out';
}
/** The vertical part of a prism. */
interface VerticalPrism {
    /** In prism dioptres. */
    amount?: number;
    /** Where the base is. */
    base?: 'up' | 'down';
}
/** A prism in its two parts; `resultantPrism` makes them one. */
interface Prism$1 {
    /** To the nose or away from it. */
    horizontal?: HorizontalPrism;
    /** Up or down. */
    vertical?: VerticalPrism;
}
/** A refraction, or a lens that corrects one. */
interface Refraction$1 extends SphereCylinder {
    /** What is added for nearer distances. */
    add?: Additions;
    /** Its prism. */
    prism?: Prism$1;
    /** From the cornea to the back of the lens, in millimetres. */
    vertexDistance?: number;
}

/** A constant of a lens model, such as the A-constant. */
interface LensConstant {
    /** Which one; PS3.16 CID 4237. */
    type?: EyeCode;
    /** In the formula's unit. */
    value?: number;
}
/** What one power of the lens would lead to. */
interface IolPower {
    /** Power of the lens, in dioptres; of a toric one its spherical equivalent. */
    power?: number;
    /** The refraction it is predicted to leave, in dioptres. */
    predictedRefraction?: number;
    /** Of a toric lens. */
    toric?: SphereCylinder;
    /** The refraction a toric lens is predicted to leave. */
    predictedToric?: SphereCylinder;
    /** The maker's part number. */
    partNumber?: string;
    /** Whether it is the one that was chosen to be implanted. */
    chosen?: boolean;
}
/** One calculation: a formula with a lens model for an eye. */
interface IolCalculation {
    /** The refraction that is wanted after surgery, in dioptres. */
    targetRefraction?: number;
    /** PS3.16 CID 4236. */
    formula?: EyeCode;
    /** More about the formula, such as its version. */
    formulaDetail?: string;
    /** The lens model. */
    lens?: {
        /** Who makes it. */
        manufacturer?: string;
        /** Its name at the maker's. */
        name?: string;
        /** Whether it corrects astigmatism. */
        type?: 'spherical' | 'toric';
    };
    /** The model's constants, as the formula takes them. */
    constants?: LensConstant[];
    /** What powers of the lens would lead to. */
    powers?: IolPower[];
    /** The power that would leave no error, in dioptres. */
    emmetropiaPower?: number;
    /** The power that would leave the target refraction, in dioptres. */
    targetPower?: number;
    /** The axial length it was calculated with, in millimetres. */
    axialLength?: number;
    /** The cornea it was calculated with. */
    cornea?: CornealCurvature;
    /** The index that makes powers of the cornea's radii, such as 1.3375. */
    keratometerIndex?: number;
    /** The refraction before surgery. */
    refraction?: SphereCylinder & {
        /** From the cornea to the back of the lens, in millimetres. */
        vertexDistance?: number;
    };
    /** In millimetres. */
    anteriorChamberDepth?: number;
    /** In millimetres. */
    lensThickness?: number;
    /** Diameter of the cornea, in millimetres. */
    cornealSize?: number;
    /** Whether the eye had refractive surgery. */
    refractiveSurgery?: boolean;
}
/** The calculations for an eye. */
interface IolEye {
    /** One for each formula and lens model. */
    calculations: IolCalculation[];
}
/**
 * Powers of intraocular lenses (SOP class 1.2.840.10008.5.1.4.1.1.78.8), a calculation for each formula and lens.
 *
 * @see PS3.3 C.8.25.16
 */
interface IolCalculations extends EyeRecord<'iolCalculation', IolEye> {
}

/** Where a frame of a tomogram lies on a picture of the fundus. */
interface FrameLocation {
    /** The frame, from 0 as `file.frame` counts. */
    frame: number;
    /** SOP instance UID of the picture. */
    sopInstanceUid?: string;
    /** Rows and columns on the picture, from 1, as pairs: the ends of a line, or a rectangle (PS3.3 C.8.17.10). */
    coordinates?: number[];
    /** How the frame lies to it. */
    orientation?: 'linear' | 'nonlinear' | 'transverse';
}
/** An image of an eye, and what was known of the eye when it was taken. */
interface EyeImage {
    /** Height of a frame, in pixels. */
    rows?: number;
    /** Width of a frame, in pixels. */
    columns?: number;
    /** How many frames there are. */
    frames?: number;
    /** Between rows and between columns, in millimetres. */
    pixelSpacing?: number[];
    /** PS3.3 C.8.17.2.1.4: such as `['ORIGINAL', 'PRIMARY', '', 'COLOR']`. */
    imageType?: string[];
    /** Which part is shown; PS3.16 CID 4209. */
    anatomy?: EyeCode;
    /** What it was taken with, such as a fundus camera; PS3.16 CID 4202 and 4210. */
    deviceType?: EyeCode;
    /** Whether text may be burned into the pixels. */
    burnedIn?: boolean;
    /** Width of what is shown, in degrees. */
    fieldOfView?: number;
    /** Pressure of the eye, in millimetres of mercury. */
    intraocularPressure?: number;
    /** Length of the eye, in millimetres. */
    axialLength?: number;
    /** Whether drops had widened the pupil. */
    pupilDilated?: boolean;
    /** How wide it was then, in millimetres. */
    dilation?: number;
    /** The refraction of the eye. */
    refraction?: IolCalculation['refraction'];
    /** Where the frames lie on a picture of the fundus. */
    locations?: FrameLocation[];
}
/**
 * A picture of an eye: photography (SOP classes 1.2.840.10008.5.1.4.1.1.77.1.5.1 and .2), wide field photography (.5, .6),
 * tomography (.4), its en face images (.7) and analysis (.8), maps of thickness (81.1) and of the cornea (82.1).
 *
 * Whose it is says Image Laterality, or else Laterality; where they or the frames' contradict each other, or there is
 * neither, it is `unspecified`.
 *
 * @see PS3.3 C.8.17
 */
interface OphthalmicImage extends EyeRecord<'ophthalmicImage', EyeImage> {
    /** What kind of picture it is. */
    image: ImageClass;
}
/** See {@link OphthalmicImage}. */
type ImageClass = 'photography' | 'wideField' | 'tomography' | 'enFace' | 'volumeAnalysis' | 'thicknessMap' | 'cornealTopography';

/** From pupil to pupil, in millimetres, by where the eyes look. */
interface PupillaryDistance$1 {
    /** Into the distance. */
    distance?: number;
    /** At what is near. */
    near?: number;
    /** At what is between the two. */
    intermediate?: number;
    /** At the distance of `add.other`. */
    other?: number;
}
/** What belongs to both eyes of a refraction. */
interface BothEyes {
    /** From pupil to pupil. */
    pupillaryDistance?: PupillaryDistance$1;
}

/** An eye as an autorefractor measures it. */
interface AutorefractionEye extends Refraction$1 {
    /** Diameter of the pupil, in millimetres. */
    pupilSize?: number;
    /** Diameter of the cornea, in millimetres. */
    cornealSize?: number;
}
/**
 * What an autorefractor measured (SOP class 1.2.840.10008.5.1.4.1.1.78.2).
 *
 * @see PS3.3 C.8.25.9
 */
interface Autorefraction extends EyeRecord<'autorefraction', AutorefractionEye, BothEyes> {
}

/** A part of the eye's axis, such as cornea, anterior chamber or lens. */
interface AxialSegment {
    /** Which part; PS3.16 CID 4233. */
    segment?: EyeCode;
    /** In millimetres. */
    length?: number;
}
/** The length that was selected to calculate an intraocular lens with. */
interface SelectedAxialLength {
    /** In millimetres. */
    length?: number;
    /** Whether it was measured at once, or added up from segments. */
    type?: 'total' | 'summation';
    /** How it was selected, such as the mean; PS3.16 CID 4241. */
    selection?: EyeCode;
    /** What was added up. */
    segments?: AxialSegment[];
}
/** One measurement among those that were taken. */
interface AxialMeasurement extends AxialSegment {
    /** Whether it is of the whole axis, of one segment, or added up from segments. */
    type?: 'total' | 'segmental' | 'summation';
    /** Whether somebody changed what the instrument measured. */
    modified?: boolean;
    /** Velocity of sound that was assumed, in metres per second. */
    velocity?: number;
    /** Signal to noise ratio of an optical measurement. */
    signalToNoise?: number;
    /** What was added up. */
    segments?: AxialSegment[];
}
/** The axial lengths of an eye. */
interface AxialEye {
    /** What was selected of optical measurements. */
    optical?: SelectedAxialLength;
    /** What was selected of ultrasound measurements. */
    ultrasound?: SelectedAxialLength;
    /** All that was measured. */
    measurements?: AxialMeasurement[];
    /** Such as phakic, aphakic or with an artificial lens; PS3.16 CID 4231. */
    lensStatus?: EyeCode;
    /** Such as filled with silicone oil; PS3.16 CID 4232. */
    vitreousStatus?: EyeCode;
    /** Whether drops had widened the pupil. */
    pupilDilated?: boolean;
}
/**
 * Lengths along the axis of the eye (SOP class 1.2.840.10008.5.1.4.1.1.78.7).
 *
 * @see PS3.3 C.8.25.14
 */
interface AxialMeasurements extends EyeRecord<'axialMeasurements', AxialEye> {
    /** What it was measured with. */
    deviceType?: 'optical' | 'ultrasound';
}

/** A spectacle lens as a lensometer measures it. */
interface Lens extends Refraction$1 {
    /** What kind of lens it is. */
    segment?: 'progressive' | 'nonprogressive';
    /** How much light passes, in percent. */
    transmittance?: number;
    /** Width of a progressive lens's channel, in millimetres. */
    channelWidth?: number;
}
/**
 * Spectacles that were measured (SOP class 1.2.840.10008.5.1.4.1.1.78.1). A lens of unknown side is `unspecified`.
 *
 * @see PS3.3 C.8.25.8
 */
interface Lensometry extends EyeRecord<'lensometry', Lens> {
    /** Which spectacles they are, in the words of whoever measured. */
    description?: string;
}

/**
 * Spectacles that were prescribed, as a structured report (SOP class 1.2.840.10008.5.1.4.1.1.78.6). Its items are told by
 * their codes, wherever they stand, and belong to the eye of the nearest container or laterality around them.
 *
 * @see PS3.16 TID 2020
 */
interface SpectaclePrescription$1 extends EyeRecord<'spectaclePrescription', Refraction$1, BothEyes> {
    /** The report's Completion Flag: whether its author says it is complete. */
    isComplete?: boolean;
    /** The report's Verification Flag: whether somebody accountable has signed it. */
    isVerified?: boolean;
}

/**
 * What patient and examiner found with a phoropter or trial lenses (SOP class 1.2.840.10008.5.1.4.1.1.78.4).
 *
 * @see PS3.3 C.8.25.11
 */
interface SubjectiveRefraction extends EyeRecord<'subjectiveRefraction', Refraction$1, BothEyes> {
}

/** How well an eye, or both together, see. */
interface Acuity {
    /** Decimal visual acuity: 1.0 is 20/20 and 6/6, 0.5 is 20/40 and 6/12. For notations of charts see PS3.17 RR.2. */
    acuity?: number;
    /** The suffixes of the line, such as `[-1, 0]` for one letter missed, as the file has them. */
    modifiers?: number[];
}
/**
 * Visual acuity under one condition (SOP class 1.2.840.10008.5.1.4.1.1.78.5); `both` is with both eyes open.
 *
 * @see PS3.3 C.8.25.12
 */
interface VisualAcuity extends EyeRecord<'visualAcuity', Acuity> {
    /** With what correction, such as best corrected (SCT 419775003) or none (SCT 420050001); PS3.16 CID 4216. */
    type?: EyeCode;
    /** How far away the chart was. */
    distance?: 'distance' | 'near' | 'intermediate' | 'other';
    /** What the chart shows: `LETTERS`, `NUMBERS`, `PICTURES`, `TUMBLING E`, `LANDOLT C`, or a word of the instrument. */
    optotype?: string;
    /** Which letters, numbers or pictures. */
    optotypeDefinition?: string;
    /** Whether they were shown one by one. */
    presentation?: 'single' | 'multiple';
    /** `RED`, `GREEN`, `WHITE`, `REDGREENSPLIT`, or a word of the instrument. */
    background?: string;
}

/** A point of the visual field that was tested. */
interface FieldPoint {
    /** From the centre of fixation to the right as the patient sees it, in degrees. */
    x?: number;
    /** From the centre of fixation upwards, in degrees. */
    y?: number;
    /** Whether a stimulus was seen there, and if only the brightest. */
    result?: 'seen' | 'notSeen' | 'seenAtMaximum';
    /** Sensitivity, in decibels. */
    sensitivity?: number;
    /** Sensitivity when it was tested again, in decibels. */
    retest?: number;
    /** From the sensitivity of healthy eyes of that age, in decibels: total deviation. */
    deviation?: number;
    /** How many per cent of healthy eyes have such a deviation. */
    deviationProbability?: number;
    /** The deviation without that of the whole field, in decibels: pattern deviation. */
    patternDeviation?: number;
    /** How many per cent of healthy eyes have such a pattern deviation. */
    patternDeviationProbability?: number;
}
/** An index of the whole field that the standard has no element for. */
interface FieldIndex {
    /** Which one, such as the Visual Field Index (DCM 111852); PS3.16 CID 4257. */
    type?: EyeCode;
    /** In the index's own unit. */
    value?: number;
}
/** A test of an eye's visual field. */
interface VisualFieldEye {
    /** Mean deviation (MD) from healthy eyes of that age, in decibels. */
    meanDeviation?: number;
    /** How many per cent of healthy eyes have such a mean deviation. */
    meanDeviationProbability?: number;
    /** Pattern standard deviation (PSD), in decibels: how uneven the loss is. */
    patternStandardDeviation?: number;
    /** How many per cent of healthy eyes have such a pattern standard deviation. */
    patternStandardDeviationProbability?: number;
    /** Pattern standard deviation without what varies within the test (CPSD), in decibels. */
    correctedPatternStandardDeviation?: number;
    /** Mean sensitivity of the points, in decibels. */
    meanSensitivity?: number;
    /** Sensitivity at the centre, in decibels. */
    fovealSensitivity?: number;
    /** How much sensitivity varied within the test, in decibels. */
    shortTermFluctuation?: number;
    /** Stimuli seen that were not shown, in per cent. */
    falsePositives?: number;
    /** Stimuli not seen that must have been, in per cent. */
    falseNegatives?: number;
    /** How often fixation was checked, and how often it was lost. */
    fixation?: {
        /** How often it was checked. */
        checked?: number;
        /** How often it was lost. */
        lost?: number;
    };
    /** In seconds. */
    duration?: number;
    /** The blind spot, in degrees from the centre of fixation. */
    blindSpot?: {
        /** To the right as the patient sees it. */
        x?: number;
        /** Upwards. */
        y?: number;
    };
    /** How wide the tested field is, in degrees. */
    horizontalExtent?: number;
    /** How high the tested field is, in degrees. */
    verticalExtent?: number;
    /** The points that were tested. */
    points?: FieldPoint[];
    /** Further indexes of the whole field. */
    indexes?: FieldIndex[];
    /** Pressure of the eye, in millimetres of mercury. */
    intraocularPressure?: number;
    /** Diameter of the pupil, in millimetres. */
    pupilSize?: number;
    /** Whether drops had widened the pupil. */
    pupilDilated?: boolean;
}
/**
 * A test of the visual field by static perimetry (SOP class 1.2.840.10008.5.1.4.1.1.80.1): of one eye, or with both eyes
 * open. Whose it is says Measurement Laterality alone; where that is contradicted or absent, it is `unspecified`.
 *
 * @see PS3.3 C.8.26
 */
interface VisualField extends EyeRecord<'visualField', VisualFieldEye> {
    /** How patterns and strategies of the test are coded: the protocol; PS3.16 CID 4250 and 4251. */
    protocol?: EyeCode[];
}

/** An eye examination; `kind` says which. */
type OphthalmicRecord = Lensometry | Autorefraction | Keratometry | SubjectiveRefraction | VisualAcuity | SpectaclePrescription$1 | AxialMeasurements | IolCalculations | VisualField | OphthalmicImage;
/**
 * The eye examination in a file: what a lensometer, autorefractor, keratometer, phoropter, acuity chart, biometer,
 * perimeter or eye camera has measured, or a prescription of spectacles, by eye. `undefined` if its SOP class is of no eye
 * examination, so that any file may be asked.
 *
 * Nothing is guessed, and nothing is silently left out:
 * - What the file does not say is absent from the record; 0 is a number that was measured.
 * - Numbers have the decimals of the file: a float32 the fewest that give it again (`1.1`, not `1.100000023841858`).
 * - The sign of a cylinder is that of the file ({@link transposeCylinder} gives the other form). An axis of 0 is 180.
 * - A value that cannot be (an axis of 200, a text for a number, two items where one is allowed) is not in the record, but
 *   in its `conflicts`, with its tag path. One that is only implausible is in both.
 * - Values in a sequence of one eye are that eye's, also where Measurement Laterality or Laterality says otherwise, which
 *   is a conflict. An object that is all of one eye (a visual field, an image) and names none, or contradicts itself, is
 *   `unspecified`; so is an item of a prescription without an eye.
 * - `provenance` says of every value where it stands in the file.
 *
 * Only values in memory are read; the record is the patient's data.
 *
 * @param file an open file
 * @returns the record, or `undefined`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (not a file), `ERR_LIMIT_EXCEEDED` (more than 50,000 items; a value that was
 *   not kept in memory). No message holds a value
 * @see PS3.3 C.8.17, C.8.25, C.8.26; PS3.16 TID 2020
 *
 * @example
 * await using file = await dicom.open('lensometry.dcm');
 * const record = dicom.ophthalmic(file);
 * if (record?.kind === 'lensometry') {
 *   record.right; // { sphere: -2.25, cylinder: -0.75, axis: 175, add: { near: { power: 2 } } }
 *   record.provenance['right.sphere']; // '00460014[0].00460146'
 *   record.conflicts; // []
 * }
 */
declare function ophthalmic(file: DicomFile$1): OphthalmicRecord | undefined;

/** The parts of FHIR R4 (4.0.1) that eye records become. */
/** A code of a code system. */
interface FhirCoding {
    /** Whose code it is: the URI of a code system. */
    system?: string;
    /** The code. */
    code: string;
    /** What it means, in the words of the code system. */
    display?: string;
}
/** A concept: codes for it, or words. */
interface FhirCodeableConcept {
    /** Codes for it. */
    coding?: FhirCoding[];
    /** It in words. */
    text?: string;
}
/** A number with its unit in UCUM. */
interface FhirQuantity {
    /** How much. */
    value: number;
    /** The unit, as people write it. */
    unit: string;
    /** UCUM, the Unified Code for Units of Measure. */
    system: 'http://unitsofmeasure.org';
    /** The unit in UCUM, such as `'[diop]'`. */
    code: string;
}
/** By which something is known elsewhere. */
interface FhirIdentifier {
    /** What it is for. */
    use?: 'usual' | 'official' | 'temp' | 'secondary' | 'old';
    /** Who gave it: a URI. */
    system?: string;
    /** The identifier itself, unique within `system`. */
    value?: string;
}
/** What FHIR has no element for; here, why a value is absent. */
interface FhirExtension {
    /** Which extension it is. */
    url: string;
    /** What it says. */
    valueCode: string;
}
/** A reference to another resource. */
interface FhirReference {
    /** Such as `'Patient/17'`. */
    reference?: string;
    /** Such as `'Patient'`. */
    type?: string;
    /** Of what it leads to, where there is no address of it. */
    identifier?: FhirIdentifier;
    /** What it leads to, in words. */
    display?: string;
    /** Why there is no reference, where one is required. */
    extension?: FhirExtension[];
}
/** A remark in words. */
interface FhirAnnotation {
    /** The remark. */
    text: string;
}
/** One value of an observation. */
interface FhirComponent {
    /** What was measured. */
    code: FhirCodeableConcept;
    /** A number with its unit. */
    valueQuantity?: FhirQuantity;
    /** A coded value. */
    valueCodeableConcept?: FhirCodeableConcept;
    /** A value in words. */
    valueString?: string;
    /** Yes or no. */
    valueBoolean?: boolean;
}
/** What was observed of an eye, or of both: https://hl7.org/fhir/R4/observation.html */
interface FhirObservation {
    /** Which resource it is. */
    resourceType: 'Observation';
    /** Its identifiers elsewhere, such as that of the DICOM object. */
    identifier?: FhirIdentifier[];
    /** How far it is to be relied on. */
    status: ObservationStatus;
    /** What kind of observation it is, such as an exam. */
    category: FhirCodeableConcept[];
    /** What was observed. */
    code: FhirCodeableConcept;
    /** The patient. */
    subject?: FhirReference;
    /** The visit during which it was made. */
    encounter?: FhirReference;
    /** When it was made, as precise as it is known. */
    effectiveDateTime?: string;
    /** Who made it. */
    performer?: FhirReference[];
    /** Why there is no value. */
    dataAbsentReason?: FhirCodeableConcept;
    /** What must be looked at. */
    note?: FhirAnnotation[];
    /** Which eye, or both. */
    bodySite?: FhirCodeableConcept;
    /** The instrument. */
    device?: FhirReference;
    /** The values. */
    component?: FhirComponent[];
}
/** https://hl7.org/fhir/R4/valueset-observation-status.html */
type ObservationStatus = 'registered' | 'preliminary' | 'final' | 'amended' | 'corrected' | 'cancelled' | 'entered-in-error' | 'unknown';
/** A prism of a lens. */
interface FhirPrism {
    /** In prism dioptres. */
    amount: number;
    /** Where the base is; `in` is to the nose. */
    base: 'up' | 'down' | 'in' | 'out';
}
/** What one eye is to wear. */
interface FhirLensSpecification {
    /** What it is a prescription of, such as spectacle lenses. */
    product: FhirCodeableConcept;
    /** Which eye it is for. */
    eye: 'right' | 'left';
    /** In dioptres. */
    sphere?: number;
    /** In dioptres. */
    cylinder?: number;
    /** In whole degrees. */
    axis?: number;
    /** Its prism, horizontal and vertical part apart. */
    prism?: FhirPrism[];
    /** In dioptres. */
    add?: number;
    /** What FHIR has no element for. */
    note?: FhirAnnotation[];
}
/** A prescription of lenses: https://hl7.org/fhir/R4/visionprescription.html */
interface FhirVisionPrescription {
    /** Which resource it is. */
    resourceType: 'VisionPrescription';
    /** Its identifiers elsewhere, such as that of the DICOM object. */
    identifier?: FhirIdentifier[];
    /** Whether it is in force. */
    status: PrescriptionStatus;
    /** When the resource was made. */
    created?: string;
    /** Why `created` is absent. */
    _created?: {
        /** The reason, coded. */
        extension: FhirExtension[];
    };
    /** Whose it is. */
    patient: FhirReference;
    /** The visit during which it was written. */
    encounter?: FhirReference;
    /** When it was written. */
    dateWritten?: string;
    /** Why `dateWritten` is absent. */
    _dateWritten?: {
        /** The reason, coded. */
        extension: FhirExtension[];
    };
    /** Who wrote it. */
    prescriber: FhirReference;
    /** What each eye is to wear. */
    lensSpecification: FhirLensSpecification[];
}
/** https://hl7.org/fhir/R4/valueset-fm-status.html */
type PrescriptionStatus = 'active' | 'cancelled' | 'draft' | 'entered-in-error';
/** A resource in a bundle. */
interface FhirEntry {
    /** By which other entries refer to it. */
    fullUrl?: string;
    /** What it holds. */
    resource: FhirObservation | FhirVisionPrescription;
}
/** Resources put together: https://hl7.org/fhir/R4/bundle.html */
interface FhirBundle {
    /** Which resource it is. */
    resourceType: 'Bundle';
    /** Resources that are only put together. */
    type: 'collection';
    /** The resources. */
    entry: FhirEntry[];
}

/** Options of `toFhir`. Nothing of the patient is in the resources but the measurements, and what is given here. */
interface FhirOptions {
    /** The patient. Default: none in observations; a prescription, which must have one, says that it is withheld. */
    subject?: FhirReference | undefined;
    /** Who prescribed. Default: a prescription, which must say, says that it is not known. */
    prescriber?: FhirReference | undefined;
    /** Who measured. Default: nobody is named. */
    performer?: FhirReference[] | undefined;
    /** The visit. Default: none. */
    encounter?: FhirReference | undefined;
    /** Business identifiers of every resource. Default: none. */
    identifier?: FhirIdentifier[] | undefined;
    /**
     * What the record becomes: observations, or a prescription of its lenses (of lensometry, autorefraction, subjective
     * refraction and prescriptions of spectacles only). Default: `'prescription'` for a prescription of spectacles, else
     * `'observations'`.
     */
    as?: 'prescription' | 'observations' | undefined;
    /**
     * Status of the resources. Default for observations: `'final'`, or `'preliminary'` where the record has conflicts; for a
     * prescription: `'active'` if the record is a complete and verified prescription without conflicts, else `'draft'`.
     */
    status?: ObservationStatus | PrescriptionStatus | undefined;
    /**
     * Offset from UTC of the instrument's clock, such as `'+01:00'`, where the record has none: FHIR has no time without it.
     * Default: none; then only the day is given.
     */
    utcOffset?: string | undefined;
}

/**
 * An eye record as a collection bundle of FHIR R4 (4.0.1) resources, to be sent as JSON: a VisionPrescription for
 * prescribed spectacles, else an Observation for each eye (of IOL calculations, one for each), with the measurements as
 * components, coded in SNOMED CT, DICOM and LOINC where there is a code for just that, and in UCUM units.
 *
 * - Nothing of the patient but the measurements is in it: identifiers and references are those of `options`. What a
 *   prescription must have and was not given says so itself (extension data-absent-reason).
 * - Conflicts of the record are notes of the eye they are about, so that they travel with it.
 * - What belongs to both eyes or to an unknown one is an Observation, beside a prescription too.
 * - An entry's `fullUrl` is made of the DICOM object's UID: the same record gives the same bundle.
 * - A record without any value gives one Observation that says so.
 *
 * @param record what {@link ophthalmic} gave, images excepted: FHIR's resource for those is ImagingStudy
 * @param options who it is about and by, status, prescription or observations
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (no such record; a prescription of what has no lens). No message holds a
 *   value of the record
 * @see https://hl7.org/fhir/R4/visionprescription.html, https://hl7.org/fhir/R4/observation.html
 *
 * @example
 * const record = dicom.ophthalmic(file);
 * if (record && record.kind !== 'ophthalmicImage') {
 *   const bundle = dicom.toFhir(record, { subject: { reference: 'Patient/17' }, utcOffset: '+01:00' });
 *   await fetch(`${server}/`, { method: 'POST', body: JSON.stringify(bundle) });
 * }
 */
declare function toFhir(record: Exclude<OphthalmicRecord, OphthalmicImage>, options?: FhirOptions): FhirBundle;

/** What {@link open} reads from: bytes, the path or `file:` URL of a file, or a stream (of Node or the web) of bytes. */
type DicomSource = Uint8Array | string | URL | AsyncIterable<Uint8Array>;
/** Options of {@link open}. Default lane: `interactive`. Progress counts bytes; the total of a stream is `Infinity`. */
interface OpenOptions extends TaskOptions {
    /**
     * How many elements and sequence items there may be, and values or fragments that one answer is made of. 1 to
     * 100,000,000. Default: 2,000,000.
     */
    maxElements?: number | undefined;
    /** How deep sequences may be nested. 1 to 1024. Default: 64. */
    maxDepth?: number | undefined;
    /** How many bytes a deflated data set may inflate to; see `parse`. 1 to 4,294,967,295. Default: 536,870,912. */
    maxInflatedBytes?: number | undefined;
    /**
     * Values of more bytes than this are not kept in memory of a path or a stream: those of a path can be read with `bytes()`,
     * those of a stream are gone. 1024 to 1,073,741,824. Default: 65,536.
     */
    maxValueBytes?: number | undefined;
    /**
     * How many bytes all values kept of a path or a stream may have; from the one on with which there would be more, none is
     * kept, however short. 16,384 to 1,073,741,824. Default: 67,108,864 (64 MiB).
     */
    maxKeptBytes?: number | undefined;
    /** Whether the pixel data of a stream are kept. Those of a path can be read at any time. Default: `false`. */
    pixelData?: boolean | undefined;
    /** How many bytes of pixel data a stream may have if they are kept. 1 to 4,294,967,295. Default: 1,073,741,824 (1 GiB). */
    maxPixelBytes?: number | undefined;
}
/**
 * Opens a DICOM Part 10 file, or a bare data set, for reading. Only headers are read; values are made of their bytes when
 * they are asked for, and pixel data are read frame by frame.
 *
 * - Bytes are read in place: leave them as they are while the file is in use.
 * - Of a path, headers and values up to `maxValueBytes` are kept in memory, the rest is read when it is asked for: close
 *   the file (or say `await using`) when you are done.
 * - A stream is read to its end in bounded memory; what is too long to be kept, and its pixel data unless they are wanted,
 *   go by. When the call fails, a Node stream is left where it stands: answer, then destroy or resume it.
 *
 * @param source the file
 * @param options limits, what is kept of a path or stream, signal, progress, lane
 * @returns the file
 * @throws ClinicoreError (as a rejection) as `parse` does, and `ERR_IO` (the path cannot be read; the stream failed)
 * @see PS3.10, PS3.5
 *
 * @example
 * await using file = await dicom.open('/studies/upload.dcm');
 * file.get('PatientName'); // { Alphabetic: 'Doe^Jane' }
 * file.get('RightLensSequence.CylinderSequence.CylinderPower'); // -0.75
 * const png = await file.toPng(0);
 */
declare function open(source: DicomSource, options?: OpenOptions): Promise<DicomFile$1>;

/** A prism as one. */
interface ResultantPrism {
    /** In prism dioptres. */
    amount: number;
    /**
     * Where the base is, in degrees from 0 to below 360, as the examiner facing the patient sees it: counter-clockwise from
     * the examiner's right (ISO 8429). 90 is up; 0 is in for a right eye and out for a left one.
     */
    angle: number;
}
/**
 * The prism that a horizontal and a vertical one make together. `undefined` where a part that is not 0 has no base, or no
 * part has an amount.
 *
 * @param prism the two parts, as records have them
 * @param eye the eye it is for: in is towards the nose
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 *
 * @example
 * resultantPrism({ horizontal: { amount: 3, base: 'in' }, vertical: { amount: 4, base: 'up' } }, 'right');
 * // { amount: 5, angle: 53.13010235415598 }
 */
declare function resultantPrism(prism: Prism$1, eye: 'right' | 'left'): ResultantPrism | undefined;

/**
 * The same lens with the cylinder in the other sign: the sphere grows by the cylinder, the cylinder changes its sign, the
 * axis turns by 90 degrees. Decimals are exact: -2.3 and -0.4 make -2.7, not -2.6999999999999997. What is not about
 * sphere, cylinder and axis stays as it is; without a cylinder, or with one of 0, all of it does.
 *
 * @typeParam T a lens or a refraction
 * @param lens sphere, cylinder (dioptres) and axis (degrees), as records have them
 * @param to `'minus'` or `'plus'` to have it in that form whatever it is in; without, it is the other one
 * @returns the lens; the axis is above 0 and up to 180
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 *
 * @example
 * transposeCylinder({ sphere: -2.25, cylinder: -0.75, axis: 175 }); // { sphere: -3, cylinder: 0.75, axis: 85 }
 */
declare function transposeCylinder<T extends SphereCylinder>(lens: T, to?: 'minus' | 'plus'): T;

/** What is read of each file unless `elements` says otherwise: what tells patients, studies, series and instances apart. */
declare const SUMMARY: readonly ["PatientID", "PatientName", "PatientBirthDate", "StudyInstanceUID", "StudyDate", "StudyTime", "StudyDescription", "AccessionNumber", "SeriesInstanceUID", "SeriesNumber", "SeriesDescription", "Modality", "SOPClassUID", "SOPInstanceUID", "InstanceNumber"];
/**
 * The elements that {@link scanFolder} reads by default.
 *
 * @useDeclaredType
 */
type SummaryElement = (typeof SUMMARY)[number];
/**
 * Options of {@link scanFolder}. Default lane: `bulk`.
 *
 * @typeParam Element the elements that are read of each file
 */
interface ScanOptions<Element extends string = SummaryElement> extends Omit<TaskOptions, 'onProgress'> {
    /**
     * Called for every file: how many were given out, how many were found so far (of the folders that were listed, some of
     * them ahead), and how many bytes those given out have. An error it throws ends the scan and becomes its rejection.
     *
     * @param done files that were given out
     * @param found files that were found so far
     * @param bytes bytes of the files that were given out
     */
    onProgress?: ((done: number, found: number, bytes: number) => void) | undefined;
    /**
     * What is read of each file: keywords, tags or paths, as {@link DicomItem.get} takes them. At most 1000. Default: the
     * fifteen of {@link SummaryElement}.
     */
    elements?: readonly Element[] | undefined;
    /** Whether folders in the folder are scanned too. Default: `true`. */
    recursive?: boolean | undefined;
    /**
     * Whether symbolic links are followed, as long as they lead to within the folder: others are errors. A folder is scanned
     * once, however many links lead to it, so that there are no circles. Default: `false`.
     */
    followSymlinks?: boolean | undefined;
    /**
     * Which files and folders are looked at. Default: all.
     *
     * @param path the path from the folder on, with slashes
     * @param isFolder whether it is a folder
     */
    filter?: ((path: string, isFolder: boolean) => boolean) | undefined;
    /**
     * Whether what is no DICOM file (files of other formats, links that are not followed, pipes, sockets and devices) is
     * given out as an error or left out. Default: `'report'`.
     */
    notDicom?: 'report' | 'skip' | undefined;
    /**
     * Whether files come by name, those of a folder before those in its folders: the same folder gives the same list. Takes
     * memory for the names of one folder at a time; else they come in the order of the file system. Default: `true`.
     */
    sorted?: boolean | undefined;
    /** How many files are read, or wait to be taken, at the same time. 1 to 1024. Default: four for each thread of the pool, at least 8. */
    concurrency?: number | undefined;
    /** How many files there may be. 1 to 1,000,000,000. Default: 10,000,000. */
    maxFiles?: number | undefined;
    /** Of each file, as for {@link open}. Default: 2,000,000. */
    maxElements?: number | undefined;
    /** Of each file, as for {@link open}. Default: 64. */
    maxDepth?: number | undefined;
    /** Of each file, as for {@link open}. Default: 67,108,864 (64 MiB), since several files are read at the same time. */
    maxInflatedBytes?: number | undefined;
    /** Of each file: an element that is longer cannot be read. 1024 to 1,073,741,824. Default: 65,536. */
    maxValueBytes?: number | undefined;
    /** Of each file, as for {@link open}. Default: 16,777,216 (16 MiB), since several files are read at the same time. */
    maxKeptBytes?: number | undefined;
}

/**
 * A DICOM file that {@link scanFolder} has read.
 *
 * @typeParam Element the elements that were asked for
 */
interface IndexedFile<Element extends string = SummaryElement> {
    /** The path from the folder on, with slashes. */
    path: string;
    /** Bytes of the file. */
    size: number;
    /** The transfer syntax UID, as {@link DicomFile.transferSyntax}. */
    transferSyntax: string;
    /** The elements asked for, as {@link DicomItem.get} gives them: `undefined` where the file has none. */
    values: Record<Element, DicomContent>;
    /** That it has none tells the two apart. */
    error?: undefined;
}
/** A file that could not be read or is no DICOM file, or a folder that could not be listed. */
interface UnreadableFile {
    /** The path from the folder on, with slashes. */
    path: string;
    /** Bytes of the file; `undefined` if it is none, or is gone. */
    size: number | undefined;
    /** Absent: nothing of the file is known. */
    transferSyntax?: undefined;
    /** Absent: nothing of the file is known. */
    values?: undefined;
    /** What {@link open} would have thrown; `ERR_IO` for folders; `ERR_UNSUPPORTED` for links, pipes, sockets and devices. */
    error: ClinicoreError;
}
/**
 * What {@link scanFolder} gives.
 *
 * @typeParam Element the elements that were asked for
 */
type ScannedFile<Element extends string = SummaryElement> = IndexedFile<Element> | UnreadableFile;
/**
 * Reads what a folder of DICOM files holds: of every file some elements, without its pixels, several files at the same time
 * on the pool.
 *
 * Files come one by one, as you take them: no more are read than `concurrency` ahead, so that a folder of millions takes
 * little memory. Leaving the loop, or aborting the signal, stops the work. A file or folder that cannot be read is an entry with an
 * `error`, and the scan goes on; where the queue of the pool is full, it waits. What is added or taken away meanwhile may be found or not.
 *
 * Only regular files are opened. Symbolic links are not followed unless you ask for it, and never out of the folder.
 *
 * @typeParam Element the elements that are read of each file
 * @param path the folder, or its `file:` URL
 * @param options which files, which elements, limits, signal, progress, lane
 * @returns the files
 * @throws ClinicoreError (as a rejection) `ERR_IO` (the folder cannot be read), `ERR_LIMIT_EXCEEDED` (`maxFiles`, once as many
 *   were given out), `ERR_INVALID_ARGUMENT`, `ERR_ABORTED`
 *
 * @example
 * for await (const { path, values, error } of dicom.scanFolder('/studies', { notDicom: 'skip' })) {
 *   if (error) console.warn(path, error.code);
 *   else await index.add(path, values.StudyInstanceUID, values.Modality);
 * }
 */
declare function scanFolder<const Element extends string = SummaryElement>(path: string | URL, options?: ScanOptions<Element>): AsyncGenerator<ScannedFile<Element>, void, undefined>;

/** The files of those who have the same Patient ID, name and birth date. */
interface ScannedPatient {
    /** Patient ID. What a file does not say is absent, here and below. */
    id?: string;
    /** Patient's Name, in the forms it is written in. */
    name?: DicomPersonName;
    /** As in the file: `YYYYMMDD`. */
    birthDate?: string;
    /** The patient's studies, in the order in which they were found. */
    studies: ScannedStudy[];
}
/** A study of a patient. */
interface ScannedStudy {
    /** Study Instance UID. */
    uid: string;
    /** Of the first file, as in the file: `YYYYMMDD`. */
    date?: string;
    /** Of the first file, as in the file: `HHMMSS.FFFFFF`, or less of it. */
    time?: string;
    /** Of the first file. */
    description?: string;
    /** Of the first file. */
    accessionNumber?: string;
    /** The study's series, in the order in which they were found. */
    series: ScannedSeries[];
}
/** A series of a study. */
interface ScannedSeries {
    /** Series Instance UID. */
    uid: string;
    /** Of the first file, such as `'OPT'`. */
    modality?: string;
    /** Of the first file. */
    number?: number;
    /** Of the first file. */
    description?: string;
    /** The series' files, in the order in which they were found. */
    instances: IndexedFile[];
}
/** What {@link studies} gives. */
interface ScannedStudies {
    /** Patients with their studies, in the order in which they were found. */
    patients: ScannedPatient[];
    /** Files that belong to no series, such as DICOMDIRs, and those that could not be read. */
    others: ScannedFile[];
}
/**
 * Groups what {@link scanFolder} finds: patients, their studies, the series of these, and their files, all in the order in
 * which they were found. It takes memory for every file.
 *
 * Nothing is merged that differs: files whose Patient ID, name or birth date is another are another patient's, even within one
 * study.
 *
 * @param scan a scan with the elements read by default
 * @returns the patients, and what belongs to none
 * @throws ClinicoreError (as a rejection) what the scan throws; `ERR_INVALID_ARGUMENT`
 * @see PS3.3 A.1.2
 *
 * @example
 * const { patients, others } = await dicom.studies(dicom.scanFolder('/media/cd', { notDicom: 'skip' }));
 * for (const { name, studies } of patients) console.log(name, studies.map(({ date, series }) => [date, series.length]));
 */
declare function studies(scan: AsyncIterable<ScannedFile>): Promise<ScannedStudies>;

/**
 * Attributes by keyword, or by path as `edit` takes it: `'ConceptNameCodeSequence.CodeValue'`. Values as `edit` takes them.
 */
type DicomAttributes = Readonly<Record<string, DicomInput>>;
/** Options of what is made anew. */
interface NewFileOptions {
    /** When it is made: what dates and times that were not given are, by the clock of this process's time zone. Default: now. */
    at?: Date | undefined;
}

/**
 * Wraps a PDF, such as one that `pdf.render` has made, as an Encapsulated PDF of a patient's study.
 *
 * What it must have and was not given is filled in as by {@link secondaryCapture}; Modality is DOC, Series Number and
 * Instance Number 1, Burned In Annotation YES, since documents name their patients. A title (`DocumentTitle`), what kind of
 * document it is (`ConceptNameCodeSequence`) and which eye it is about (`ImageLaterality`) are worth giving.
 *
 * @param pdf the file; leave it as it is until the result is written
 * @param attributes patient, study, series, … by keyword; see {@link DicomAttributes}. Texts are in UTF-8 unless
 *   `SpecificCharacterSet` says otherwise
 * @param options when it is made
 * @returns the file, to be written with `toBuffer`, `toFile` or `toStream`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (an attribute its VR does not allow, or that follows from the document),
 *   `ERR_MALFORMED_INPUT` (no PDF), `ERR_LIMIT_EXCEEDED` (more than 4,294,967,294 bytes)
 * @see PS3.3 A.45.1, C.24
 *
 * @example
 * const report = dicom.encapsulatedPdf(await pdf.render(letter), {
 *   PatientName: 'Doe^Jane',
 *   PatientID: 'P-1042',
 *   DocumentTitle: 'Spectacle prescription',
 *   'ConceptNameCodeSequence.CodeValue': '57133-1',
 *   'ConceptNameCodeSequence.CodingSchemeDesignator': 'LN',
 *   'ConceptNameCodeSequence.CodeMeaning': 'Referral note',
 * });
 * await report.toFile('/studies/letter.dcm');
 */
declare function encapsulatedPdf(pdf: Uint8Array, attributes?: DicomAttributes, options?: NewFileOptions): Output$1;

/** Pixels of 8 bits. */
interface Pixels {
    /** From top to bottom, 1 to 65,535. */
    rows: number;
    /** From left to right, 1 to 65,535. */
    columns: number;
    /** Samples a pixel: 1 grey (0 is black), 3 RGB. */
    samples: 1 | 3;
    /** A byte each, the samples of a pixel side by side, row after row. */
    pixels: Uint8Array;
}

/**
 * What a Secondary Capture is made of: the bytes of a PNG or a baseline JPEG, or pixels of 8 bits, such as
 * `frame(0, { output: 'display' })` gives them.
 */
type DicomPicture = Uint8Array | Pixels | DicomFrame;
/**
 * Makes a Secondary Capture Image of a picture: a photograph, a screenshot, a scanned page. Of several pictures of the same
 * size and kind, a Multi-frame Grayscale Byte or True Color Secondary Capture Image, a page each.
 *
 * - A PNG becomes native pixels of 8 bits, grey or RGB: palettes and interlacing are undone, samples of 16 bits lose their
 *   lower 8. Transparent pixels are refused.
 * - A JPEG is passed on as it is, if it is baseline with 8 bits: what it says of itself (Exif) is still in it. One that says
 *   it is to be turned is refused.
 * - `{ rows, columns, samples, pixels }` is taken as it is; leave the bytes as they are until the file is written.
 *
 * What the image must have and was not given is filled in: UIDs made of random UUIDs (`2.25.…`), Modality OT, Conversion
 * Type WSD, Image Type DERIVED\SECONDARY, Instance Number 1, Content Date and Time and Date of Secondary Capture now; of a
 * study whose UID was not given its date and time too; Burned In Annotation YES where it is needed (several frames), since
 * nothing is known of it; everything else that must be there is there without a value. With all UIDs and `at` given the
 * bytes are the same every time.
 *
 * @param image the picture, or 1 to 10,000 of them
 * @param attributes patient, study, series, … by keyword; see {@link DicomAttributes}. Texts are in UTF-8 unless
 *   `SpecificCharacterSet` says otherwise
 * @param options when it is made
 * @returns the file, to be written with `toBuffer`, `toFile` or `toStream`, which reject with `ERR_MALFORMED_INPUT` where the
 *   pixels of a PNG cannot be decoded and `ERR_UNSUPPORTED` where some are transparent
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (an attribute its VR does not allow, or that follows from the picture;
 *   pictures of different sizes), `ERR_MALFORMED_INPUT` (no picture), `ERR_UNSUPPORTED` (a JPEG that is not baseline),
 *   `ERR_LIMIT_EXCEEDED` (more than 65,535 rows or columns, or 256 MiB of pixels)
 * @see PS3.3 A.8, C.8.6, PS3.5 8.2.1
 *
 * @example
 * const photo = dicom.secondaryCapture(await readFile('photo.jpg'), {
 *   PatientName: 'Doe^Jane',
 *   PatientID: 'P-1042',
 *   StudyInstanceUID: study,
 *   Modality: 'XC',
 *   ImageLaterality: 'R',
 * });
 * await photo.toFile('/studies/photo.dcm');
 */
declare function secondaryCapture(image: DicomPicture | readonly DicomPicture[], attributes?: DicomAttributes, options?: NewFileOptions): Output$1;

/**
 * A file that {@link open} has opened. Of the class only the type is public: there is no other way to one.
 *
 * @reexport
 */
type DicomFile = DicomFile$1;
/**
 * An item of a sequence, as {@link DicomFile} gives it.
 *
 * @reexport
 */
type DicomItem = DicomItem$1;
/**
 * A file that is to be written, as {@link secondaryCapture} and {@link encapsulatedPdf} make it.
 *
 * @reexport
 */
type DicomOutput = Output$1;
/**
 * What {@link edit} gives: the changes of a file, and the file that they make.
 *
 * @reexport
 */
type DicomEdit = DicomEdit$1;
/** Options of {@link parse}. */
interface ParseOptions extends TaskOptions {
    /**
     * Whether pixel data (7FE0,0008), (7FE0,0009) and (7FE0,0010), at any depth, are in the result as `InlineBinary`. By
     * default they are not in it at all, and not copied. Encapsulated pixel data are given as they stand in the file,
     * with their item tags. Default: `false`.
     */
    pixelData?: boolean | undefined;
    /**
     * Whether the file meta information (group 0002) is in the result, such as the Transfer Syntax UID `'00020010'`. It is
     * not part of the data set, and so not of the DICOM JSON model. Default: `false`.
     */
    fileMeta?: boolean | undefined;
    /**
     * How many elements, sequence items and values there may be; of an element with several values, each after the first
     * counts as one more. A million cost up to about 200 MB of memory. Only large lists, such as the contours of a
     * radiotherapy structure set, need more than the default. 1 to 100,000,000. Default: 2,000,000.
     */
    maxElements?: number | undefined;
    /** How deep sequences may be nested. 1 to 1024. Default: 64. */
    maxDepth?: number | undefined;
    /**
     * How many bytes a deflated data set may inflate to. 1 to 4,294,967,295. Default: 536,870,912 (512 MiB). Beyond the
     * first 1 MiB, more than 200 times its deflated size is refused in any case.
     */
    maxInflatedBytes?: number | undefined;
}
/**
 * Reads a DICOM Part 10 file, or a bare data set, into the DICOM JSON model (PS3.18 Annex F).
 *
 * Implicit and explicit VR, little and big endian, deflated, and all character sets of PS3.3 C.12.1.1.2 with their code
 * extensions are read. The encoding of a bare data set is told by its first element.
 *
 * Values are what PS3.18 F.2 says; where it leaves a choice:
 * - DS and IS are numbers, or the string as it stands where it is not a decimal number or is an integer beyond ±(2⁵³−1);
 *   SV and UV beyond that are strings too, so that no digit is lost.
 * - FL has the fewest digits that give the same float32 (`1.1`, not `1.100000023841858`).
 * - NaN and infinities are the strings `'NaN'`, `'Infinity'`, `'-Infinity'`, from which `Number()` makes them again.
 * - Text has no padding: no trailing spaces, nor, in AE, CS, DS, IS, LO and SH, leading ones (PS3.5 table 6.2-1). A byte
 *   its character set does not define is U+FFFD; without a character set, text is Latin-1.
 * - Elements without a VR of their own (implicit VR, UN) take that of the data dictionary; private ones are UN. An
 *   element whose length its VR does not allow is UN as well.
 * - Group lengths and Data Set Trailing Padding are left out; of elements with the same tag the last one counts.
 *
 * Only headers are read before the call returns, then what is needed is copied: `data` may be changed as soon as there
 * is a promise, and unwanted pixel data cost nothing. The rest is done on the pool, in the interactive lane by default;
 * the objects of the result are made on the event loop, a few milliseconds at a time. Only a single text or `InlineBinary`
 * is made in one go, which takes about 2 ms for each megabyte. A file of up to 2,048 elements and items and 64 KiB, unwanted
 * pixel data not counted, is read at once, without progress: that takes about a millisecond, less than the way to the pool and back.
 *
 * @param data the whole file
 * @param options what to read, limits, signal, progress, lane
 * @returns the data set
 * @throws ClinicoreError (as a rejection) `ERR_MALFORMED_INPUT` (not DICOM, cut short, wrong lengths;
 *   `details.offset` is the byte at which the element starts, in a deflated data set counted as if it stood there
 *   inflated), `ERR_LIMIT_EXCEEDED` (`details.option` is what raises the limit; there is none where a deflated data set
 *   inflates to more than 200 times its size, nor where the JSON is longer than 535,822,336 bytes, about what a string
 *   can hold), `ERR_INVALID_ARGUMENT`, `ERR_BUSY`, `ERR_ABORTED`. No message holds a value
 * @see PS3.18 Annex F, PS3.10, PS3.5
 *
 * @example
 * const study = await dicom.parse(await readFile('upload.dcm'));
 * const [name] = study['00100010']?.Value ?? []; // { Alphabetic: 'Doe^Jane' }
 */
declare function parse(data: Uint8Array, options?: ParseOptions): Promise<DicomJson>;

type dicom_d_Acuity = Acuity;
type dicom_d_Addition = Addition;
type dicom_d_Additions = Additions;
type dicom_d_Autorefraction = Autorefraction;
type dicom_d_AutorefractionEye = AutorefractionEye;
type dicom_d_AxialEye = AxialEye;
type dicom_d_AxialMeasurement = AxialMeasurement;
type dicom_d_AxialMeasurements = AxialMeasurements;
type dicom_d_AxialSegment = AxialSegment;
type dicom_d_BothEyes = BothEyes;
type dicom_d_BulkData = BulkData;
type dicom_d_CornealCurvature = CornealCurvature;
type dicom_d_DeidentificationChange = DeidentificationChange;
type dicom_d_DeidentificationReport = DeidentificationReport;
type dicom_d_DeidentificationWarning = DeidentificationWarning;
type dicom_d_Deidentified = Deidentified;
type dicom_d_DeidentifyOptions = DeidentifyOptions;
type dicom_d_Descriptor = Descriptor;
type dicom_d_DicomAttributes = DicomAttributes;
type dicom_d_DicomContent = DicomContent;
type dicom_d_DicomDir = DicomDir;
type dicom_d_DicomDirOptions = DicomDirOptions;
type dicom_d_DicomDirProblem = DicomDirProblem;
type dicom_d_DicomEdit = DicomEdit;
type dicom_d_DicomElement = DicomElement;
type dicom_d_DicomFile = DicomFile;
type dicom_d_DicomFrame = DicomFrame;
type dicom_d_DicomImage = DicomImage;
type dicom_d_DicomInput = DicomInput;
type dicom_d_DicomItem = DicomItem;
type dicom_d_DicomJson = DicomJson;
type dicom_d_DicomJsonElement = DicomJsonElement;
type dicom_d_DicomOutput = DicomOutput;
type dicom_d_DicomPersonName = DicomPersonName;
type dicom_d_DicomPicture = DicomPicture;
type dicom_d_DicomRecord = DicomRecord;
type dicom_d_DicomSamples = DicomSamples;
type dicom_d_DicomSingle = DicomSingle;
type dicom_d_DicomSource = DicomSource;
type dicom_d_DicomValue = DicomValue;
type dicom_d_DicomVr = DicomVr;
type dicom_d_DicomWindow = DicomWindow;
type dicom_d_EditOptions = EditOptions;
type dicom_d_EyeCode = EyeCode;
type dicom_d_EyeConflict = EyeConflict;
type dicom_d_EyeConflictKind = EyeConflictKind;
type dicom_d_EyeDevice = EyeDevice;
type dicom_d_EyeImage = EyeImage;
type dicom_d_EyeRecord<Kind extends string, Eye, Both = Eye> = EyeRecord<Kind, Eye, Both>;
type dicom_d_EyeSide = EyeSide;
type dicom_d_FhirAnnotation = FhirAnnotation;
type dicom_d_FhirBundle = FhirBundle;
type dicom_d_FhirCodeableConcept = FhirCodeableConcept;
type dicom_d_FhirCoding = FhirCoding;
type dicom_d_FhirComponent = FhirComponent;
type dicom_d_FhirEntry = FhirEntry;
type dicom_d_FhirExtension = FhirExtension;
type dicom_d_FhirIdentifier = FhirIdentifier;
type dicom_d_FhirLensSpecification = FhirLensSpecification;
type dicom_d_FhirObservation = FhirObservation;
type dicom_d_FhirOptions = FhirOptions;
type dicom_d_FhirPrism = FhirPrism;
type dicom_d_FhirQuantity = FhirQuantity;
type dicom_d_FhirReference = FhirReference;
type dicom_d_FhirVisionPrescription = FhirVisionPrescription;
type dicom_d_FieldIndex = FieldIndex;
type dicom_d_FieldPoint = FieldPoint;
type dicom_d_FrameLocation = FrameLocation;
type dicom_d_FrameOptions = FrameOptions;
type dicom_d_FramesOptions = FramesOptions;
type dicom_d_HorizontalPrism = HorizontalPrism;
type dicom_d_ImageClass = ImageClass;
type dicom_d_IndexedFile<Element extends string = SummaryElement> = IndexedFile<Element>;
type dicom_d_IolCalculation = IolCalculation;
type dicom_d_IolCalculations = IolCalculations;
type dicom_d_IolEye = IolEye;
type dicom_d_IolPower = IolPower;
type dicom_d_JpegOptions = JpegOptions;
type dicom_d_JsonOptions = JsonOptions;
type dicom_d_Keratometry = Keratometry;
type dicom_d_Lens = Lens;
type dicom_d_LensConstant = LensConstant;
type dicom_d_Lensometry = Lensometry;
type dicom_d_Meridian = Meridian;
type dicom_d_NewFileOptions = NewFileOptions;
type dicom_d_ObservationStatus = ObservationStatus;
type dicom_d_OpenOptions = OpenOptions;
type dicom_d_OphthalmicImage = OphthalmicImage;
type dicom_d_OphthalmicRecord = OphthalmicRecord;
type dicom_d_ParseOptions = ParseOptions;
type dicom_d_PictureOptions = PictureOptions;
type dicom_d_PixelRectangle = PixelRectangle;
type dicom_d_PrescriptionStatus = PrescriptionStatus;
type dicom_d_PrivateElement = PrivateElement;
type dicom_d_ResultantPrism = ResultantPrism;
type dicom_d_ScanOptions<Element extends string = SummaryElement> = ScanOptions<Element>;
type dicom_d_ScannedFile<Element extends string = SummaryElement> = ScannedFile<Element>;
type dicom_d_ScannedPatient = ScannedPatient;
type dicom_d_ScannedSeries = ScannedSeries;
type dicom_d_ScannedStudies = ScannedStudies;
type dicom_d_ScannedStudy = ScannedStudy;
type dicom_d_SelectedAxialLength = SelectedAxialLength;
type dicom_d_SetOptions = SetOptions;
type dicom_d_SphereCylinder = SphereCylinder;
type dicom_d_SubjectiveRefraction = SubjectiveRefraction;
type dicom_d_SummaryElement = SummaryElement;
type dicom_d_ThumbnailOptions = ThumbnailOptions;
type dicom_d_UnreadableFile = UnreadableFile;
type dicom_d_VerticalPrism = VerticalPrism;
type dicom_d_VisualAcuity = VisualAcuity;
type dicom_d_VisualField = VisualField;
type dicom_d_VisualFieldEye = VisualFieldEye;
type dicom_d_Where = Where;
type dicom_d_WriteOptions = WriteOptions;
declare const dicom_d_deidentify: typeof deidentify;
declare const dicom_d_dicomdir: typeof dicomdir;
declare const dicom_d_edit: typeof edit;
declare const dicom_d_encapsulatedPdf: typeof encapsulatedPdf;
declare const dicom_d_open: typeof open;
declare const dicom_d_ophthalmic: typeof ophthalmic;
declare const dicom_d_parse: typeof parse;
declare const dicom_d_resultantPrism: typeof resultantPrism;
declare const dicom_d_scanFolder: typeof scanFolder;
declare const dicom_d_secondaryCapture: typeof secondaryCapture;
declare const dicom_d_studies: typeof studies;
declare const dicom_d_toFhir: typeof toFhir;
declare const dicom_d_transposeCylinder: typeof transposeCylinder;
declare namespace dicom_d {
  export { dicom_d_deidentify as deidentify, dicom_d_dicomdir as dicomdir, dicom_d_edit as edit, dicom_d_encapsulatedPdf as encapsulatedPdf, dicom_d_open as open, dicom_d_ophthalmic as ophthalmic, dicom_d_parse as parse, dicom_d_resultantPrism as resultantPrism, dicom_d_scanFolder as scanFolder, dicom_d_secondaryCapture as secondaryCapture, dicom_d_studies as studies, dicom_d_toFhir as toFhir, dicom_d_transposeCylinder as transposeCylinder };
  export type { dicom_d_Acuity as Acuity, dicom_d_Addition as Addition, dicom_d_Additions as Additions, dicom_d_Autorefraction as Autorefraction, dicom_d_AutorefractionEye as AutorefractionEye, dicom_d_AxialEye as AxialEye, dicom_d_AxialMeasurement as AxialMeasurement, dicom_d_AxialMeasurements as AxialMeasurements, dicom_d_AxialSegment as AxialSegment, dicom_d_BothEyes as BothEyes, dicom_d_BulkData as BulkData, dicom_d_CornealCurvature as CornealCurvature, dicom_d_DeidentificationChange as DeidentificationChange, dicom_d_DeidentificationReport as DeidentificationReport, dicom_d_DeidentificationWarning as DeidentificationWarning, dicom_d_Deidentified as Deidentified, dicom_d_DeidentifyOptions as DeidentifyOptions, dicom_d_Descriptor as Descriptor, dicom_d_DicomAttributes as DicomAttributes, dicom_d_DicomContent as DicomContent, dicom_d_DicomDir as DicomDir, dicom_d_DicomDirOptions as DicomDirOptions, dicom_d_DicomDirProblem as DicomDirProblem, dicom_d_DicomEdit as DicomEdit, dicom_d_DicomElement as DicomElement, dicom_d_DicomFile as DicomFile, dicom_d_DicomFrame as DicomFrame, dicom_d_DicomImage as DicomImage, dicom_d_DicomInput as DicomInput, dicom_d_DicomItem as DicomItem, dicom_d_DicomJson as DicomJson, dicom_d_DicomJsonElement as DicomJsonElement, dicom_d_DicomOutput as DicomOutput, dicom_d_DicomPersonName as DicomPersonName, dicom_d_DicomPicture as DicomPicture, Pixels as DicomPixels, dicom_d_DicomRecord as DicomRecord, dicom_d_DicomSamples as DicomSamples, dicom_d_DicomSingle as DicomSingle, dicom_d_DicomSource as DicomSource, dicom_d_DicomValue as DicomValue, dicom_d_DicomVr as DicomVr, dicom_d_DicomWindow as DicomWindow, dicom_d_EditOptions as EditOptions, dicom_d_EyeCode as EyeCode, dicom_d_EyeConflict as EyeConflict, dicom_d_EyeConflictKind as EyeConflictKind, dicom_d_EyeDevice as EyeDevice, dicom_d_EyeImage as EyeImage, dicom_d_EyeRecord as EyeRecord, dicom_d_EyeSide as EyeSide, dicom_d_FhirAnnotation as FhirAnnotation, dicom_d_FhirBundle as FhirBundle, dicom_d_FhirCodeableConcept as FhirCodeableConcept, dicom_d_FhirCoding as FhirCoding, dicom_d_FhirComponent as FhirComponent, dicom_d_FhirEntry as FhirEntry, dicom_d_FhirExtension as FhirExtension, dicom_d_FhirIdentifier as FhirIdentifier, dicom_d_FhirLensSpecification as FhirLensSpecification, dicom_d_FhirObservation as FhirObservation, dicom_d_FhirOptions as FhirOptions, dicom_d_FhirPrism as FhirPrism, dicom_d_FhirQuantity as FhirQuantity, dicom_d_FhirReference as FhirReference, dicom_d_FhirVisionPrescription as FhirVisionPrescription, dicom_d_FieldIndex as FieldIndex, dicom_d_FieldPoint as FieldPoint, dicom_d_FrameLocation as FrameLocation, dicom_d_FrameOptions as FrameOptions, dicom_d_FramesOptions as FramesOptions, dicom_d_HorizontalPrism as HorizontalPrism, dicom_d_ImageClass as ImageClass, dicom_d_IndexedFile as IndexedFile, dicom_d_IolCalculation as IolCalculation, dicom_d_IolCalculations as IolCalculations, dicom_d_IolEye as IolEye, dicom_d_IolPower as IolPower, dicom_d_JpegOptions as JpegOptions, dicom_d_JsonOptions as JsonOptions, dicom_d_Keratometry as Keratometry, dicom_d_Lens as Lens, dicom_d_LensConstant as LensConstant, dicom_d_Lensometry as Lensometry, dicom_d_Meridian as Meridian, dicom_d_NewFileOptions as NewFileOptions, dicom_d_ObservationStatus as ObservationStatus, dicom_d_OpenOptions as OpenOptions, dicom_d_OphthalmicImage as OphthalmicImage, dicom_d_OphthalmicRecord as OphthalmicRecord, dicom_d_ParseOptions as ParseOptions, dicom_d_PictureOptions as PictureOptions, dicom_d_PixelRectangle as PixelRectangle, dicom_d_PrescriptionStatus as PrescriptionStatus, Prism$1 as Prism, dicom_d_PrivateElement as PrivateElement, PupillaryDistance$1 as PupillaryDistance, Refraction$1 as Refraction, dicom_d_ResultantPrism as ResultantPrism, dicom_d_ScanOptions as ScanOptions, dicom_d_ScannedFile as ScannedFile, dicom_d_ScannedPatient as ScannedPatient, dicom_d_ScannedSeries as ScannedSeries, dicom_d_ScannedStudies as ScannedStudies, dicom_d_ScannedStudy as ScannedStudy, dicom_d_SelectedAxialLength as SelectedAxialLength, dicom_d_SetOptions as SetOptions, SpectaclePrescription$1 as SpectaclePrescription, dicom_d_SphereCylinder as SphereCylinder, dicom_d_SubjectiveRefraction as SubjectiveRefraction, dicom_d_SummaryElement as SummaryElement, dicom_d_ThumbnailOptions as ThumbnailOptions, dicom_d_UnreadableFile as UnreadableFile, dicom_d_VerticalPrism as VerticalPrism, dicom_d_VisualAcuity as VisualAcuity, dicom_d_VisualField as VisualField, dicom_d_VisualFieldEye as VisualFieldEye, dicom_d_Where as Where, dicom_d_WriteOptions as WriteOptions };
}

/**
 * A column of type `T`: its values one by one, or its arrays. Leave the arrays as they are: a table never changes.
 *
 * @typeParam T what its values are
 */
interface TableColumnOf<T extends ColumnType> extends Iterable<ColumnValues[T] | null> {
    /** Its name in the table. */
    readonly name: string;
    /** What its values are. */
    readonly type: T;
    /** Decimals of a `decimal`; 0 for other types. */
    readonly scale: number;
    /** Rows. */
    readonly length: number;
    /** How many rows have no value. */
    readonly nullCount: number;
    /**
     * All rows' values as they lie in memory; what stands in a row without a value has no meaning. Of texts, their bytes;
     * see {@link offsets}.
     */
    readonly values: ColumnBuffers[T];
    /**
     * Which rows have a value: a bit for each, the lowest bit of the first byte first, set where there is one. Undefined
     * where all have.
     */
    readonly validity: Uint8Array | undefined;
    /**
     * Of a `string` column: the text of row `i` is `values` from `offsets[i]` to before `offsets[i + 1]`; the first need
     * not be 0. Undefined for other types.
     */
    readonly offsets: Int32Array | undefined;
    /** Of a `category` column: the texts that its values are places in. Undefined for other types. */
    readonly dictionary: readonly string[] | undefined;
    /**
     * A row's value; `null` if it has none.
     *
     * @param row from 0
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` for a row that is not there
     */
    get(row: number): ColumnValues[T] | null;
}
/** A column of any type: its `type` says what its values are. */
type TableColumn$1 = {
    [T in ColumnType]: TableColumnOf<T>;
}[ColumnType];
/** See {@link TableColumnOf}. */
declare class Column$1<T extends ColumnType = ColumnType> implements TableColumnOf<T> {
    #private;
    readonly name: string;
    readonly type: T;
    readonly scale: number;
    readonly length: number;
    readonly nullCount: number;
    readonly values: ColumnBuffers[T];
    readonly validity: Uint8Array | undefined;
    readonly offsets: Int32Array | undefined;
    readonly dictionary: readonly string[] | undefined;
    constructor(field: Field, length: number, buffers: Buffers, validity: Uint8Array | undefined);
    get(row: number): ColumnValues[T] | null;
    [Symbol.iterator](): Generator<ColumnValues[T] | null, void, undefined>;
}

/** A row of a {@link Table}, by the names of its columns. */
type TableRow = Record<string, ColumnValues[keyof ColumnValues] | null>;
/** Options of {@link Table.rows}. */
interface RowsOptions {
    /**
     * What timestamps are: `'date'`, or `'microseconds'` since 1970-01-01T00:00Z as a bigint, which loses none of the three
     * digits that a Date has no place for. Default `'date'`: rounded down to the millisecond.
     */
    timestamps?: 'date' | 'microseconds' | undefined;
}
/**
 * Columns of equal length, each of one type, in Apache Arrow's memory layout. It never changes. Made by
 * {@link tableFrom} and {@link tableOf}.
 */
declare class Table$2 {
    #private;
    /** The columns' names and types, in order. */
    readonly schema: readonly Field[];
    /** Rows. */
    readonly length: number;
    /** The columns, in order. */
    readonly columns: readonly TableColumn$1[];
    /** @internal */
    constructor(columns: readonly Column$1[], length: number);
    /**
     * A column by its name.
     *
     * @param name as in {@link Table.schema}
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` if there is none of this name
     *
     * @example
     * const total = table.column('total');
     * if (total.type === 'decimal') total.values; // a BigInt64Array of cents, say
     */
    column(name: string): TableColumn$1;
    /**
     * The rows as objects, each made when it is asked for.
     *
     * @param options what timestamps become
     * @example
     * for (const { number, total } of table.slice(0, 50).rows()) console.log(number, total);
     */
    rows(options?: RowsOptions): IterableIterator<TableRow>;
    /**
     * The rows from `from` to before `to`, in the same memory: only bits that do not begin at a byte are copied.
     *
     * @param from the first row, from 0; default 0
     * @param to the row after the last; default, and at most, the table's length
     */
    slice(from?: number, to?: number): Table$2;
}

/** What every reader of a file's rows has. */

/**
 * Options of {@link TableReader.toTable}; those of the call that made the reader where they are left out. What progress
 * counts says that call.
 */
type ReadTableOptions = TaskOptions;
/**
 * Rows of a file, as tables one after the other, of which one at a time is in memory: a source for every writer of this
 * package. A file of bytes or at a path can be read as often as you like, also at the same time. A stream goes by only once:
 * its rows can be read once, its columns asked for before, after and meanwhile; a second reading fails with
 * `ERR_INVALID_ARGUMENT`. Where a format is read from its end, a stream is kept in memory and can be read as bytes can.
 */
interface TableReader extends AsyncIterable<Table$2> {
    /**
     * The columns.
     *
     * @throws ClinicoreError (as a rejection) as reading does
     */
    schema(): Promise<readonly Field[]>;
    /**
     * All rows in one table.
     *
     * @param options abort, progress, lane
     * @throws ClinicoreError (as a rejection) as reading does, and `ERR_LIMIT_EXCEEDED` for more than a table can hold: 2 GiB
     *   of text in a column
     */
    toTable(options?: ReadTableOptions): Promise<Table$2>;
}

/** Options of {@link readCsv}. Default lane: `interactive`. Progress counts bytes of the file. */
interface ReadCsvOptions extends TaskOptions {
    /**
     * What the bytes are. Default: what a byte order mark says; else UTF-16 if the first 256 KB look like it, UTF-8 if they
     * are, or Windows-1252.
     */
    encoding?: CsvEncoding | undefined;
    /** What stands between cells: one character of ASCII. Default: `,`, `;`, tab or `|`, by the first rows. */
    delimiter?: string | undefined;
    /** What stands around cells, and twice where it is part of one; `''` for nothing. Default: `"` or `'`, by the first rows. */
    quote?: string | undefined;
    /** Whether the first row names the columns. Default: by the first rows; where all cells are texts, it does. */
    header?: boolean | undefined;
    /** Lines before the table that are left out, 0 to 1000. A first line `sep=;`, as Excel knows it, always is. Default 0. */
    skipLines?: number | undefined;
    /**
     * The columns, in order, and their types: by name where there is a header, else the first ones of the file. Others are
     * left out. Default: all, with the types that their cells have.
     */
    schema?: readonly Field[] | undefined;
    /**
     * Only these columns, in this order, with the types that their cells have. Where there is no header, the names of the
     * first ones. Not together with `schema`.
     */
    columns?: readonly string[] | undefined;
    /**
     * What cells say that have no value, where they are not quoted. Default `['']`: an empty cell has none, `""` is an empty
     * text. Empty cells of columns that are not of texts never have a value.
     */
    nullValues?: readonly string[] | undefined;
    /** Whether decimals have a comma: `1,5` is one and a half, and `1.5` no number. Default false. */
    decimalComma?: boolean | undefined;
    /**
     * How days are written: `yyyy`, `mm` or `m`, `dd` or `d`, and anything but letters and digits in between, such as
     * `dd/mm/yyyy` or `d.m.yyyy`. Others are no days. Default `'yyyy-mm-dd'`.
     */
    dateFormat?: string | undefined;
    /**
     * What becomes of a row that has more or fewer cells than there are columns, text after a closing quote, a quote that is
     * not closed (it takes along all that follows), or bytes that its encoding does not have: the call fails at the first
     * one, or it is left out (`'skip'`), or mended (`'keep'`): missing cells have no value, further ones are left out, and
     * what is no character becomes U+FFFD. What was left out or mended is in the report. Default `'error'`.
     */
    onBadRow?: 'error' | 'skip' | 'keep' | undefined;
    /**
     * What becomes of a cell that its column cannot hold: the call fails at the first one, or the cell has no value and its
     * row is in the report. Default `'error'`.
     */
    onBadCell?: 'error' | 'null' | undefined;
    /** Rows beyond which reading fails. Default: 100,000,000 in one table, no limit from table to table. */
    maxRows?: number | undefined;
    /** How many columns there may be: 1 to 100,000. Default 100,000. */
    maxColumns?: number | undefined;
    /** Bytes of a cell, in UTF-8, at most 1 GiB. Default 16 MiB. */
    maxCellBytes?: number | undefined;
    /** Bytes of a row, in UTF-8, at most 1 GiB. What an unclosed quote takes along is one. Default 64 MiB. */
    maxRowBytes?: number | undefined;
    /** How many bad rows the report lists, 0 to 1,000,000; all are counted. Default 1000. */
    maxRejects?: number | undefined;
}
/** The checked options. */
interface ReadSettings {
    readonly encoding: CsvEncoding | undefined;
    readonly delimiter: string | undefined;
    readonly quote: string | undefined;
    readonly header: boolean | undefined;
    readonly skipLines: number;
    readonly schema: readonly Field[] | undefined;
    readonly columns: readonly string[] | undefined;
    readonly nullValues: string[];
    readonly decimalComma: boolean;
    readonly dateFormat: string;
    readonly onBadRow: 'error' | 'skip' | 'keep';
    readonly onBadCell: 'error' | 'null';
    readonly maxRows: number | undefined;
    readonly maxColumns: number;
    readonly maxCellBytes: number;
    readonly maxRowBytes: number;
    readonly maxRejects: number;
    readonly task: Task;
}

/** What {@link tableFrom} tells of the columns it made. */

/** Rows of which something is said; never what stands in them. */
interface RowList {
    /** How many they are. */
    readonly count: number;
    /** The first 100 of them, from 0, ascending. */
    readonly rows: readonly number[];
}
/** What became of a column, and how sure its type is. */
interface ColumnReport {
    /** The column's name in the table. */
    readonly name: string;
    /** The type it has now. */
    readonly type: ColumnType;
    /** Decimals of a `decimal`. */
    readonly scale?: number;
    /** Rows without a value, among them those that lost it to `onBadCell: 'null'`. */
    readonly nulls: number;
    /**
     * The type that most of its cells have by themselves. Where it is not `type`, the column is text only because of the
     * disagreeing rows. With a schema, the schema's type.
     */
    readonly likely: ColumnType;
    /** The share of `likely` in the cells that have a value, 0 to 1; 0 where there are none. */
    readonly confidence: number;
    /** The rows whose cells are not of type `likely`. */
    readonly disagreeing: RowList;
}

/** What {@link readCsv} tells of a file. */

/** What is wrong with a row. */
type CsvRejectReason = 
/** It has fewer cells than there are columns. */
'fewCells'
/** It has more. */
 | 'manyCells'
/** Text follows a closing quote. */
 | 'quote'
/** A quote is not closed. */
 | 'unclosed'
/** It holds bytes that its encoding does not have. */
 | 'encoding';
/** A row that was left out or mended; never what stands in it. */
interface CsvReject {
    /** The line on which it begins, from 1; quoted line breaks count. */
    readonly line: number;
    /** The byte of the file at which it begins. */
    readonly offset: number;
    /** Its row in the table, from 0, if it was mended; `null` if it was left out. */
    readonly row: number | null;
    /** What is wrong with it. */
    readonly reason: CsvRejectReason;
    /** How many cells it has. */
    readonly cells: number;
}
/** What was found out of a file, and what became of its rows so far: of all of them when it has been read to its end. */
interface CsvReport {
    /** How its text is encoded, found or told. */
    readonly encoding: CsvEncoding;
    /** What stands between cells, found or told. */
    readonly delimiter: string;
    /** Empty for none. */
    readonly quote: string;
    /** Whether its first row names the columns, found or told. */
    readonly header: boolean;
    /** Rows that were read, without those left out. */
    readonly rows: number;
    /** Bytes of the file that were read. */
    readonly bytes: number;
    /** What became of each column, in order. */
    readonly columns: readonly ColumnReport[];
    /** Rows that were left out or mended. */
    readonly rejects: {
        /** How many there are. */
        readonly count: number;
        /** The first `maxRejects` of them. */
        readonly rows: readonly CsvReject[];
    };
}

/** A CSV file that is read when its rows are asked for. Made by {@link readCsv}. */
declare class CsvReader$1 implements TableReader {
    #private;
    /** @internal */
    constructor(source: ByteSource, settings: ReadSettings);
    /**
     * The columns: those of the schema, or the types that the cells of the first 4 MiB have.
     *
     * @throws ClinicoreError (as a rejection) those of {@link readCsv} that concern the beginning of the file
     */
    schema(): Promise<readonly Field[]>;
    /**
     * The rows, as tables of about 1 MiB of the file each; one without rows for a file without rows. Without a schema the
     * types are those of the first 4 MiB, and a later cell that is of another type is a bad cell.
     */
    [Symbol.asyncIterator](): AsyncGenerator<Table$2, void, undefined>;
    /**
     * All rows in one table. Without a schema, the types are those that all cells have; the file's text is kept until the
     * last is known.
     *
     * @param options abort, progress, lane; those of {@link readCsv} where they are left out
     */
    toTable(options?: ReadTableOptions): Promise<Table$2>;
    /**
     * What was found out of the file, and what became of its rows, when it was last read.
     *
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` if nothing has been read yet
     *
     * @example
     * const reader = clinicore.export.readCsv(upload, { schema, onBadRow: 'skip', onBadCell: 'null' });
     * const preview = await reader.toTable();
     * const { rejects, columns } = reader.report();
     * for (const { line, reason } of rejects.rows) problems.push(`line ${line}: ${reason}`);
     */
    report(): CsvReport;
}

/** Options of reading spreadsheets. */

/** What a workbook may have, and its password. All limits are on by default, and named in the error of what passes them. */
interface SpreadsheetOptions extends TaskOptions {
    /**
     * Opens xlsx, xlsm and xlsb workbooks that are encrypted with it; others do not need it. At most 255 characters. No message
     * ever holds it.
     */
    password?: string | undefined;
    /** Bytes of the file. Default 256 MiB. */
    maxFileBytes?: number | undefined;
    /** Entries of its archive. Default 10,000. */
    maxEntries?: number | undefined;
    /** Bytes that its parts unpack to, and that the texts of a sheet come to. Default 1 GiB. */
    maxBytes?: number | undefined;
    /** Bytes that a part of more than 10 MiB may unpack to for one before. Default 200; deflate can do 1,032. */
    maxRatio?: number | undefined;
    /** Cells of a sheet, those without a value too, and of the table made of it. Default 100,000,000. */
    maxCells?: number | undefined;
    /** Bytes of a cell's text in UTF-8. Default 131,072; Excel allows 32,767 characters. */
    maxCellBytes?: number | undefined;
}
/** How the cells of a sheet become a table. */
interface SheetTableOptions extends TaskOptions {
    /**
     * Which row has the names of the columns: the first that is not empty (`true`), that of a number as Excel counts them,
     * from 1, or none (`false`). A column without a name there has its letters for one; of a name that comes again, the second is
     * `name_2`. Default `true`.
     */
    header?: boolean | number | undefined;
    /** The cells that are read, such as `B2:F100`, `B:F` or `2:100`; the header is among them. Default: all. */
    range?: string | undefined;
    /**
     * The columns, in order, and their types. They are found by their names in the header; without one, they are those of the
     * range from the left. Default: all columns that have a name or a value, with the types that their cells have.
     */
    schema?: readonly Field[] | undefined;
    /** Only these columns, in this order, with the types that their cells have; found as those of `schema`. Not together with it. */
    columns?: readonly string[] | undefined;
    /**
     * What becomes of a cell that its column cannot hold: reading fails at the first one, or the cell has no value and its row
     * is in the report. Default `'error'`.
     */
    onBadCell?: 'error' | 'null' | undefined;
    /** Rows beyond which reading fails. Default 100,000,000. */
    maxRows?: number | undefined;
    /** What merged cells hold: the value in the first of them, or in all. Default `'first'`. */
    mergedCells?: 'first' | 'all' | undefined;
    /** What a cell with a formula holds: its result, or, but in xls and xlsb, the formula as text, `'=A1+B1'`. Default `'results'`. */
    formulas?: 'results' | 'texts' | undefined;
    /** Leave out hidden rows and columns. Default false. */
    skipHidden?: boolean | undefined;
    /** The time zone of the clock by which dates with a time were written: cells have none. Default `'UTC'`. */
    timeZone?: string | undefined;
}
/** Options of {@link readSheet}. Progress counts bytes of the sheet as it is packed; twice where its types are found first. */
interface ReadSheetOptions extends SpreadsheetOptions, SheetTableOptions {
    /** Which sheet: its name, or its place from 0. Default: the first one that has cells and is not hidden, else the first that has cells. */
    sheet?: string | number | undefined;
}
/** See {@link SpreadsheetOptions}. */
interface CheckedLimits extends SpreadsheetLimits {
    readonly maxFileBytes: number;
}

/** A workbook that a backend has open. */

/** A workbook, as both backends keep it. */
interface OpenFile {
    readonly backend: Backend;
    readonly file: SpreadsheetFile;
    readonly message: SpreadsheetMessage;
    readonly limits: CheckedLimits;
}

/** What a cell holds, by its `type`. */
interface SheetCellValues {
    /** As Excel keeps it: a double. */
    number: number;
    /** Its characters, without their formats. */
    text: string;
    /** `true` or `false`. */
    boolean: boolean;
    /** `'#N/A'`, `'#DIV/0!'` … */
    error: string;
    /** `'2026-01-31'` */
    date: string;
    /** The moment that the cell's clock shows in `timeZone`. */
    timestamp: Date;
    /** `'08:30:00'`, `'26:15:00.250'` */
    duration: string;
    /** `'=A1+B1'`, with `formulas: 'texts'`. */
    formula: string;
}
/** A cell that has a value. */
type SheetCell = {
    [T in keyof SheetCellValues]: {
        /** Its row, from 0. */
        readonly row: number;
        /** Its column, from 0. */
        readonly column: number;
        /** As Excel writes it: `B7` is row 6, column 1. */
        readonly address: string;
        /** What it holds. */
        readonly type: T;
        /** Its value, as its `type` says. */
        readonly value: SheetCellValues[T];
    };
}[keyof SheetCellValues];
/** Options of {@link Workbook.cells}; see {@link SheetTableOptions}. Progress counts bytes of the sheet as it is packed. */
interface SheetCellsOptions extends TaskOptions {
    /** As of {@link SheetTableOptions}: the cells to read. */
    range?: string | undefined;
    /** As of {@link SheetTableOptions}: which cells of merged ones have their value. */
    mergedCells?: 'first' | 'all' | undefined;
    /** As of {@link SheetTableOptions}: whether formulas are given, or what they resulted in. */
    formulas?: 'results' | 'texts' | undefined;
    /** As of {@link SheetTableOptions}: whether hidden rows and columns are left out. */
    skipHidden?: boolean | undefined;
    /** As of {@link SheetTableOptions}: where the cells' clocks stand. */
    timeZone?: string | undefined;
}

/** What {@link SheetReader.report} tells of a column. */
interface SheetColumnReport extends ColumnReport {
    /** Its letters in the sheet. */
    readonly letters: string;
    /** The rows whose cell is an error such as `#N/A`: they have no value. */
    readonly errors: RowList;
}
/** A sheet of a workbook as a table, in chunks or as a whole; as often as you like. */
interface SheetReader extends TableReader {
    /**
     * What became of each column, once the sheet was read to its end; if it was not yet, it is.
     *
     * @throws ClinicoreError (as a rejection) as reading does
     */
    report(): Promise<readonly SheetColumnReport[]>;
}

/** Workbooks and their sheets: `openWorkbook`, `readSheet`. */

/** What a workbook says of a sheet. */
interface SheetInfo {
    /** What its tab says. */
    readonly name: string;
    /** What it is. Charts and dialogs have no cells; macros are those of Excel 4. */
    readonly kind: 'worksheet' | 'chart' | 'dialog' | 'macro';
    /** Whether its tab is not shown. */
    readonly isHidden: boolean;
    /** Where its cells are, as the file says, such as `A1:J500`; it may be wrong. Undefined where it does not say. */
    readonly dimensions: string | undefined;
}
/** A workbook in memory. */
declare class Workbook$1 {
    #private;
    /** What it is written in, told by its content; xlsm is xlsx with macros. */
    readonly format: 'xlsx' | 'xlsb' | 'xls' | 'ods';
    /** Its sheets, in order. */
    readonly sheets: readonly SheetInfo[];
    /** @internal */
    constructor(file: OpenFile);
    /**
     * A sheet as a table; see {@link readSheet}.
     *
     * @param nameOrIndex its name, or its place from 0
     * @param options what is read of it, and as what
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` if there is none
     *
     * @example
     * const prices = await workbook.sheet('Prices', { range: 'B2:F100' }).toTable();
     */
    sheet(nameOrIndex: string | number, options?: SheetTableOptions): SheetReader;
    /**
     * The cells of a sheet that have a value, row by row, in chunks.
     *
     * @param nameOrIndex its name, or its place from 0
     * @param options what is read of it, and as what
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` if there is none; then as reading does
     *
     * @example
     * for await (const cells of workbook.cells(0)) for (const { address, type, value } of cells) inspect(address, type, value);
     */
    cells(nameOrIndex: string | number, options?: SheetCellsOptions): AsyncIterable<readonly SheetCell[]>;
    /** Lets go of its memory; what is being read is read to its end. Not needed: the garbage collector does so too. */
    close(): void;
}
/**
 * Opens a workbook: xlsx, xlsm, xlsb, xls (Excel 5 to 2003) or ods, told by its content, not its name. Its bytes are kept in
 * memory; sheets are unpacked as they are read.
 *
 * @param source the file: bytes, a path, a stream
 * @param options password, limits, abort, lane
 * @returns the workbook
 * @throws ClinicoreError (as a rejection) `ERR_MALFORMED_INPUT` (another kind of file, or a damaged one), `ERR_UNSUPPORTED`
 *   (ods and xls that are encrypted), `ERR_AUTHENTICATION_FAILED` (another password, or changed content),
 *   `ERR_LIMIT_EXCEEDED` (`details.option`), `ERR_IO`, `ERR_ABORTED`, `ERR_BUSY`, `ERR_INVALID_ARGUMENT` (also one that is
 *   encrypted, without `password`)
 *
 * @example
 * const workbook = await clinicore.export.openWorkbook(upload);
 * for (const { name, kind, isHidden, dimensions } of workbook.sheets) console.log(name, kind, isHidden, dimensions);
 * const { length } = await workbook.sheet('Prices').toTable();
 */
declare function openWorkbook(source: BytesInput, options?: SpreadsheetOptions): Promise<Workbook$1>;
/**
 * Reads a sheet of a workbook as a table: as tables of some thousand rows each, or with `toTable()` as one.
 *
 * What a cell holds says its number format as much as its value:
 *
 * | cell | as a column of its own kind | in a column of texts |
 * |---|---|---|
 * | number | `int32` if all are, else `float64` | as it prints |
 * | text | `string`; `'12.30'`, `'2026-01-31'`, `'true'` as `tableFrom` takes them, `'00123'` stays text | |
 * | TRUE, FALSE | `boolean` | `'true'`, `'false'` |
 * | a number shown as a date | `date` | `'2026-01-31'` |
 * | a number shown as date and time | `timestamp`, in `timeZone`, to the millisecond, as Excel rounds | `'2026-01-31T12:30:00.000Z'` |
 * | a number shown as a time of day, or as `[h]:mm` | `string`: `'08:30:00'`, `'26:15:00'`; seconds in columns of numbers by a schema | |
 * | an error such as #N/A | no value; its row is in `report()` | |
 *
 * Columns get their types as {@link tableFrom} gives them, from all cells of the sheet; with a `schema` it is read only once,
 * and each cell must be of its column's type: a date for a `date`, a date or a date with time for a `timestamp`, for a
 * `decimal` a number as Excel shows it, with 15 digits. A column of texts takes every cell. Rows without cells
 * before the first row, and behind the last one, are left out; those between have no values.
 *
 * @param source the file: bytes, which are left alone until it is open, a path, a stream
 * @param options which sheet, header, range, schema, password, limits, abort, progress, lane
 * @returns the reader, which opens the file when it is first asked for something
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; and as rejections of the reader what {@link openWorkbook} does, and
 *   `ERR_MALFORMED_INPUT` for a cell that its column cannot hold (`details` has `sheet`, `row` and `column` of the table, from 0; the
 *   message its address, never its content) or a column of the schema that is not in the header; of damage within a cell `row`
 *   and `column` are those of the sheet, from 0
 *
 * @example
 * const reader = clinicore.export.readSheet('prices.xlsx', {
 *   schema: [{ name: 'article', type: 'string' }, { name: 'price', type: 'decimal', scale: 2 }],
 *   onBadCell: 'null',
 * });
 * for await (const table of reader) await insert(table.rows());
 * for (const { letters, disagreeing, errors } of await reader.report()) console.warn(letters, disagreeing.rows, errors.rows);
 */
declare function readSheet(source: BytesInput, options?: ReadSheetOptions): SheetReader;

/** What a file in an archive holds: bytes, text (as UTF-8), a stream (of Node or the web), or what a writer here makes. */
type ArchiveData = Uint8Array | string | AsyncIterable<Uint8Array> | Output$1;
/** A file or folder to be written to an archive. */
interface ArchiveInput {
    /**
     * Its path in the archive, the parts divided by `/`; that of a folder ends with one. Not absolute, without `.` and `..`,
     * empty parts, backslashes, NUL and drive letters; 1 to 4096 characters, different from all others.
     */
    name: string;
    /** What it holds; a folder holds nothing. A file has either `data` or `path`. */
    data?: ArchiveData | undefined;
    /** The file on disk that it is a copy of, read when its turn comes. */
    path?: string | URL | undefined;
    /** When it was changed, to the second. Default: 1980-01-01, so that the same entries give the same bytes. */
    modified?: Date | undefined;
    /** Unix's permissions, 0 to 0o777. Default: 0o644, of folders 0o755. */
    mode?: number | undefined;
}
/**
 * A list of entries, or a source of them, which is read once.
 *
 * @typeParam T what an entry is
 */
type ArchiveEntries<T> = Iterable<T> | AsyncIterable<T>;

/** What an entry is: `link` is a symbolic or hard link, which is never followed, `other` a device or the like. */
type EntryType = 'file' | 'directory' | 'link' | 'other';
/** Options of {@link ArchiveEntry.buffer}. */
interface EntryBufferOptions {
    /** Refuse an entry that holds more bytes. Default: what the archive was opened with. */
    maxBytes?: number | undefined;
}
/** A file or folder in an archive. */
interface ArchiveEntry {
    /** Its path, parts divided by `/`, that of a directory with one at the end: always below one folder, without `..`. */
    readonly name: string;
    /** What it is. */
    readonly type: EntryType;
    /** Whether it is a directory. */
    readonly isDirectory: boolean;
    /** How many bytes it holds. */
    readonly size: number;
    /** When it was changed, if the archive says so; times of zip without a zone are taken for UTC. */
    readonly modified: Date | undefined;
    /** Unix's permissions, if the archive has them. */
    readonly mode: number | undefined;
    /**
     * What it holds, read and unpacked no faster than it is taken. What comes out before an error was not all checked yet: use
     * it when the stream has ended.
     */
    stream(): Readable;
    /**
     * What it holds, when all of it was found to be in order.
     *
     * @param options the most it may be
     * @throws ClinicoreError (as a rejection) `ERR_LIMIT_EXCEEDED`, `ERR_MALFORMED_INPUT`, `ERR_UNSUPPORTED`, `ERR_IO`,
     *   `ERR_AUTHENTICATION_FAILED`, `ERR_ABORTED`, `ERR_BUSY`, `ERR_INVALID_ARGUMENT`
     */
    buffer(options?: EntryBufferOptions): Promise<Buffer>;
}

/** Which names of an archive may come twice; see `ReadArchiveOptions.names`. */
type NamePolicy = 'unique' | 'unique-ignoring-case' | 'any';

/** What an archive that is read may cost, and what its names may be. */
interface ReadArchiveOptions extends Pick<TaskOptions, 'signal' | 'lane'> {
    /** How many entries there may be, 1 to 10,000,000. Default: 100,000. */
    maxEntries?: number | undefined;
    /** How many bytes one entry may hold, 0 to 2^53 - 1. Default: 1,073,741,824 (1 GiB). */
    maxEntryBytes?: number | undefined;
    /** How many bytes all entries may hold, 0 to 2^53 - 1. Default: 4,294,967,296 (4 GiB). */
    maxBytes?: number | undefined;
    /**
     * How many times as large as it is packed content may be, 1 to 1,000,000; 64 MiB in all may be beyond that, for logs and
     * empty tables honestly are. Default: 200.
     */
    maxRatio?: number | undefined;
    /**
     * Whether names may come twice: `unique` (no), `unique-ignoring-case` (nor differ only in case or in how accents are
     * composed, which are the same file on macOS and Windows) or `any`. Default: `unique`.
     */
    names?: NamePolicy | undefined;
}

/** Options of {@link extract}. Default lane: `bulk`. Progress counts bytes of content, of a total of `Infinity`. */
interface ExtractOptions extends ReadArchiveOptions, Pick<TaskOptions, 'onProgress'> {
    /** What the encrypted entries of a zip archive were encrypted with. Default: none. */
    password?: string | undefined;
    /** Replace files that are there already. Default: `false`, an error. */
    overwrite?: boolean | undefined;
}
/** What {@link extract} did. */
interface ExtractResult {
    /** How many files it wrote. */
    readonly files: number;
    /** How many bytes they hold. */
    readonly bytes: number;
    /** Links, devices and the like, which are never made. */
    readonly skipped: readonly {
        /** The entry's name in the archive. */
        readonly name: string;
        /** What it is. */
        readonly type: EntryType;
    }[];
}
/**
 * Unpacks a zip or tar archive (plain or compressed, which its first bytes tell) below one folder, and nowhere else: names that
 * lead out of it are refused, links are neither made nor followed, files that are there are not replaced unless you say so.
 *
 * All content is first written to a hidden folder in it, checked to its end, and only then moved to its places: an archive that
 * is damaged, hostile or beyond a limit leaves nothing, as do a failing source and an abort. Of a failure while files are
 * moved, only files that were replaced remain. Files get their time of change, but the permissions that new files have: those of the
 * archive are a stranger's.
 *
 * @param source bytes, a path, or a stream; of a zip archive a stream is kept in memory, up to `maxBytes`
 * @param folder where to; it is made if it is not there
 * @param options limits, what names may be, password, replacing, signal, progress, lane
 * @returns how much it wrote, and what it left out
 * @throws ClinicoreError (as a rejection) as `readZip` and `readTar` say; `ERR_IO` also for a file that is there already
 *
 * @example
 * const { files, skipped } = await clinicore.export.extract(upload, '/imports/1042', { maxBytes: 2e9 });
 */
declare function extract(source: BytesInput, folder: string | URL, options?: ExtractOptions): Promise<ExtractResult>;

/** Options of {@link readTar}. Default lane: `interactive`. */
type ReadTarOptions = ReadArchiveOptions;
/** A file or folder in a tar archive. Its content goes by: read it before the next entry is asked for, or not at all. */
interface TarEntry extends ArchiveEntry {
    /** What a link leads to, which nothing here follows; of other entries `undefined`. */
    readonly linkName: string | undefined;
}
/**
 * Reads a tar archive from its beginning to its end, in bounded memory, from any source: ustar, pax and GNU's own headers,
 * plain or compressed with gzip, zstd or LZ4, which its first bytes tell. Links are told, and never followed. An archive must
 * end as one does, with zeros, so that none is taken for whole that was cut short.
 *
 * An entry's content is read when it is asked for, and skipped when the next entry is: read one before the next. Sparse files,
 * archives of several volumes and those compressed with xz or bzip2 are not read.
 *
 * @param source bytes, a path, or a stream
 * @param options limits, what names may be, signal, lane
 * @returns the entries, in order; of bytes and a path, as often as they are iterated
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; while it is read `ERR_MALFORMED_INPUT` (`details.index` is the entry,
 *   `details.offset` the byte), `ERR_LIMIT_EXCEEDED` (`details.option`), `ERR_UNSUPPORTED`, `ERR_IO`, `ERR_ABORTED`, `ERR_BUSY`
 * @see POSIX.1-2017, pax; the manual of GNU tar, "Tar Internals"
 *
 * @example
 * for await (const entry of clinicore.export.readTar(request, { maxBytes: 5e9 })) {
 *   if (entry.type === 'file') await pipeline(entry.stream(), store(entry.name));
 * }
 */
declare function readTar(source: BytesInput, options?: ReadTarOptions): AsyncIterable<TarEntry>;

/** A file or folder to be written to a tar archive; see {@link ArchiveInput}. */
interface TarInput extends ArchiveInput {
    /**
     * How many bytes `data` has, exactly; 0 to 2^53 - 1. A tar archive says it before them: a stream without a size is kept in
     * memory first, up to `maxSpoolBytes`.
     */
    size?: number | undefined;
}
/** How a tar archive is compressed. */
type TarCompression = 'none' | 'gzip' | 'zstd';
/** Options of {@link tar}. */
interface TarOptions {
    /** `none` (`.tar`), `gzip` (`.tar.gz`) or `zstd` (`.tar.zst`). Default: `none`. */
    compression?: TarCompression | undefined;
    /** How hard to try: 0 to 9 for `gzip` (default 6), 1 to 22 for `zstd` (default 3). */
    level?: number | undefined;
    /** How many bytes of a stream without a size may be kept in memory, 0 to 1,073,741,824. Default: 67,108,864 (64 MiB). */
    maxSpoolBytes?: number | undefined;
}
/**
 * Writes a tar archive, in bounded memory, as any tar reads it: ustar, with pax headers for names that are long or not ASCII,
 * and for sizes from 8 GiB on. Compression goes by blocks on all threads of the pool that are free. The same entries give the
 * same bytes, on the same backend and version, at any number of threads.
 *
 * @param entries what it holds, in order: a list, or a source of entries such as a generator, which is read once
 * @param options compression, level
 * @returns the archive, to be made as bytes, a file or a stream; its lane is `bulk`, its progress counts bytes of content, of a
 *   total of `Infinity`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, for the first 4096 entries of a list when it is called; while it is made
 *   `ERR_INVALID_ARGUMENT` (entries of a source; a stream whose data were read already), `ERR_IO` (data that cannot be read, or
 *   of another size than was said), `ERR_LIMIT_EXCEEDED` (a stream without a size), `ERR_ABORTED`, `ERR_BUSY`
 * @see POSIX.1-2017, pax
 *
 * @example
 * const backup = clinicore.export.tar(entries(), { compression: 'zstd' });
 * await pipeline(backup.toStream(), response.type('application/zstd'));
 */
declare function tar(entries: ArchiveEntries<TarInput>, options?: TarOptions): Output$1;

/** Options of {@link readZip}. Default lane: `interactive`. */
interface ReadZipOptions extends ReadArchiveOptions {
    /** What the encrypted entries were encrypted with. Default: none; then only the others can be read. */
    password?: string | undefined;
}
/** A file or folder in a zip archive. */
interface ZipEntry extends ArchiveEntry {
    /** How many bytes of the archive it takes, headers apart. */
    readonly compressedSize: number;
    /** Whether it is encrypted. */
    readonly isEncrypted: boolean;
}
/**
 * Reads a zip archive by its directory, which is checked as a whole before the first entry is given: counts, sizes and ratios
 * are below their limits, no entry lies in another, and every name stays below one folder. When an entry is read, its local
 * header must say what the directory says, and its content must have the size and checksum that both say; of an encrypted one,
 * all is authenticated before the first byte is given. Nothing is allocated because the archive claims it.
 *
 * A path is open while entries are iterated or read, and must still be the file that it was when it is opened again. A stream
 * is kept in memory, up to `maxBytes`. Methods other than deflate, traditional encryption and archives of several disks are
 * not read.
 *
 * @param source bytes, a path, or a stream
 * @param options limits, what names may be, password, signal, lane
 * @returns the entries, in the order of the directory; of bytes and a path, as often as they are iterated
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; while it is read `ERR_MALFORMED_INPUT` (`details.index` is the entry,
 *   `details.offset` the byte), `ERR_LIMIT_EXCEEDED` (`details.option`), `ERR_UNSUPPORTED`, `ERR_AUTHENTICATION_FAILED` (another
 *   password, or changed content), `ERR_IO`, `ERR_ABORTED`, `ERR_BUSY`
 * @see PKWARE APPNOTE.TXT 6.3.10
 *
 * @example
 * for await (const entry of clinicore.export.readZip(upload, { maxBytes: 50_000_000 })) {
 *   if (entry.name.endsWith('.csv')) await load(clinicore.export.readCsv(entry.stream()));
 * }
 */
declare function readZip(source: BytesInput, options?: ReadZipOptions): AsyncIterable<ZipEntry>;

/** A file or folder to be written to a zip archive; see {@link ArchiveInput}. */
interface ZipInput extends ArchiveInput {
    /**
     * `deflate`, or `store` for what is compressed already (pictures, PDFs, other archives), which comes faster as it is. What
     * deflate would make larger is stored. Default: `deflate`.
     */
    compress?: 'deflate' | 'store' | undefined;
}
/** Options of {@link zip}. */
interface ZipOptions {
    /** How hard to try, 0 to 9. Default: 6. */
    level?: number | undefined;
    /**
     * Encrypts the entries' content, each under a key of its own, by AES-256 as WinZip, 7-Zip and others read it (AE-2). Names,
     * sizes and times can still be read by all. Its strength is that of the password: only 1000 rounds of PBKDF2 protect a weak
     * one. 1 to 1024 characters. The same entries then give other bytes each time, as they must. Default: not encrypted.
     */
    password?: string | undefined;
}
/**
 * Writes a zip archive, in bounded memory: entries are read when their turn comes, and large ones deflated in blocks on all
 * threads of the pool that are free. zip64 is used where sizes or counts need it. The same entries give the same bytes, on the
 * same backend and version (of this package and Node), at any number of threads.
 *
 * @param entries what it holds, in order: a list, or a source of entries such as a generator, which is read once
 * @param options level, password
 * @returns the archive, to be made as bytes, a file or a stream; its lane is `bulk`, its progress counts bytes of content, of a
 *   total of `Infinity`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, for the first 4096 entries of a list when it is called; while it is made
 *   `ERR_INVALID_ARGUMENT` (entries of a source; a stream whose data were read already), `ERR_IO` (data that cannot be read),
 *   `ERR_ABORTED`, `ERR_BUSY`
 * @see PKWARE APPNOTE.TXT 6.3.10; for encryption WinZip's "AES Encryption Information"
 *
 * @example
 * const archive = clinicore.export.zip([
 *   { name: 'claims.csv', data: csv(claims) },
 *   { name: 'scans/1042.pdf', path: '/scans/1042.pdf', compress: 'store' },
 *   { name: 'notes.txt', data: 'As agreed.' },
 * ]);
 * await archive.toFile('/archive/2026-01.zip');
 */
declare function zip(entries: ArchiveEntries<ZipInput>, options?: ZipOptions): Output$1;

/** Options of {@link readArrow}. Progress counts rows. Default lane: `interactive`. */
interface ReadArrowOptions extends TaskOptions {
    /** Only these columns, in this order. Default: all. */
    columns?: readonly string[] | undefined;
    /** Rows that are passed over at first; whole batches of them are not read. Default 0. */
    offset?: number | undefined;
    /** Rows that are read at most. Default: all. */
    limit?: number | undefined;
    /** Rows beyond which reading fails. Default: 100,000,000 in one table, no limit from table to table. */
    maxRows?: number | undefined;
    /** Bytes of a record batch, which is kept in memory, as it is and of each of its buffers unpacked. Default 1 GiB. */
    maxBatchBytes?: number | undefined;
    /** Bytes of a stream that holds a file, which is kept in memory: a file is read from its end. Default 1 GiB. */
    maxFileBytes?: number | undefined;
}
/**
 * Reads Apache Arrow's IPC format, files (Feather 2) and streams, whoever wrote them: record batch after record batch, in tables
 * of at most 65,536 rows. What is not compressed is not copied out of bytes in memory: leave them alone for as long as the
 * tables are in use.
 *
 * Types become those of a table as {@link readParquet} has them: integers of any size, floats of 16 and 32 bits, texts of all
 * three layouts, timestamps of any unit (without a time zone as UTC), decimals of at most 18 digits, dictionaries of texts
 * as categories. Other columns, and values that would lose something, are refused with `ERR_UNSUPPORTED`.
 *
 * @param source bytes, a path or `file:` URL, or a stream
 * @param options columns, rows, limits, abort, progress, lane
 * @returns a reader, which reads when it is asked to
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; when it reads, as a rejection, also `ERR_MALFORMED_INPUT`, `ERR_UNSUPPORTED`
 *   (`details` has the `column` of the file, and the `row`), `ERR_LIMIT_EXCEEDED`, `ERR_IO`, `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * for await (const table of clinicore.export.readArrow(request)) await store(table);
 * const table = await clinicore.export.readArrow(tableToIPC(visits)).toTable(); // of apache-arrow
 */
declare function readArrow(source: BytesInput, options?: ReadArrowOptions): TableReader;

/**
 * What a file is written from: a table, or tables with the same columns one after the other, of which one at a time is in
 * memory, such as those of a reader or of {@link tablesFrom}. An array of tables can be written many times; of an iterable
 * that goes only once, the output can be asked for only once.
 */
type TableSource = Table$2 | Iterable<Table$2> | AsyncIterable<Table$2>;

/** Options of {@link arrow}. */
interface ArrowOptions {
    /**
     * `'file'` (also called Feather, `.arrow`), whose batches can be read in any order, or `'stream'`, which a reader takes in as
     * it comes. Default `'file'`.
     */
    format?: 'file' | 'stream' | undefined;
    /** How each column of each batch is compressed. What is not can be used where it lies. Default `'none'`. */
    compression?: 'none' | 'lz4' | 'zstd' | undefined;
}
/**
 * Writes Apache Arrow's IPC format: a file or a stream of record batches as they lie in memory, which every library for Arrow
 * reads, most of them without a copy: `tableFromIPC` of `apache-arrow` makes its vectors of the bytes where they are.
 *
 * Tables are written in batches of at most 65,536 rows or about 2 MiB, one of them at a time in memory. The same tables
 * give the same bytes. A `decimal` is written as Arrow's Decimal128 of 18 digits, a `category` as a dictionary, which grows
 * where tables that come one after the other have different texts. Default lane: `bulk`. Progress counts rows.
 *
 * @param source a table, or tables of one schema one after the other
 * @param options file or stream, compression
 * @returns the file, made when it is asked for
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; when bytes are asked for, also as a rejection (a source that can be read only
 *   once was read, tables of different schemas), `ERR_IO` (the source failed), `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * await clinicore.export.arrow(table, { compression: 'zstd' }).toFile('/exports/visits.arrow');
 * const visits = tableFromIPC(await clinicore.export.arrow(table).toBuffer()); // of apache-arrow
 */
declare function arrow(source: TableSource, options?: ArrowOptions): Output$1;

/** What decides the bytes that {@link compress} and {@link compressStream} give. */
interface CompressionOptions {
    /**
     * What to make: `zstd` (RFC 8878: small and fast), `lz4` (an LZ4 frame: fastest), `gzip` (RFC 1952: any system reads it)
     * or `deflate` (the zlib format of RFC 1950, which is what HTTP calls deflate).
     */
    format: CompressionFormat;
    /**
     * How much to try: 1 to 22 for `zstd` (default 3; above 19 it takes hundreds of megabytes), 0 to 9 for `gzip` and
     * `deflate` (default 6). `lz4` has none.
     */
    level?: number;
    /** Whether a `zstd` or `lz4` frame carries a checksum of its content; the other formats always do. Default true. */
    checksum?: boolean;
    /**
     * zstd's long mode: repetitions are found up to 2 to the power of this many bytes back, 10 to 30. Readers need so much
     * memory, and refuse more than 27 (128 MiB) unless they are told. Default: the level decides.
     */
    windowLog?: number;
    /**
     * Cut the input after every so many bytes, 65,536 to 1,073,741,824, and compress each block by itself, on all threads
     * of the pool that are free. The blocks follow each other as frames or gzip members, which every reader takes for one; the
     * bytes do not depend on the number of threads. With blocks of 1 MiB and more the result is hardly larger. Not for
     * `deflate`. Default: one block.
     */
    blockBytes?: number;
    /**
     * zstd's: what records like this one have in common, made by {@link trainDictionary}. Only who has it can read the result.
     * Native backend only. Default: none.
     */
    dictionary?: Uint8Array;
}
/** Options of {@link compress}. Default lane: `bulk`. Progress counts bytes of input. */
interface CompressOptions extends CompressionOptions, TaskOptions {
}
/** Options of {@link compressStream}. Default lane: `bulk`. */
interface CompressStreamOptions extends CompressionOptions, Pick<TaskOptions, 'signal' | 'lane'> {
}
/** What decompression may cost. */
interface DecompressionOptions {
    /**
     * What the data are. Default: what their first bytes say; data that begin with a skippable frame, which zstd and LZ4 share,
     * count as zstd.
     */
    format?: CompressionFormat;
    /** How many bytes the data may become, 0 to 2^53 - 1. Default: 1,073,741,824 (1 GiB). */
    maxBytes?: number;
    /**
     * How far back a `zstd` frame may refer, as a power of 2: as much memory does reading it take. 10 to 30. Default: 27
     * (128 MiB).
     */
    maxWindowLog?: number;
    /** The dictionary that the `zstd` frames were made with; others are read, too. Native backend only. Default: none. */
    dictionary?: Uint8Array;
}
/** Options of {@link decompress}. Default lane: `interactive`. Progress counts bytes of input. */
interface DecompressOptions extends DecompressionOptions, TaskOptions {
}
/** Options of {@link decompressStream}. Default lane: `interactive`. */
interface DecompressStreamOptions extends DecompressionOptions, Pick<TaskOptions, 'signal' | 'lane'> {
}

/**
 * Compresses bytes. The same bytes and options give the same result, on the same backend and version, at any number of
 * threads; either backend reads what the other made.
 *
 * The data are read a chunk at a time: leave them alone until the promise settles.
 *
 * @param data what to compress
 * @param options the format, how hard to try, abort, progress, lane
 * @returns one zstd or LZ4 frame, gzip member or zlib stream; with `blockBytes` one for each block
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT`, `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const packed = await clinicore.export.compress(report, { format: 'zstd', level: 9 });
 * const shared = await clinicore.export.compress(ledger, { format: 'gzip', blockBytes: 1 << 20 }); // on all cores
 */
declare function compress(data: Uint8Array, options: CompressOptions): Promise<Buffer>;

/**
 * Decompresses zstd, LZ4 frames, gzip and zlib, told apart by their first bytes.
 *
 * Frames and gzip members that follow each other are read as one, skippable frames are skipped. Anything else behind them is
 * refused, so that no data are lost unseen. Nothing is allocated because the data claim it: output grows as it is made, up to
 * `maxBytes`.
 *
 * The data are read a chunk at a time: leave them alone until the promise settles.
 *
 * @param data what to decompress
 * @param options the format, limits, abort, progress, lane
 * @returns the content
 * @throws ClinicoreError (as a rejection) `ERR_MALFORMED_INPUT` (data that are corrupt, cut short or of another format;
 *   `details.offset` is where the frame, member or stream begins), `ERR_LIMIT_EXCEEDED` (`details.option` is `maxBytes` or
 *   `maxWindowLog`), `ERR_UNSUPPORTED` (a frame that needs a dictionary), `ERR_INVALID_ARGUMENT`, `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const csv = await clinicore.export.decompress(upload, { maxBytes: 50_000_000 });
 */
declare function decompress(data: Uint8Array, options?: DecompressOptions): Promise<Buffer>;

/** Options of {@link compressMany}. Default lane: `bulk`. Progress counts records. */
interface CompressManyOptions extends Pick<CompressionOptions, 'level' | 'checksum' | 'dictionary'>, TaskOptions {
}
/** Options of {@link decompressMany}; `maxBytes` is for all records together. Default lane: `bulk`. Progress counts records. */
interface DecompressManyOptions extends Pick<DecompressionOptions, 'maxBytes' | 'maxWindowLog' | 'dictionary'>, TaskOptions {
}
/** Options of {@link trainDictionary}. Default lane: `bulk`. */
interface TrainDictionaryOptions extends TaskOptions {
    /** The most bytes that the dictionary may have, 256 to 1,048,576. Default: 112,640. */
    size?: number;
}
/**
 * Makes a zstd dictionary from samples: what records of a kind have in common, so that each by itself becomes as small as if
 * all were compressed together. Keep it, and give it to {@link compressMany} or {@link compress}: without it the records can
 * not be read.
 *
 * @param samples records like those it is for, a hundred times as many bytes as the dictionary or more; 32 MiB at most, 32 bytes added for each
 * @param options its size, abort, lane; while it is made, which takes a second or so, it cannot be stopped
 * @returns the dictionary
 * @throws ClinicoreError (as a rejection) `ERR_INSUFFICIENT_DATA` (too few samples, or too small ones), `ERR_UNSUPPORTED` (the
 *   JavaScript backend), `ERR_LIMIT_EXCEEDED`, `ERR_INVALID_ARGUMENT`, `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const dictionary = await clinicore.export.trainDictionary(records.slice(0, 10_000));
 */
declare function trainDictionary(samples: readonly Uint8Array[], options?: TrainDictionaryOptions): Promise<Buffer>;
/**
 * Compresses many small records in one call, each to a zstd frame of its own that any reader of zstd reads (with the
 * dictionary, if there was one), on all threads of the pool that are free.
 *
 * @param records up to 10 million of up to 4 GiB; leave them alone until the promise settles
 * @param options level, checksum, dictionary, abort, progress, lane
 * @returns the frames, in the order of the records; they share memory
 * @throws ClinicoreError (as a rejection) `ERR_UNSUPPORTED` (a dictionary on the JavaScript backend), `ERR_INVALID_ARGUMENT`,
 *   `ERR_LIMIT_EXCEEDED`, `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const frames = await clinicore.export.compressMany(records, { dictionary });
 */
declare function compressMany(records: readonly Uint8Array[], options?: CompressManyOptions): Promise<Buffer[]>;
/**
 * Decompresses many small records, each of zstd frames, in one call.
 *
 * @param records up to 10 million; leave them alone until the promise settles
 * @param options limits, dictionary, abort, progress, lane
 * @returns what they hold, in their order; they share memory
 * @throws ClinicoreError (as a rejection) as {@link decompress}, where `details.index` is the record and `details.offset` is
 *   counted in it; `ERR_INVALID_ARGUMENT` also where a record needs another dictionary
 *
 * @example
 * const records = await clinicore.export.decompressMany(frames, { dictionary });
 */
declare function decompressMany(records: readonly Uint8Array[], options?: DecompressManyOptions): Promise<Buffer[]>;

/** Compression as Transform streams. */

/**
 * A stream that compresses what is written to it, in bounded memory; see {@link compress}.
 *
 * Work is done on the pool, chunk by chunk, and no faster than the output is read. Destroying the stream, or aborting
 * `signal`, stops it. Output comes when there is enough of it: it is complete when the stream has ended.
 *
 * @param options the format, how hard to try, abort, lane
 * @returns a Transform of bytes
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; as the stream's `error` event `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * await pipeline(rows, clinicore.export.compressStream({ format: 'gzip' }), response); // of node:stream/promises
 */
declare function compressStream(options: CompressStreamOptions): Transform;
/**
 * A stream that decompresses what is written to it, in bounded memory; see {@link decompress}.
 *
 * Work is done on the pool, and no faster than the output is read: data that expand a thousandfold wait in their compressed
 * form. Destroying the stream, or aborting `signal`, stops it. What came out before an error was in the data, but of a
 * frame that fails there the checksum was not seen yet: use it when the stream has ended.
 *
 * @param options the format, limits, abort, lane
 * @returns a Transform of bytes
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; the others of {@link decompress} as the stream's `error` event
 *
 * @example
 * await pipeline(request, clinicore.export.decompressStream({ maxBytes: 5e9 }), createWriteStream(path));
 */
declare function decompressStream(options?: DecompressStreamOptions): Transform;

/**
 * Reads CSV (RFC 4180 and its dialects): from memory, a path or a stream; as one table, or in bounded memory as tables
 * one after the other, which every writer of this package takes.
 *
 * Encoding, delimiter, quote and header are found out of the first rows, unless options say them. A quote is one only
 * where a cell begins; elsewhere it is text. Rows end with `\n`, `\r\n` or `\r`. Empty lines are no rows, but where rows
 * have a single cell. Columns whose name is empty are called `column3`, a second one of the same name `name_2`.
 *
 * Types are given only where every cell is of them beyond doubt, as {@link tableFrom} does it: `00123` is a record number
 * and stays text. `toTable()` looks at all cells. When tables come one after the other, the first 4 MiB decide, and a later
 * cell of another type is a bad cell: give a `schema` where that matters.
 *
 * @param source bytes, the path or `file:` URL of a file, or a stream of bytes
 * @param options dialect, types, what becomes of bad rows and cells, limits, abort, progress
 * @returns what reads it: an asynchronous iterable of tables, with `toTable()`, `schema()` and `report()`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; when it is read (as a rejection) `ERR_MALFORMED_INPUT` (a bad row or
 *   cell: `details` has `line` from 1, `row` and `column` from 0, and `offset` in bytes of where the row begins, and no
 *   message what stands there; a column of the schema that the file does not have), `ERR_LIMIT_EXCEEDED`, `ERR_IO`,
 *   `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const reader = clinicore.export.readCsv('prices.csv', { decimalComma: true, onBadRow: 'skip' });
 * const table = await reader.toTable();
 * const { delimiter, encoding, rejects } = reader.report();
 *
 * @example
 * // Any size, in constant memory:
 * for await (const table of clinicore.export.readCsv(request, { schema })) await insert(table);
 */
declare function readCsv(source: BytesInput, options?: ReadCsvOptions): CsvReader$1;

/** Options of {@link csv}. */
interface CsvOptions {
    /**
     * As Excel opens it with a double click: a byte order mark, and `;` between cells where decimals have a comma, as in its
     * languages. Other options go before it. Default false.
     */
    excel?: boolean | undefined;
    /** What stands between cells: one character of ASCII. Default `,`. */
    delimiter?: string | undefined;
    /**
     * Which cells are in double quotes: those that would be read as something else (`'needed'`), all texts, too
     * (`'texts'`), or all that have a value (`'all'`). Default `'needed'`.
     */
    quotes?: 'needed' | 'texts' | 'all' | undefined;
    /** What ends a row. Default `'\r\n'`, as RFC 4180 has it. */
    lineEnd?: '\r\n' | '\n' | undefined;
    /** Whether the first row has the columns' names. Default true. */
    header?: boolean | undefined;
    /**
     * Put an apostrophe before texts, and names of columns, that begin like a formula (with `=`, `+`, `-`, `@`, a full-width
     * form of these, a tab, a line break or NUL), so that a spreadsheet shows them instead of running them; and within texts
     * before such a sign that comes right after `,`, `;`, `|`, a tab or a line break, because a spreadsheet may split the
     * file at another character than its delimiter (OWASP, CSV Injection). Numbers, days and moments are never changed.
     * Default true. For other readers than spreadsheets, which see the apostrophes, turn it off.
     */
    escapeFormulas?: boolean | undefined;
    /** What stands where there is no value: up to 100 characters. A text that says just this is quoted. Default `''`. */
    nullText?: string | undefined;
    /** Whether decimals have a comma. Default false. */
    decimalComma?: boolean | undefined;
    /** Of `windows-1252`, characters that it does not have are refused at their row. Default `'utf-8'`. */
    encoding?: 'utf-8' | 'utf-16le' | 'windows-1252' | undefined;
    /** Whether the file begins with a byte order mark. Default: with `utf-16le`, and with `excel`; never with `windows-1252`. */
    bom?: boolean | undefined;
}

/**
 * Writes CSV as RFC 4180 has it, made in parts on the pool: a file of any length is written in constant memory. Texts that
 * a spreadsheet would take for formulas are escaped unless `escapeFormulas` is false.
 *
 * Numbers are written with the fewest digits that give them back, decimals with all of theirs, days as `2026-01-31`,
 * moments as `2026-01-31T12:30:00Z` (with decimals where they have some), booleans as `true` and `false`. Where a row has
 * no value, nothing stands; an empty text is `""`. {@link readCsv} gives the same table back, with `escapeFormulas` off and
 * the schema given.
 *
 * Progress counts rows.
 *
 * @param source a table, or tables of the same columns one after the other
 * @param options dialect, escaping, encoding
 * @returns what gives the file as bytes, at a path or as a stream. It fails with `ERR_INVALID_ARGUMENT` for NaN and
 *   infinities and for what the encoding does not have (`details` has `row` and `column`), `ERR_IO`, `ERR_ABORTED`,
 *   `ERR_BUSY`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 *
 * @example
 * await clinicore.export.csv(table, { excel: true }).toFile('/reports/ledger.csv');
 *
 * @example
 * // From a cursor to a response, in constant memory:
 * const tables = clinicore.export.tablesFrom(cursor, { schema });
 * await pipeline(clinicore.export.csv(tables).toStream(), response); // of node:stream/promises
 */
declare function csv(source: TableSource, options?: CsvOptions): Output$1;

/** That the rows of a file are sorted by a column. */
interface ParquetSortedBy {
    /** The column's name. */
    column: string;
    /** From the greatest down. Default false. */
    descending?: boolean | undefined;
    /** Where rows without a value are. Default `'last'`. */
    nulls?: 'first' | 'last' | undefined;
}
/** Options of {@link parquet}. */
interface ParquetOptions {
    /** How pages are compressed. Default `'zstd'`. */
    compression?: 'zstd' | 'snappy' | 'lz4' | 'none' | undefined;
    /** zstd's level, 1 to 22. Default 1, which is as fast as the others. */
    level?: number | undefined;
    /** Rows of a row group at most, 1 to 10,000,000. A group also ends when it has about 64 MB. Default 131,072. */
    rowGroupRows?: number | undefined;
    /** Whether columns of few different values are written as a dictionary of these. Default true. */
    dictionary?: boolean | undefined;
    /** Columns whose row groups get a Bloom filter: readers look up single values in it. Native backend only. Default none. */
    bloomFilters?: readonly string[] | undefined;
    /** What the rows are sorted by, the first of several first. It is told to readers, not checked. Default: not said. */
    sortedBy?: readonly ParquetSortedBy[] | undefined;
    /** Pairs of texts that the file says of itself. Default none. */
    metadata?: Readonly<Record<string, string>> | undefined;
}
/**
 * Writes an Apache Parquet file: columns compressed by themselves, in row groups, with the statistics and page indexes by which
 * readers pass over what they do not need. DuckDB, pandas, polars, Spark and every other tool of data analysis read it.
 *
 * The file is made row group by row group, in memory that does not grow with it; the columns of a group on all threads of the
 * pool that are free. The same tables give the same bytes, on the same backend. Timestamps are written in microseconds and UTC,
 * decimals as integers with a scale, categories as texts that Arrow's readers make categories again. Default lane: `bulk`.
 * Progress counts rows.
 *
 * @param source a table, or tables of one schema one after the other, such as a reader's
 * @param options compression, row groups, dictionaries, what the file says of itself
 * @returns the file, made when it is asked for
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; when bytes are asked for, also as a rejection (a source that can be read only
 *   once was read, tables of different schemas, a column of the options that is not there), `ERR_IO` (the source failed),
 *   `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * await clinicore.export.parquet(table).toFile('/warehouse/visits.parquet');
 * const invoices = clinicore.export.tablesFrom(db.cursor('select * from invoices'), { schema });
 * await clinicore.export.parquet(invoices, { level: 3, sortedBy: [{ column: 'date' }] }).toFile('/warehouse/invoices.parquet');
 */
declare function parquet(source: TableSource, options?: ParquetOptions): Output$1;

/** Options of {@link csvToParquet}. Default lane: `bulk`. Progress counts bytes of the CSV file. */
interface CsvToParquetOptions extends TaskOptions {
    /** How the CSV is read. Where types matter, give a `schema`: without one the first 4 MiB decide. */
    csv?: Omit<ReadCsvOptions, keyof TaskOptions> | undefined;
    /** How the Parquet is written. */
    parquet?: ParquetOptions | undefined;
}
/**
 * Turns a CSV file into a Parquet file, of any size in bounded memory: what `parquet(readCsv(source)).toFile(path)` does. The
 * Parquet file is there when all of it is, or not at all.
 *
 * @param source bytes, the path or `file:` URL of a file, or a stream of bytes
 * @param path where the Parquet file is to be
 * @param options how to read and write, abort, progress, lane
 * @returns what was found in the CSV: its dialect, columns, and the rows that were left out
 * @throws ClinicoreError (as a rejection) what {@link readCsv} and {@link parquet} say; `ERR_IO` where the path cannot be
 *   written
 *
 * @example
 * const { rows, rejects } = await clinicore.export.csvToParquet('/in/claims.csv', '/warehouse/claims.parquet', {
 *   csv: { schema, onBadRow: 'skip' },
 *   parquet: { level: 3 },
 * });
 */
declare function csvToParquet(source: BytesInput, path: string | URL, options?: CsvToParquetOptions): Promise<CsvReport>;

/** What a plain array of each type's values may hold, besides `null` and `undefined`: see {@link tableFrom}. */
interface ColumnItems {
    /** A finite number, or its digits. */
    float64: number | bigint | string;
    /** An integer of 32 bits, or its digits. */
    int32: number | bigint | string;
    /** An integer of 64 bits, or its digits. */
    int64: bigint | number | string;
    /** `true` or `false`, or as a text. */
    boolean: boolean | string;
    /** Any text. */
    string: string;
    /** A day: `'2026-01-31'`, or a Date at midnight UTC. */
    date: string | Date;
    /** A moment: a Date, ISO 8601, or microseconds since 1970. */
    timestamp: Date | string | bigint;
    /** A number of at most `scale` decimals, exact as a text. */
    decimal: string | number | bigint;
    /** A text that stands in many rows. */
    category: string;
}
/**
 * A column of type `T` for {@link tableOf}.
 *
 * @typeParam T what its values are
 */
interface ColumnInputOf<T extends ColumnType> {
    /** Different from the other columns' names. */
    readonly name: string;
    /** What its values are. */
    readonly type: T;
    /** Decimals of a `decimal`, 0 to 18; needed there, and nowhere else. */
    readonly scale?: number | undefined;
    /**
     * An array of values, which are read as {@link tableFrom} reads them with a schema; or the very array that the column
     * is to lie in, which is not copied: see {@link ColumnBuffers}. Of a `decimal`, its integers are in units of
     * `10^-scale`.
     */
    readonly values: readonly (ColumnItems[T] | null | undefined)[] | ColumnBuffers[T];
    /** With a typed array: which rows have a value, a bit for each, the lowest bit of the first byte first. Default: all. */
    readonly validity?: Uint8Array | undefined;
    /** With the bytes of a `string` column: where each text begins, and where the last ends; one more than rows. */
    readonly offsets?: Int32Array | undefined;
    /** With the codes of a `category` column: the texts. */
    readonly dictionary?: readonly string[] | undefined;
    /** With a typed array: how many rows, of an array that is longer. Default: all of it; needed for the bits of a `boolean`. */
    readonly length?: number | undefined;
}
/** A column for {@link tableOf}: its `type` says what its `values` are. */
type ColumnInput = {
    [T in ColumnType]: ColumnInputOf<T>;
}[ColumnType];
/** Options of {@link tableOf}. Progress counts columns. */
interface TableOfOptions extends Pick<TaskOptions, 'signal' | 'onProgress'> {
}
/**
 * Makes a table of columns. Typed arrays are checked, and taken as they are: they are the table's memory from then on, so
 * leave them alone for as long as the table is in use. Plain arrays are read in steps that hold the event loop for about
 * 2 ms: leave them alone until the promise settles.
 *
 * @param columns 0 to 100,000 columns of equal length
 * @param options abort, progress
 * @returns the table
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a value that its column cannot hold: `details` has `row`
 *   and `column`; columns of different lengths or the same name; arrays of another kind than the type's, offsets that
 *   descend, text that is not UTF-8), `ERR_LIMIT_EXCEEDED`, `ERR_ABORTED`
 *
 * @example
 * const table = await clinicore.export.tableOf([
 *   { name: 'article', type: 'string', values: ['00123', '00124', null] },
 *   { name: 'price', type: 'decimal', scale: 2, values: BigInt64Array.of(1290n, 24900n, 0n), validity: Uint8Array.of(0b011) },
 * ]);
 * table.column('price').get(0); // '12.90'
 */
declare function tableOf(columns: readonly ColumnInput[], options?: TableOfOptions): Promise<Table$2>;

/** Conditions that rows must hold. */

/** A value as a column of its type takes it: see {@link tableFrom}. */
type ConditionValue = ColumnItems[keyof ColumnItems];
/**
 * A condition on a column. Values are compared as what the column holds: numbers, days and moments by size, texts by the
 * order of their characters' code points. A row without a value holds none of them but `'is null'`.
 */
type ParquetCondition = {
    /** The column's name. */
    column: string;
    /** How its value is to compare with `value`. */
    op: '=' | '!=' | '<' | '<=' | '>' | '>=';
    /** What it is compared with. */
    value: ConditionValue;
} | {
    /** The column's name. */
    column: string;
    /** Its value is to be one of `value`. */
    op: 'in';
    /** The values it may have, at most 10,000. */
    value: readonly ConditionValue[];
} | {
    /** The column's name. */
    column: string;
    /** It is to have no value, or one. */
    op: 'is null' | 'is not null';
};

/** Options of {@link readParquet}. Progress counts rows. Default lane: `interactive`. */
interface ReadParquetOptions extends TaskOptions {
    /** Only these columns, in this order. Default: all. */
    columns?: readonly string[] | undefined;
    /**
     * Conditions, all of which a row must hold; their columns need not be among `columns`. Row groups and pages whose statistics
     * say that they hold no such row are not read. Default: none.
     */
    where?: readonly ParquetCondition[] | undefined;
    /** Rows that are passed over at first, of those that hold the conditions. Default 0. */
    offset?: number | undefined;
    /** Rows that are read at most. Default: all. */
    limit?: number | undefined;
    /** Rows beyond which reading fails. Default: 100,000,000 in one table, no limit from table to table. */
    maxRows?: number | undefined;
    /** Bytes of a stream, which is kept in memory: a Parquet file is read from its end. Default 1 GiB. */
    maxFileBytes?: number | undefined;
}
/** What a Parquet file is. */
interface ParquetMetadata {
    /** Rows of the file. */
    readonly rows: number;
    /** Rows of each row group. */
    readonly rowGroups: readonly number[];
    /** The columns: their types in a table, or what their type is called that a table does not have. */
    readonly columns: readonly ParquetMetadataColumn[];
    /** What wrote it, if it says. */
    readonly createdBy: string | undefined;
    /** What else it says of itself. */
    readonly metadata: Readonly<Record<string, string>>;
}
/** A column of a {@link ParquetMetadata}: `field` if a table has its type, else `foreign`. */
interface ParquetMetadataColumn {
    /** The column's name in the file. */
    readonly name: string;
    /** As what a table has it; `undefined` for what a table cannot hold, such as lists. */
    readonly field: Field | undefined;
    /** Such as `'binary'` or `'list'`: leave the column out of `columns`. */
    readonly foreign: string | undefined;
}
/** A {@link TableReader} of a Parquet file. */
interface ParquetReader extends TableReader {
    /**
     * What the file is, from its footer.
     *
     * @throws ClinicoreError (as a rejection) as reading does
     */
    metadata(): Promise<ParquetMetadata>;
}
/**
 * Reads a Parquet file, of this package's or of any other tool: in tables of about 4 MB, one after the other as they are asked
 * for. Columns, rows by their place and rows by what they hold are picked without reading the rest: a page of a thousand rows
 * out of millions takes milliseconds. A path is read by positioned reads.
 *
 * | Parquet | in the table |
 * |---|---|
 * | FLOAT, DOUBLE, FLOAT16 | `float64` |
 * | INT(8), INT(16), UINT(8), UINT(16), INT32 | `int32` |
 * | UINT(32), INT64; UINT(64) if no value has more than 63 bits | `int64` |
 * | BOOLEAN | `boolean` |
 * | STRING, JSON; a column of nulls only | `string` |
 * | STRING that its writer held as a dictionary (pandas' and polars' categories) | `category` |
 * | DATE | `date` |
 * | TIMESTAMP of any unit, INT96 | `timestamp`; one without a time zone is read as UTC |
 * | DECIMAL of at most 18 digits | `decimal` |
 *
 * Other columns, and values that would lose something (a timestamp of odd nanoseconds, years beyond 9999), are refused with
 * `ERR_UNSUPPORTED`.
 *
 * @param source bytes, a path or `file:` URL, or a stream
 * @param options columns, conditions, rows, limits, abort, progress, lane
 * @returns a reader, which reads when it is asked to
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; when it reads, as a rejection, also `ERR_MALFORMED_INPUT`, `ERR_UNSUPPORTED`
 *   (`details` has the `column` of the file, and the `row` where it is known), `ERR_LIMIT_EXCEEDED`, `ERR_IO`, `ERR_ABORTED`,
 *   `ERR_BUSY`
 *
 * @example
 * const page = await clinicore.export.readParquet('/warehouse/visits.parquet', { offset: 7_000_000, limit: 1000 }).toTable();
 * const open = clinicore.export.readParquet('/warehouse/invoices.parquet', {
 *   columns: ['number', 'total'],
 *   where: [{ column: 'paid', op: '=', value: false }, { column: 'date', op: '>=', value: '2026-01-01' }],
 * });
 * for await (const table of open) console.log(table.length);
 */
declare function readParquet(source: BytesInput, options?: ReadParquetOptions): ParquetReader;

/** The files that a report's tables can be written as. */
type ReportFormat = 'xlsx' | 'csv' | 'parquet' | 'pdf';
/** A table of a report. */
interface ReportTable$1 {
    /**
     * What it is called in all files: its tab, its heading, and its CSV and Parquet files. 1 to 31 characters that tabs and file
     * names can have, different from the other tables' names whatever the case.
     */
    name: string;
    /** Its rows: a table, or tables one after the other. At least one column. */
    table: TableSource;
    /** Excel number formats such as `#,##0.00`, by the names of columns. Default: the types' own. */
    formats?: Readonly<Record<string, string>> | undefined;
}
/** What {@link exportReport} writes. */
interface ReportContent {
    /** 1 to 100 tables. */
    tables: readonly ReportTable$1[];
    /** The files: each at most once. Default: all four. */
    formats?: readonly ReportFormat[] | undefined;
    /** What it is about: one line of at most 200 characters. */
    title: string;
    /** Who made it: one line of at most 120 characters. Default: none. */
    author?: string | undefined;
    /** When it was made, from 1980 to 2107. Default: none, so that the same tables give the same bytes. */
    created?: Date | undefined;
}
/** Options of {@link exportReport}. */
interface ReportOptions$1 {
    /** What holds the files. Default: `'zip'`. */
    archive?: 'zip' | 'tar.gz' | 'tar.zst' | undefined;
    /** Encrypts what is in a zip: see {@link zip}. */
    password?: string | undefined;
    /**
     * Rows beyond the 1,048,575 that fit a sheet of the workbook: `'error'` refuses them with `ERR_LIMIT_EXCEEDED`, `'sheet'` goes
     * on in sheets named `Name (2)`, `Name (3)` and so on. Default `'error'`.
     */
    overflow?: 'error' | 'sheet' | undefined;
    /** The PDF's language, a BCP 47 tag, which says how its numbers and dates are printed. Default: `'en'`. */
    language?: string | undefined;
    /** Rows of all tables that the PDF may have, 0 to 1,000,000. Default: 20,000, which are some 700 pages. */
    maxPdfRows?: number | undefined;
}

/**
 * Writes tables as an Excel workbook, CSV, Parquet and PDF, all into one archive, with a manifest of what is in it.
 *
 * The archive has `report.xlsx` with a sheet for each table, `report.pdf` with all of them, `<name>.csv` and `<name>.parquet`
 * for each, `manifest.json` (title, tables with their rows and columns, files with their bytes and SHA-256), and `SHA256SUMS`,
 * which `sha256sum --check` reads. The same content gives the same bytes, on the same backend and version, without a password.
 *
 * Each source of tables is read once. Tables that are in memory already are written from there. A source of tables of which there
 * is only one format (but a PDF) is written while it is read; otherwise it is read to its end first, and its rows wait
 * in memory, compressed to about a third, or, with a PDF, as tables. Nothing is written to temporary files.
 *
 * Texts that begin like a formula are kept from being one in workbook and CSV, as `xlsx` and `csv` do by default.
 *
 * @param content the tables, what they are called, and which files are wanted
 * @param options the archive, its password, rows that do not fit a sheet, the PDF's language and limit
 * @returns the archive, to be made as bytes, a file or a stream; its lane is `bulk`. Its progress counts rows: once while a
 *   source of tables is read to its end, of a total of `Infinity`, and then once for each format; where rows are written while they
 *   are read, the total is `Infinity` to the end
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` for content of the wrong form; and while the archive is made what `xlsx`, `csv`,
 *   `parquet` and `pdf.render` say, `details` with the table's path in `argument`, the `format`, `row` and `column`: values that a
 *   format cannot hold, `ERR_LIMIT_EXCEEDED` (`maxPdfRows`; rows of a sheet; a file of more than 1 GiB in a tar archive), `ERR_IO` (a source
 *   failed), `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const archive = clinicore.export.exportReport({
 *   title: 'Claims of January 2026',
 *   tables: [{ name: 'Claims', table: claims }, { name: 'Payments', table: payments, formats: { amount: '#,##0.00' } }],
 * });
 * await archive.toFile('/archive/2026-01.zip');
 */
declare function exportReport(content: ReportContent, options?: ReportOptions$1): Output$1;

/** A row as it comes: an object whose properties are cells, or an array of cells. */
type Row$1 = object | readonly unknown[];
/** Rows, one by one or in arrays of many (with `chunked: true`), in memory or from a source such as a cursor or a stream. */
type Rows = Iterable<Row$1> | AsyncIterable<Row$1>;
/** Options of {@link tableFrom}. Progress counts rows; where their number is not known, `total` is as many as there were. */
interface TableFromOptions extends Pick<TaskOptions, 'signal' | 'onProgress'> {
    /**
     * The columns, in order, and their types. Of rows that are objects, other properties are left out. Default: all columns
     * that any row has, in the order in which they appear, with the types that their cells have.
     */
    schema?: readonly Field[] | undefined;
    /**
     * Only these columns, in this order, with the types that their cells have. Of rows that are arrays, the names of their
     * cells, which these need. Not together with `schema`.
     */
    columns?: readonly string[] | undefined;
    /** Whether each item of `rows` is an array of rows. The fastest way from an asynchronous source. Default false. */
    chunked?: boolean | undefined;
    /**
     * What becomes of a cell that its column cannot hold: the call fails at the first one, or the cell has no value and its
     * row is in the report. Default `'error'`.
     */
    onBadCell?: 'error' | 'null' | undefined;
    /**
     * What becomes of a column of which no row has the property (rows that have it without a value have it): the call fails,
     * because its name may be misspelt, or none of its rows has a value. Without any rows, it is nobody's fault. Default
     * `'error'`.
     */
    onMissingColumn?: 'error' | 'null' | undefined;
    /** Rows beyond which the call fails: 0 to 2,147,483,646. Default 100,000,000. */
    maxRows?: number | undefined;
}
/** What {@link tableFrom} gives. */
interface TableFromResult {
    /** The rows, in columns. */
    readonly table: Table$2;
    /** What became of each column, in order. */
    readonly report: readonly ColumnReport[];
}
/**
 * Makes a table of rows: objects, or arrays of cells.
 *
 * `null`, `undefined` and properties or cells that are not there are rows without a value. So is an empty text, but in a
 * column of texts. With a `schema`, each column takes what is of its type without loss, also as a text:
 *
 * | type | takes |
 * |---|---|
 * | `float64` | numbers; texts such as `'1.5'`, `'1e5'` |
 * | `int32`, `int64` | integers as numbers, bigints or texts |
 * | `decimal` | texts such as `'12.30'`; numbers and bigints count as the decimal they print as: 12.3 is 12.30, 0.1 + 0.2 is refused, nothing is rounded |
 * | `boolean` | booleans; `'true'`, `'false'` |
 * | `date` | `'YYYY-MM-DD'`, or a Date at midnight UTC; at another time, which day it is depends on a time zone |
 * | `timestamp` | Dates; texts with a time zone, `'2026-01-31T12:30:00+01:00'`; microseconds since 1970 as bigints. Without a zone a text is refused: in another zone, and twice in the hour that a clock is set back, it is another moment |
 * | `string`, `category` | well-formed strings |
 *
 * Without a schema, a type is given only to a column of which every cell is of it beyond doubt: the narrowest one that
 * holds all of them exactly. Integers of 32 bits are `int32`, other numbers `float64`; bigints, and integers as texts that
 * are longer, `int64`; texts such as `'12.30'` a `decimal` of the longest one's scale; `'2026-01-31'` a `date`; Dates, and
 * texts with date, time and zone, a `timestamp`. All else is text: with leading zeros (`'00123'` is a record number), an
 * exponent (`'1e5'` may be a lot number), a comma, more than 18 digits, and a column of mixed cells, of which numbers and
 * Dates become the text they print as. The report says which rows kept a column from its likely type. All cells are kept
 * until the last has come: with a schema they are not.
 *
 * When the call fails, an iterable is closed as `for … of` closes it: a Node stream is destroyed.
 *
 * The rows are read in steps that hold the event loop for about 2 ms: leave them alone until the promise settles.
 *
 * @param rows an array, an iterable or an asynchronous one, of rows or (with `chunked`) of arrays of rows
 * @param options the schema, what becomes of bad cells, limits, abort, progress
 * @returns the table and a report of its columns
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a cell that its column cannot hold: `details` has `row`
 *   and `column`, from 0, and no message what stands there; a row that is none, or cannot be read; a column that no row has),
 *   `ERR_LIMIT_EXCEEDED`
 *   (more than `maxRows` rows, 100,000 columns or 2 GiB of text in a column), `ERR_IO` (the source of the rows failed:
 *   `cause` is its error), `ERR_ABORTED`
 *
 * @example
 * const { table, report } = await clinicore.export.tableFrom(await db.query('select * from invoices'));
 * for (const { name, likely, type, disagreeing } of report) {
 *   if (likely !== type) console.warn(`${name} is text because of ${disagreeing.count} rows`, disagreeing.rows);
 * }
 * // With a schema, from a cursor:
 * const prices = await clinicore.export.tableFrom(cursor, {
 *   schema: [{ name: 'article', type: 'string' }, { name: 'price', type: 'decimal', scale: 2 }],
 *   onBadCell: 'null',
 * });
 */
declare function tableFrom(rows: Rows | Iterable<readonly Row$1[]> | AsyncIterable<readonly Row$1[]>, options?: TableFromOptions): Promise<TableFromResult>;

/** Options of {@link tablesFrom}. Progress counts rows; as many as there were are the total. */
interface TablesFromOptions extends Pick<TaskOptions, 'signal' | 'onProgress'> {
    /** The columns, in order, and their types. Of rows that are objects, other properties are left out. */
    schema: readonly Field[];
    /** Rows of each table, but for the last: 1 to 10,000,000. Default 10,000. */
    rowsPerTable?: number | undefined;
    /** Whether each item of `rows` is an array of rows. The fastest way from an asynchronous source. Default false. */
    chunked?: boolean | undefined;
    /** What becomes of a cell that its column cannot hold: the tables end with an error, or it has no value. Default `'error'`. */
    onBadCell?: 'error' | 'null' | undefined;
    /**
     * What becomes of a column of which no row has the property (rows that have it without a value have it): the tables end with an error,
     * because its name may be misspelt, or none of its rows has a value. Without any rows, it is nobody's fault. Default
     * `'error'`.
     */
    onMissingColumn?: 'error' | 'null' | undefined;
}
/**
 * Makes tables of rows, one after the other as they are asked for, in constant memory: for a cursor of millions of rows. The
 * rows are read as {@link tableFrom} does with a schema. Without rows there is one empty table.
 *
 * @param rows an array, an iterable or an asynchronous one, of rows or (with `chunked`) of arrays of rows
 * @param options the schema, rows of a table, what becomes of bad cells, abort, progress
 * @returns the tables, a source for every writer of this package
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` for options of the wrong form; as the rejection of a step what
 *   {@link tableFrom} rejects with, rows counted over all tables
 *
 * @example
 * const invoices = clinicore.export.tablesFrom(db.cursor('select * from invoices'), { schema });
 * await clinicore.export.parquet(invoices).toFile('/archive/invoices.parquet');
 */
declare function tablesFrom(rows: Rows | Iterable<readonly Row$1[]> | AsyncIterable<readonly Row$1[]>, options: TablesFromOptions): AsyncIterableIterator<Table$2>;

/** What every column has. */
interface ColumnBase {
    /** The header's text: not empty, different from the sheet's other headers, at most 32,767 characters. */
    header: string;
    /** An Excel number format such as `#,##0.00` or `dd/mm/yyyy`. Default: the type's own. */
    format?: string;
    /**
     * Width in characters, 1 to 255. Default: what fits the header and the type; for text and decimals, what fits the
     * first rows too, up to 60.
     */
    width?: number;
}
/** Text; a cell holds at most 32,767 characters. An empty string is an empty cell. */
interface StringColumn extends ColumnBase {
    /** Which kind of column it is. */
    type: 'string';
    /** A text for each row. */
    values: readonly (string | null | undefined)[];
}
/** Finite numbers. */
interface Float64Column extends ColumnBase {
    /** Which kind of column it is. */
    type: 'float64';
    /** A number for each row. */
    values: readonly (number | null | undefined)[] | Float64Array;
}
/** Integers from -2,147,483,648 to 2,147,483,647. Larger ones: a `decimal` column with `scale: 0`. */
interface Int32Column extends ColumnBase {
    /** Which kind of column it is. */
    type: 'int32';
    /** An integer for each row. */
    values: readonly (number | null | undefined)[] | Int32Array;
}
/** `true` or `false`. */
interface BooleanColumn extends ColumnBase {
    /** Which kind of column it is. */
    type: 'boolean';
    /** `true` or `false` for each row. */
    values: readonly (boolean | null | undefined)[];
}
/**
 * Calendar dates from 1900-01-01 to 9999-12-31: `'YYYY-MM-DD'`, or a Date at midnight UTC. A Date at any other time is
 * refused, because which day it means depends on a time zone. Default format `yyyy-mm-dd`.
 */
interface DateColumn extends ColumnBase {
    /** Which kind of column it is. */
    type: 'date';
    /** A day for each row. */
    values: readonly (string | Date | null | undefined)[];
}
/**
 * Moments from 1900-01-01 to 9999-12-31: Dates, or milliseconds since 1970-01-01T00:00:00Z. Excel knows no time zones:
 * the cell shows UTC. Default format `yyyy-mm-dd hh:mm:ss`.
 */
interface TimestampColumn extends ColumnBase {
    /** Which kind of column it is. */
    type: 'timestamp';
    /** A moment for each row. */
    values: readonly (Date | number | null | undefined)[] | Float64Array;
}
/**
 * Exact decimals, such as money: integers counted in units of `10^-scale`. With `scale: 2`, 1234 is 12.34, and those
 * digits stand in the file. At most 15 digits, because Excel keeps no more and changes the rest to zeros: send longer
 * numbers (identifiers) as text. Default format: all `scale` decimals.
 */
interface DecimalColumn extends ColumnBase {
    /** Which kind of column it is. */
    type: 'decimal';
    /** Decimals, 0 to 15. */
    scale: number;
    /** An integer for each row, in units of `10^-scale`. */
    values: readonly (number | bigint | null | undefined)[] | BigInt64Array | Int32Array;
}
/** A column of a sheet: its `type` says what its `values` are. `null` and `undefined` are empty cells. */
type Column = StringColumn | Float64Column | Int32Column | BooleanColumn | DateColumn | TimestampColumn | DecimalColumn;

/** Cells and ranges as callers name them. */

/** A cell: `'B2'`, or its row and column counted from 0 (`{ row: 1, column: 1 }`). */
type CellAddress = string | {
    /** From 0: row 1 of Excel is 0. */
    row: number;
    /** From 0: column A is 0. */
    column: number;
};
/** Cells: `'B2:D10'`, one cell, or the cells at two opposite corners. */
type CellRange = CellAddress | {
    /** A corner. */
    from: CellAddress;
    /** The corner opposite to it. */
    to: CellAddress;
};
/** Cells, on another sheet where it says so: `'Prices!B2:B20'`, `"'Old prices'!B2:B20"`. */
type SheetRange = CellRange | {
    /** Name of a sheet of the same workbook. */
    sheet: string;
    /** The cells on it. */
    range: CellRange;
};

/** A formula, and what it gives: no one calculates it before the file is opened in a spreadsheet. */
interface FormulaValue {
    /**
     * In Excel's own (English) notation, with or without a leading `=`, at most 8,192 characters. Functions of Excel 2010
     * and later have the prefix `_xlfn.`, as files have it.
     */
    formula: string;
    /**
     * What readers that do not calculate show, and Excel until it recalculates. A text that reads as a number, or `TRUE`
     * or `FALSE`, is kept as what it reads as.
     */
    result: number | string | boolean;
}

/**
 * How numbers are shown: an Excel number format such as `#,##0.00` (as files have it: `.` and `,` are shown as the
 * reader's own separators), or one made for you:
 *
 * - `{ currency: 'EUR', locale: 'de-DE' }`: `1.234,50 €`, the sign where the locale has it; `decimals` as the currency has
 * - `{ date: 'short', locale: 'de-DE' }`: `31.01.2026`; `'long'`: `31. Januar 2026`; with `time: true` hours and minutes too
 * - `{ decimals: 2 }`: `1,234.50`; without `grouping` `1234.50`
 * - `{ percent: 1 }`: `12.5%` of 0.125
 */
type NumberFormat = string | {
    /** ISO 4217 code, such as `'EUR'`. */
    currency: string;
    /** BCP 47 tag, such as `'de-DE'`. */
    locale: string;
    /** 0 to 15. Default: the currency's own. */
    decimals?: number;
    /** How amounts below 0 are shown. Default `'minus'`. */
    negative?: 'minus' | 'red' | 'parentheses';
} | {
    /** In digits, or with the month's name. */
    date: 'short' | 'long';
    /** BCP 47 tag, such as `'de-DE'`. */
    locale: string;
    /** Whether hours and minutes follow. Default false. */
    time?: boolean;
} | {
    /** 0 to 15. */
    decimals: number;
    /** Whether thousands are set apart. Default true. */
    grouping?: boolean;
} | {
    /** Decimals, 0 to 15. */
    percent: number;
};

/** Styles of cells. */

/** A line of a border: `'thin'`, or with a colour (`'#RRGGBB'`, by default black). */
type BorderLine = BorderStyle | {
    /** The kind of line. */
    line: BorderStyle;
    /** `'#RRGGBB'`. Default: black. */
    color?: string;
};
/** How cells look. What is left out is as it was: a cell's style stands over its range's, and that over its column's. */
interface Style {
    /** In bold letters. */
    bold?: boolean;
    /** In slanted letters. */
    italic?: boolean;
    /** With a line through the text. */
    strikethrough?: boolean;
    /** One line, or two. */
    underline?: boolean | 'double';
    /** Small, above or below the line. */
    script?: 'superscript' | 'subscript';
    /** A font's name, which the reader's machine must have. Default: the theme's, Calibri. */
    font?: string;
    /** In points, 1 to 409. Default: the theme's, 11. */
    size?: number;
    /** Of the text: `'#RRGGBB'`. */
    color?: string;
    /** Of the cell: `'#RRGGBB'`. */
    fill?: string;
    /** On all four sides, or on those that are named. */
    border?: BorderLine | {
        /** Above the cell. */
        top?: BorderLine;
        /** On its right. */
        right?: BorderLine;
        /** Below it. */
        bottom?: BorderLine;
        /** On its left. */
        left?: BorderLine;
    };
    /** Default `'general'`: texts on the left, numbers on the right. */
    align?: RichStyleMessage['align'];
    /** Default `'bottom'`. */
    verticalAlign?: RichStyleMessage['verticalAlign'];
    /** Break long texts into lines. */
    wrap?: boolean;
    /** Make texts smaller until they fit. */
    shrink?: boolean;
    /** From the side the text stands on, in steps of about three spaces, 0 to 15. */
    indent?: number;
    /** Degrees, counterclockwise, -90 to 90. */
    rotation?: number;
    /** How numbers and dates are shown. Default: the column's, or Excel's General. */
    numberFormat?: NumberFormat;
    /** Whether the cell can be changed on a protected sheet. Default: it cannot. */
    locked?: boolean;
    /** Whether the cell's formula is hidden on a protected sheet. */
    hideFormula?: boolean;
}
/** A style, the name of one of the workbook's `styles`, or several, the later over the earlier. */
type StyleReference = Style | string | readonly (Style | string)[];

/**
 * What stands in a cell. A Date is a moment, shown in UTC; a day of the calendar is `{ date: '2026-01-31' }`. A text is
 * never a formula, whatever it begins with: formulas are {@link FormulaValue}s.
 */
type CellContent = string | number | boolean | Date | {
    /** `YYYY-MM-DD`, from 1900 to 9999. */
    date: string;
} | FormulaValue | null;
/** Where a text leads: an address of the web or of mail, or cells of the workbook; `tip` is shown beside the pointer. */
type CellLink = string | {
    /** An `https:`, `http:` or `mailto:` address of at most 2,079 characters. */
    url: string;
    /** At most 255 characters. Default: none. */
    tip?: string;
} | {
    /** The cells it leads to. */
    to: SheetRange;
    /** At most 255 characters. Default: none. */
    tip?: string;
};
/** A comment on a cell. */
type CellNote = string | {
    /** At most 32,700 characters. */
    text: string;
    /** At most 52 characters. Default: none. */
    author?: string;
    /** In pixels. Default 128 × 74. */
    width?: number;
    /** In pixels, as `width`. */
    height?: number;
    /** Show it always, not only under the pointer. Default false. */
    visible?: boolean;
};
/** One cell of a sheet; it stands over what the sheet's columns or table have there. */
interface CellInput {
    /** Which cell. */
    at: CellAddress;
    /** What it holds. Left out, it is what the columns or the table have there, or, with a link, the link's address. */
    value?: CellContent;
    /** How it looks, over the styles of its column and ranges. */
    style?: StyleReference;
    /** Where it leads; its value must be a text. Without a style it is blue and underlined. */
    link?: CellLink;
    /** A comment on it. */
    note?: CellNote;
}

/** Pictures on a sheet. */

/** Where a picture or a chart stands. */
interface Placed {
    /** The cell under its top left corner; it moves with that cell. */
    at: CellAddress;
    /** Pixels (of 1/96 inch) to the right of the cell's left edge and below its top. Default 0. */
    x?: number;
    /** Pixels below the cell's top edge, as `x`. */
    y?: number;
    /** What it shows, for those who cannot see it, at most 2,000 characters. Default: none. */
    alt?: string;
}
/** A picture. */
interface SheetImage extends Placed {
    /** A PNG or JPEG file's bytes, at most 20 MB. The same bytes are kept once. */
    data: Uint8Array;
    /** In pixels. Default: the picture's own; where one of the two is given, the other follows from it. */
    width?: number;
    /** In pixels, as `width`. */
    height?: number;
}

/** Charts on a sheet. */

/** A series of a chart: one row or column of cells. */
interface ChartSeries {
    /** Its name in the legend, or the cell that has it: `{ cell: 'B4' }`. Default: none. */
    name?: string | {
        /** The cell with the name. */
        cell: SheetRange;
    };
    /** Its numbers. */
    values: SheetRange;
    /** What stands under them; of a scatter chart, the numbers along the x axis. Default: 1, 2, 3, … */
    categories?: SheetRange;
    /** `'#RRGGBB'`. Default: the theme's next; of a pie, one for each slice. */
    color?: string;
    /** A dot at each value, of lines and scatters. Default: of scatters. */
    markers?: boolean;
    /** A line between the values, of scatters. Default false. */
    line?: boolean;
    /** Draw the line as a curve. Default false. */
    smooth?: boolean;
    /** Write each value beside it; of a pie, its share. Default false. */
    labels?: boolean;
}
/** An axis of a chart; what is left out follows from the data. */
interface ChartAxis {
    /** Beside the axis. Default: none. */
    title?: string;
    /** Where the axis begins. */
    min?: number;
    /** Where it ends. */
    max?: number;
    /** How its numbers are shown. Default: as the cells. */
    numberFormat?: NumberFormat;
    /** Lines across the chart. Default: of the y axis. */
    gridlines?: boolean;
}
/** A chart. It shows what the cells hold, also when they change. */
interface SheetChart extends Placed {
    /** `bar` lies, `column` stands. */
    type: ChartMessage['type'];
    /** 1 to 255 series. */
    series: readonly ChartSeries[];
    /** In pixels, 50 to 10,000. Default 480 × 288. */
    width?: number;
    /** In pixels, as `width`. */
    height?: number;
    /** Above the chart. Default: none. */
    title?: string;
    /** Values of one category one after the other, or as shares of a whole; not of pies and scatters. Default: neither. */
    stacked?: boolean | 'percent';
    /** Default `'right'`, with one series that is no pie `'none'`. */
    legend?: ChartMessage['legend'];
    /** Of a `bar` chart, the upright one. */
    xAxis?: ChartAxis;
    /** Of a `bar` chart, the lying one. */
    yAxis?: ChartAxis;
}

/** A number, a text, a moment, a day, or what a formula gives. */
type Operand = number | string | Date | {
    /** A day: `'2026-01-31'`. */
    date: string;
} | {
    /** Whose result it is compared with. */
    formula: string;
};

/** Conditional formats: how cells look depending on what they hold. */

/** An end of a colour scale or data bar. */
type ScalePoint = 'lowest' | 'highest' | {
    /** At this value. */
    number: number;
} | {
    /** At so much of the way from the lowest to the highest value, 0 to 100. */
    percent: number;
} | {
    /** At the value that so many percent of the others do not exceed, 0 to 100. */
    percentile: number;
};
/** A conditional format, on `range`. Where several apply, the first one's style wins. */
type ConditionalFormat = {
    /** The cells it is for. */
    range: CellRange;
    /** Look at no later one where this applies. Default false. */
    stop?: boolean;
} & ({
    /** Compares the cell's value: `value`, and `to` for `between` and `notBetween`. */
    type: 'cell';
    /** How the cell's value is to compare with `value`. */
    operator: Operator;
    /** What the cell's value is compared with. */
    value: Operand;
    /** The upper bound of `between` and `notBetween`. */
    to?: Operand;
    /** How the cell looks where it applies. */
    style: StyleReference;
} | {
    /** Applies where the formula is true; its addresses are as seen from the range's first cell. */
    type: 'formula';
    /** In the words of Excel's English edition, with or without `=`. */
    formula: string;
    /** How the cell looks where it applies. */
    style: StyleReference;
} | {
    /** Compares the cell's text, in capitals or not. */
    type: 'text';
    /** Where `text` must stand in the cell's, or that it must not. */
    operator: 'contains' | 'notContains' | 'beginsWith' | 'endsWith';
    /** What is looked for. */
    text: string;
    /** How the cell looks where it applies. */
    style: StyleReference;
} | {
    /** The `rank` (1 to 1,000) largest or smallest, or so many percent (1 to 100). */
    type: 'top' | 'bottom';
    /** How many. */
    rank: number;
    /** Whether `rank` is a share of the range. Default false. */
    percent?: boolean;
    /** How the cell looks where it applies. */
    style: StyleReference;
} | {
    /** Compares the cell with all others of the range, or asks whether it is empty. */
    type: 'aboveAverage' | 'belowAverage' | 'duplicate' | 'unique' | 'blank' | 'notBlank';
    /** How the cell looks where it applies. */
    style: StyleReference;
} | {
    /** From one colour to the next: two or three. Points by default: lowest, 50th percentile, highest. */
    type: 'colorScale';
    /** Two or three times `'#RRGGBB'`. */
    colors: readonly string[];
    /** Where each colour is reached: as many as `colors`. */
    points?: readonly ScalePoint[];
} | {
    /** A bar in each cell. Default: from the lowest to the highest value. */
    type: 'dataBar';
    /** Of the bar: `'#RRGGBB'`. */
    color?: string;
    /** Where the bar has no length. */
    min?: ScalePoint;
    /** Where it fills the cell. */
    max?: ScalePoint;
    /** Hide the values. Default false. */
    barOnly?: boolean;
} | {
    /** An icon before each value, by thirds, fourths or fifths. */
    type: 'iconSet';
    /** Which icons, their number first. */
    icons: IconSet;
    /** The icon of the highest values for the lowest. Default false. */
    reverse?: boolean;
    /** Hide the values. Default false. */
    iconsOnly?: boolean;
});

/** Columns and rows: how wide and high they are, what is hidden, what belongs together. */

/** What columns and rows have in common. */
interface LayoutBase {
    /** Whether they are not shown. Default false. */
    hidden?: boolean;
    /** Rows or columns of one level above their neighbours' fold away together: 1 to 7. Default 0. */
    level?: number;
    /** Whether their group is folded away, so that they are not shown; needs a `level`. Default false. */
    collapsed?: boolean;
}
/** Some columns of a sheet. */
interface ColumnLayout extends LayoutBase {
    /** Which: `'B'`, `'B:D'`, or an index from 0. */
    columns: string | number;
    /** In characters, 0 to 255. Default: what fits the data, or 8.43. */
    width?: number;
    /** Of all their cells, also empty ones, under all other styles. */
    style?: StyleReference;
}
/** Some rows of a sheet. */
interface RowLayout extends LayoutBase {
    /** Which: `'3'`, `'3:5'` as Excel counts them, or an index from 0. */
    rows: string | number;
    /** In points, 0 to 409. Default: what fits the text. */
    height?: number;
}

/** How a sheet is printed. */

/**
 * A line in the top or bottom margin: its left, middle and right part. In them `{page}`, `{pages}`, `{date}`, `{time}`,
 * `{file}` and `{sheet}` stand for what they say. At most 255 characters in all.
 */
type MarginLine = string | {
    /** At the left margin. Default: nothing. */
    left?: string;
    /** In the middle. Default: nothing. */
    center?: string;
    /** At the right margin. Default: nothing. */
    right?: string;
};
/** How a sheet is printed. */
interface PrintOptions {
    /** Default: the printer's own. */
    paper?: 'A3' | 'A4' | 'A5' | 'B4' | 'B5' | 'letter' | 'legal' | 'tabloid' | 'executive';
    /** Default `'portrait'`. */
    orientation?: 'portrait' | 'landscape';
    /** In millimetres, 0 to 500. Default: 17.8 left and right, 19.1 top and bottom, 7.6 header and footer. */
    marginsMm?: {
        /** From the paper's left edge to the cells. */
        left?: number;
        /** From the cells to the paper's right edge. */
        right?: number;
        /** From the paper's upper edge to the cells. */
        top?: number;
        /** From the cells to the paper's lower edge. */
        bottom?: number;
        /** From the paper's upper edge to the header. */
        header?: number;
        /** From the footer to the paper's lower edge. */
        footer?: number;
    };
    /** Rows at the top of every page: `'1:4'`. */
    repeatRows?: string | number;
    /** Columns on the left of every page: `'A:B'`. */
    repeatColumns?: string | number;
    /** Default: all that is used. */
    area?: CellRange;
    /** Make it so small that it fits so many pages across and down; left out is as many as needed. Not beside `scale`. */
    fit?: {
        /** Pages across, 1 to 1,000. */
        width?: number;
        /** Pages down, 1 to 1,000. */
        height?: number;
    };
    /** In percent, 10 to 400. Default 100. */
    scale?: number;
    /** A text stands in the middle. */
    header?: MarginLine;
    /** As `header`. */
    footer?: MarginLine;
    /** Between the left and right margins. Default false. */
    centerHorizontally?: boolean;
    /** Between the top and bottom margins. Default false. */
    centerVertically?: boolean;
    /** Print the lines between cells. Default false. */
    gridlines?: boolean;
    /** Print the rows' numbers and the columns' letters. Default false. */
    headings?: boolean;
}

/** What can be changed on a protected sheet. */

/**
 * Guards against slips, not against people: anyone can take a sheet's protection off, with or without a password. What
 * must not be read belongs into a file with a password.
 */
interface SheetProtection {
    /** Asked before Excel takes the protection off: 1 to 15 characters of ASCII. Default: none. */
    password?: string;
    /** What is allowed all the same. Default `selectLockedCells` and `selectUnlockedCells`. */
    allow?: readonly ProtectedAction[];
}

/** Excel's tables: ranges with a name, a style, filters and totals. */

/** What a table's last row says of a column: a function of the rows that are shown, a text, or a formula. */
type TableTotal = TotalFunction | {
    /** A text, such as `'Total'`. */
    label: string;
} | FormulaValue;
/** A range that Excel treats as a table. */
interface ExcelTable {
    /** By which formulas name it: letters, digits, dots and `_`, unlike a cell and unlike all other names of the workbook. */
    name: string;
    /**
     * Its header and its rows, at least one, without totals. The header's cells must be different texts. Default: the
     * sheet's columns or table.
     */
    range?: CellRange;
    /** By the columns' names: what the row below the last one says. Default: there is no such row. */
    totals?: Readonly<Record<string, TableTotal>>;
    /** `TableStyleLight1` to `21`, `Medium1` to `28`, `Dark1` to `11`; `null` for none. Default `TableStyleMedium2`. */
    style?: string | null;
    /** Put a filter button on each header. Default true. */
    filter?: boolean;
    /** Every other row in another colour. Default true. */
    bandedRows?: boolean;
    /** Every other column in another colour. Default false. */
    bandedColumns?: boolean;
    /** The first, or last, column in bold. Default false. */
    firstColumn?: boolean;
    /** The last column in bold. Default false. */
    lastColumn?: boolean;
}

/** Data validation: what may be typed into cells. */

/** What may be typed into the cells of `range`. */
type DataValidation = {
    /** The cells it is for. */
    range: CellRange;
    /** Whether the cell may be left empty. Default true. */
    allowBlank?: boolean;
    /** Shown when a cell is chosen: a title of at most 32 characters, a message of at most 255. */
    prompt?: {
        /** At most 32 characters. Default: none. */
        title?: string;
        /** At most 255 characters. */
        message: string;
    };
    /** Shown for what is not allowed. `stop` (the default) refuses it, `warning` asks, `information` tells. */
    error?: {
        /** At most 32 characters. Default: Excel's own. */
        title?: string;
        /** At most 255 characters. Default: Excel's own. */
        message?: string;
        /** What becomes of what was entered. Default `'stop'`. */
        style?: 'stop' | 'warning' | 'information';
    };
} & ({
    /** One of a list: its texts (255 characters in all, commas included, and none in a text), or the cells they stand in. */
    type: 'list';
    /** The texts, or the cells they stand in. */
    values: readonly string[] | {
        /** One row or column of cells. */
        from: SheetRange;
    };
    /** Whether there is a button that shows the list. Default true. */
    dropdown?: boolean;
} | {
    /** A number (`length`: of characters) compared with `value`, and with `to` for `between` and `notBetween`. */
    type: 'integer' | 'decimal' | 'date' | 'time' | 'length';
    /** Default `between`. */
    operator?: Operator;
    /** What it is compared with. */
    value: Operand;
    /** The upper bound of `between` and `notBetween`. */
    to?: Operand;
} | {
    /** What makes the formula true; its addresses are as seen from the range's first cell. */
    type: 'custom';
    /** In the words of Excel's English edition, with or without `=`. */
    formula: string;
});

/** A sheet with styles, charts and the like. */

/** What makes a sheet more than its columns or its table. */
interface RichProperties {
    /** Where the header of its columns or table begins. Default `'A1'`. */
    start?: CellAddress;
    /** Cells one by one: titles, formulas, links, comments; up to a million. They stand over the columns or the table. */
    cells?: readonly CellInput[];
    /** Of the header of the columns or the table, over the theme's. */
    headerStyle?: StyleReference;
    /** Of the cells of columns, by their headers. */
    columnStyles?: Readonly<Record<string, StyleReference>>;
    /** Styles of ranges, the later over the earlier, and all over those of columns. A million cells in all. */
    ranges?: readonly {
        /** The cells. */
        range: CellRange;
        /** How they look. */
        style: StyleReference;
    }[];
    /** Widths, groups and styles of columns. */
    columnLayout?: readonly ColumnLayout[];
    /** Heights and groups of rows. */
    rowLayout?: readonly RowLayout[];
    /**
     * Make columns without a width as wide as the longest of all their cells, up to 60 characters; otherwise those of
     * columns and tables are as wide as their first cells, and others as they always are. Default false.
     */
    autofit?: boolean;
    /** So many rows on top and columns on the left stay in sight. Default: to the end of the header, if there is one. */
    freeze?: {
        /** Rows on top. Default 0. */
        rows?: number;
        /** Columns on the left. Default 0. */
        columns?: number;
    };
    /** Ranges that are shown as one cell: that of their first. */
    merges?: readonly CellRange[];
    /** Excel tables. */
    tables?: readonly ExcelTable[];
    /** Pictures on the sheet. */
    images?: readonly SheetImage[];
    /** Charts on the sheet. */
    charts?: readonly SheetChart[];
    /** Styles that cells have while they hold something; the first ones count more. */
    conditionalFormats?: readonly ConditionalFormat[];
    /** What may be entered into cells. */
    validations?: readonly DataValidation[];
    /** How the sheet is printed. */
    print?: PrintOptions;
    /** Refuse changes of locked cells, which all are whose style does not say otherwise. Default false. */
    protection?: boolean | SheetProtection;
    /** `'#RRGGBB'`. */
    tabColor?: string;
    /** Whether its tab is not shown. Default false; one sheet must be shown. */
    hidden?: boolean;
    /** In percent, 10 to 400. Default 100. */
    zoom?: number;
    /** Show the lines between cells. Default true. */
    gridlines?: boolean;
    /** Column A on the right. Default false. */
    rightToLeft?: boolean;
}
/** A sheet of cells alone. */
interface CellSheet extends RichProperties {
    /** As in {@link SheetBase}. */
    name: string;
    /** The sheet's cells, one by one; up to a million. */
    cells: readonly CellInput[];
    /** Put filter buttons on the first row of a range. Default: none. */
    autoFilter?: CellRange;
}

/** Workbooks with styles, charts and the like. */

/** What a workbook's sheets have in common. */
interface WorkbookTheme {
    /** Of all cells whose style names none. Default `'Calibri'`. */
    font?: string;
    /** In points, 1 to 409. Default 11. */
    fontSize?: number;
    /** Of charts' series, in turn: 1 to 32 times `'#RRGGBB'`. */
    colors?: readonly string[];
    /** Of the headers of columns and tables, over bold on light blue. */
    header?: StyleReference;
}
/** What makes a workbook more than plain sheets. */
interface RichOptions {
    /** Styles by their names, for all places that take a {@link Style}. */
    styles?: Readonly<Record<string, Style>>;
    /** Fonts and colours of what no style speaks of. Default: Excel's. */
    theme?: WorkbookTheme;
    /** Names for cells, which formulas can use: `{ VatRate: "Prices!B1" }`. */
    names?: Readonly<Record<string, SheetRange>>;
    /** What it is about: a document property of at most 255 characters, as the following ones. Default: none. */
    subject?: string;
    /** Who is responsible for it. */
    manager?: string;
    /** Whose it is. */
    company?: string;
    /** What kind of workbook it is. */
    category?: string;
    /** By which it is found. */
    keywords?: string;
    /** Remarks on it. */
    description?: string;
}

/** What a workbook's caller may choose. */

/** Options of {@link xlsx}. */
interface XlsxOptions extends RichOptions {
    /**
     * Mark texts that begin like a formula (with `=`, `+`, `-`, `@`, a full-width form of these, a tab, a line break or
     * NUL) with Excel's own quote prefix. No text is ever a formula in the file; the mark keeps it text when someone
     * edits the cell. Values are unchanged, numbers untouched. Default true.
     */
    escapeFormulas?: boolean;
    /**
     * Rows beyond the 1,048,575 that fit a sheet under its header: `'error'` refuses them with `ERR_LIMIT_EXCEEDED`,
     * `'sheet'` goes on in sheets named `Name (2)`, `Name (3)` and so on, each with the header. Default `'error'`.
     */
    overflow?: 'error' | 'sheet';
    /**
     * Encrypts the file as Excel does (ECMA-376 agile encryption: AES-256, SHA-512, 100,000 spins), so that it opens with this
     * password only; 1 to 255 UTF-16 units. The file is made in memory, at most 2 GiB of it, and given when it is complete. It is
     * encrypted under a new random key: its bytes differ each time. Default: none.
     */
    password?: string;
    /** The document's title. Default: none. */
    title?: string;
    /** Who made the document. Default: none. */
    author?: string;
    /** When the document was made. Default: none, so that the same sheets give the same bytes. */
    created?: Date;
}

/** What every sheet of a workbook has. */
interface SheetBase extends RichProperties {
    /**
     * What its tab says: 1 to 31 characters without `[]:*?/\` or control characters, no apostrophe at either end, not
     * `History`, different from the other sheets' names whatever the case.
     */
    name: string;
    /** Keep the header in sight while the rows scroll. Default true. */
    freezeHeader?: boolean;
    /** Put a filter button on each header, or on the first row of a range. Default true. */
    autoFilter?: boolean | CellRange;
}
/** A sheet of columns of equal length under one header row. */
interface Sheet extends SheetBase {
    /** 1 to 16,384 columns of at most 1,048,575 values each, unless {@link XlsxOptions.overflow} says otherwise. */
    columns: readonly Column[];
}
/** A sheet of a table, or of tables that come one after the other: a header row of the columns' names, and the rows. */
interface TableSheet extends SheetBase {
    /**
     * 1 to 16,384 columns whose names are not empty, and at most 1,048,575 rows, unless {@link XlsxOptions.overflow} says
     * otherwise. What Excel cannot hold is refused at its row: NaN and infinities, dates before 1900, `int64` and `decimal` of
     * more than 15 digits. Timestamps are shown in UTC.
     */
    table: TableSource;
    /**
     * Excel number formats such as `#,##0.00` or `dd/mm/yyyy`, by the names of columns. Default: the types' own; see
     * {@link Column}.
     */
    formats?: Readonly<Record<string, string>>;
    /** Widths in characters, 1 to 255, by the names of columns. Default: what fits; see {@link ColumnBase.width}. */
    widths?: Readonly<Record<string, number>>;
}

/** Workbooks out of sheets. */

/**
 * Writes an Excel workbook (.xlsx) from tables or columns: typed cells, number formats, a header that stays in sight,
 * filters.
 *
 * Rows become a file on the pool, a few thousand at a time, on all its threads, and only as fast as the file is taken: of
 * tables that come one after the other any number can be written in bounded memory. No cell is ever written to a temporary
 * file. The same rows give the same bytes, however they are cut into tables and whatever takes the bytes (on the same backend
 * and Node version); with a `password` they differ, as they must.
 *
 * All but the rows is read by this call. They are read when bytes are asked for, in batches of about 2 ms, so that the event
 * loop stays free: leave arrays alone until then. A value changed meanwhile may be in the file in its old or its new state; a
 * column whose length changes is refused. Where a sheet has styles, charts and the like (`RichProperties`), tables that come
 * one after the other are held in memory, and all but the form of the options is checked when they are there: only then is
 * known how far they reach.
 *
 * @param sheets 1 to 255 sheets, of columns (100 million cells in all) or of tables
 * @param options what the file tells about itself, formula protection, rows that do not fit, password
 * @returns the file, to be made as bytes, a file or a stream; its lane is `bulk`, its progress counts rows, of a total of
 *   `Infinity` until the number of rows is known
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` and `ERR_LIMIT_EXCEEDED` for sheets and options of the wrong form, columns of
 *   different lengths, names that Excel refuses, more columns than it holds; and while the file is made
 *   `ERR_INVALID_ARGUMENT` for a value that its column's type cannot hold (NaN, infinities, dates before 1900, lone
 *   surrogates) and tables of different columns, `ERR_LIMIT_EXCEEDED` for more rows or characters than Excel holds; `details`
 *   has `sheet`, `column` and `row`, from 0, the header not counted; `ERR_IO` (a source failed), `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const file = clinicore.export.xlsx([
 *   {
 *     name: 'Invoices',
 *     columns: [
 *       { type: 'string', header: 'Number', values: ['A-1001', 'A-1002'] },
 *       { type: 'date', header: 'Date', values: ['2026-01-30', '2026-01-31'], format: 'dd/mm/yyyy' },
 *       { type: 'decimal', header: 'Total', scale: 2, values: [123400, 5000n], format: '#,##0.00' },
 *       { type: 'boolean', header: 'Paid', values: [true, null] },
 *     ],
 *   },
 * ]);
 * response.type('xlsx').send(await file.toBuffer());
 *
 * @example
 * const table = clinicore.export.tablesFrom(db.cursor('select * from ledger'), { schema });
 * const ledger = clinicore.export.xlsx([{ name: 'Ledger', table, formats: { total: '#,##0.00' } }]);
 * await pipeline(ledger.toStream(), response.type('xlsx')); // of node:stream/promises
 */
declare function xlsx(sheets: readonly (Sheet | TableSheet | CellSheet)[], options?: XlsxOptions): Output$1;

/**
 * Tables to files: `clinicore/export`.
 *
 * @module clinicore/export
 */

/**
 * A file that is made when it is asked for: what every writer gives. Of the class only the type is public.
 *
 * @reexport
 */
type Output = Output$1;
/**
 * A table, as {@link tableFrom} and {@link tableOf} make it. Of the class only the type is public: there is no other way to one.
 *
 * @reexport
 */
type Table$1 = Table$2;
/**
 * A CSV file that {@link readCsv} reads when it is asked to. Of the class only the type is public.
 *
 * @reexport
 */
type CsvReader = CsvReader$1;
/**
 * A workbook that {@link openWorkbook} gives. Of the class only the type is public.
 *
 * @reexport
 */
type Workbook = Workbook$1;

type export_d_ArchiveData = ArchiveData;
type export_d_ArchiveEntries<T> = ArchiveEntries<T>;
type export_d_ArchiveEntry = ArchiveEntry;
type export_d_ArchiveInput = ArchiveInput;
type export_d_ArrowOptions = ArrowOptions;
type export_d_BooleanColumn = BooleanColumn;
type export_d_BorderLine = BorderLine;
type export_d_BorderStyle = BorderStyle;
type export_d_BytesInput = BytesInput;
type export_d_CellAddress = CellAddress;
type export_d_CellContent = CellContent;
type export_d_CellInput = CellInput;
type export_d_CellLink = CellLink;
type export_d_CellNote = CellNote;
type export_d_CellRange = CellRange;
type export_d_CellSheet = CellSheet;
type export_d_ChartAxis = ChartAxis;
type export_d_ChartSeries = ChartSeries;
type export_d_Column = Column;
type export_d_ColumnBase = ColumnBase;
type export_d_ColumnBuffers = ColumnBuffers;
type export_d_ColumnInput = ColumnInput;
type export_d_ColumnInputOf<T extends ColumnType> = ColumnInputOf<T>;
type export_d_ColumnItems = ColumnItems;
type export_d_ColumnLayout = ColumnLayout;
type export_d_ColumnReport = ColumnReport;
type export_d_ColumnType = ColumnType;
type export_d_ColumnValues = ColumnValues;
type export_d_CompressManyOptions = CompressManyOptions;
type export_d_CompressOptions = CompressOptions;
type export_d_CompressStreamOptions = CompressStreamOptions;
type export_d_CompressionFormat = CompressionFormat;
type export_d_CompressionOptions = CompressionOptions;
type export_d_ConditionValue = ConditionValue;
type export_d_ConditionalFormat = ConditionalFormat;
type export_d_CsvEncoding = CsvEncoding;
type export_d_CsvOptions = CsvOptions;
type export_d_CsvReader = CsvReader;
type export_d_CsvReject = CsvReject;
type export_d_CsvRejectReason = CsvRejectReason;
type export_d_CsvReport = CsvReport;
type export_d_CsvToParquetOptions = CsvToParquetOptions;
type export_d_DataValidation = DataValidation;
type export_d_DateColumn = DateColumn;
type export_d_DecimalColumn = DecimalColumn;
type export_d_DecompressManyOptions = DecompressManyOptions;
type export_d_DecompressOptions = DecompressOptions;
type export_d_DecompressStreamOptions = DecompressStreamOptions;
type export_d_DecompressionOptions = DecompressionOptions;
type export_d_EntryBufferOptions = EntryBufferOptions;
type export_d_EntryType = EntryType;
type export_d_ExcelTable = ExcelTable;
type export_d_ExtractOptions = ExtractOptions;
type export_d_ExtractResult = ExtractResult;
type export_d_Field = Field;
type export_d_Float64Column = Float64Column;
type export_d_FormulaValue = FormulaValue;
type export_d_IconSet = IconSet;
type export_d_Int32Column = Int32Column;
type export_d_LayoutBase = LayoutBase;
type export_d_MarginLine = MarginLine;
type export_d_NamePolicy = NamePolicy;
type export_d_NumberFormat = NumberFormat;
type export_d_Operand = Operand;
type export_d_Output = Output;
type export_d_ParquetCondition = ParquetCondition;
type export_d_ParquetMetadata = ParquetMetadata;
type export_d_ParquetMetadataColumn = ParquetMetadataColumn;
type export_d_ParquetOptions = ParquetOptions;
type export_d_ParquetReader = ParquetReader;
type export_d_ParquetSortedBy = ParquetSortedBy;
type export_d_Placed = Placed;
type export_d_PrintOptions = PrintOptions;
type export_d_ProtectedAction = ProtectedAction;
type export_d_ReadArchiveOptions = ReadArchiveOptions;
type export_d_ReadArrowOptions = ReadArrowOptions;
type export_d_ReadCsvOptions = ReadCsvOptions;
type export_d_ReadParquetOptions = ReadParquetOptions;
type export_d_ReadSheetOptions = ReadSheetOptions;
type export_d_ReadTableOptions = ReadTableOptions;
type export_d_ReadTarOptions = ReadTarOptions;
type export_d_ReadZipOptions = ReadZipOptions;
type export_d_ReportContent = ReportContent;
type export_d_ReportFormat = ReportFormat;
type export_d_RichOptions = RichOptions;
type export_d_RichProperties = RichProperties;
type export_d_RowLayout = RowLayout;
type export_d_RowList = RowList;
type export_d_Rows = Rows;
type export_d_RowsOptions = RowsOptions;
type export_d_ScalePoint = ScalePoint;
type export_d_Sheet = Sheet;
type export_d_SheetBase = SheetBase;
type export_d_SheetCell = SheetCell;
type export_d_SheetCellValues = SheetCellValues;
type export_d_SheetCellsOptions = SheetCellsOptions;
type export_d_SheetChart = SheetChart;
type export_d_SheetColumnReport = SheetColumnReport;
type export_d_SheetImage = SheetImage;
type export_d_SheetInfo = SheetInfo;
type export_d_SheetProtection = SheetProtection;
type export_d_SheetRange = SheetRange;
type export_d_SheetReader = SheetReader;
type export_d_SheetTableOptions = SheetTableOptions;
type export_d_SpreadsheetOptions = SpreadsheetOptions;
type export_d_StringColumn = StringColumn;
type export_d_Style = Style;
type export_d_StyleReference = StyleReference;
type export_d_TableColumnOf<T extends ColumnType> = TableColumnOf<T>;
type export_d_TableFromOptions = TableFromOptions;
type export_d_TableFromResult = TableFromResult;
type export_d_TableOfOptions = TableOfOptions;
type export_d_TableReader = TableReader;
type export_d_TableRow = TableRow;
type export_d_TableSheet = TableSheet;
type export_d_TableSource = TableSource;
type export_d_TableTotal = TableTotal;
type export_d_TablesFromOptions = TablesFromOptions;
type export_d_TarCompression = TarCompression;
type export_d_TarEntry = TarEntry;
type export_d_TarInput = TarInput;
type export_d_TarOptions = TarOptions;
type export_d_TimestampColumn = TimestampColumn;
type export_d_TotalFunction = TotalFunction;
type export_d_TrainDictionaryOptions = TrainDictionaryOptions;
type export_d_Workbook = Workbook;
type export_d_WorkbookTheme = WorkbookTheme;
type export_d_WriteOptions = WriteOptions;
type export_d_XlsxOptions = XlsxOptions;
type export_d_ZipEntry = ZipEntry;
type export_d_ZipInput = ZipInput;
type export_d_ZipOptions = ZipOptions;
declare const export_d_arrow: typeof arrow;
declare const export_d_compress: typeof compress;
declare const export_d_compressMany: typeof compressMany;
declare const export_d_compressStream: typeof compressStream;
declare const export_d_csv: typeof csv;
declare const export_d_csvToParquet: typeof csvToParquet;
declare const export_d_decompress: typeof decompress;
declare const export_d_decompressMany: typeof decompressMany;
declare const export_d_decompressStream: typeof decompressStream;
declare const export_d_exportReport: typeof exportReport;
declare const export_d_extract: typeof extract;
declare const export_d_openWorkbook: typeof openWorkbook;
declare const export_d_parquet: typeof parquet;
declare const export_d_readArrow: typeof readArrow;
declare const export_d_readCsv: typeof readCsv;
declare const export_d_readParquet: typeof readParquet;
declare const export_d_readSheet: typeof readSheet;
declare const export_d_readTar: typeof readTar;
declare const export_d_readZip: typeof readZip;
declare const export_d_tableFrom: typeof tableFrom;
declare const export_d_tableOf: typeof tableOf;
declare const export_d_tablesFrom: typeof tablesFrom;
declare const export_d_tar: typeof tar;
declare const export_d_trainDictionary: typeof trainDictionary;
declare const export_d_xlsx: typeof xlsx;
declare const export_d_zip: typeof zip;
declare namespace export_d {
  export { export_d_arrow as arrow, export_d_compress as compress, export_d_compressMany as compressMany, export_d_compressStream as compressStream, export_d_csv as csv, export_d_csvToParquet as csvToParquet, export_d_decompress as decompress, export_d_decompressMany as decompressMany, export_d_decompressStream as decompressStream, export_d_exportReport as exportReport, export_d_extract as extract, export_d_openWorkbook as openWorkbook, export_d_parquet as parquet, export_d_readArrow as readArrow, export_d_readCsv as readCsv, export_d_readParquet as readParquet, export_d_readSheet as readSheet, export_d_readTar as readTar, export_d_readZip as readZip, export_d_tableFrom as tableFrom, export_d_tableOf as tableOf, export_d_tablesFrom as tablesFrom, export_d_tar as tar, export_d_trainDictionary as trainDictionary, export_d_xlsx as xlsx, export_d_zip as zip };
  export type { export_d_ArchiveData as ArchiveData, export_d_ArchiveEntries as ArchiveEntries, export_d_ArchiveEntry as ArchiveEntry, export_d_ArchiveInput as ArchiveInput, export_d_ArrowOptions as ArrowOptions, export_d_BooleanColumn as BooleanColumn, export_d_BorderLine as BorderLine, export_d_BorderStyle as BorderStyle, export_d_BytesInput as BytesInput, export_d_CellAddress as CellAddress, export_d_CellContent as CellContent, export_d_CellInput as CellInput, export_d_CellLink as CellLink, export_d_CellNote as CellNote, export_d_CellRange as CellRange, export_d_CellSheet as CellSheet, export_d_ChartAxis as ChartAxis, export_d_ChartSeries as ChartSeries, export_d_Column as Column, export_d_ColumnBase as ColumnBase, export_d_ColumnBuffers as ColumnBuffers, export_d_ColumnInput as ColumnInput, export_d_ColumnInputOf as ColumnInputOf, export_d_ColumnItems as ColumnItems, export_d_ColumnLayout as ColumnLayout, export_d_ColumnReport as ColumnReport, export_d_ColumnType as ColumnType, export_d_ColumnValues as ColumnValues, Operator as ComparisonOperator, export_d_CompressManyOptions as CompressManyOptions, export_d_CompressOptions as CompressOptions, export_d_CompressStreamOptions as CompressStreamOptions, export_d_CompressionFormat as CompressionFormat, export_d_CompressionOptions as CompressionOptions, export_d_ConditionValue as ConditionValue, export_d_ConditionalFormat as ConditionalFormat, export_d_CsvEncoding as CsvEncoding, export_d_CsvOptions as CsvOptions, export_d_CsvReader as CsvReader, export_d_CsvReject as CsvReject, export_d_CsvRejectReason as CsvRejectReason, export_d_CsvReport as CsvReport, export_d_CsvToParquetOptions as CsvToParquetOptions, export_d_DataValidation as DataValidation, export_d_DateColumn as DateColumn, export_d_DecimalColumn as DecimalColumn, export_d_DecompressManyOptions as DecompressManyOptions, export_d_DecompressOptions as DecompressOptions, export_d_DecompressStreamOptions as DecompressStreamOptions, export_d_DecompressionOptions as DecompressionOptions, export_d_EntryBufferOptions as EntryBufferOptions, export_d_EntryType as EntryType, export_d_ExcelTable as ExcelTable, export_d_ExtractOptions as ExtractOptions, export_d_ExtractResult as ExtractResult, export_d_Field as Field, export_d_Float64Column as Float64Column, export_d_FormulaValue as FormulaValue, export_d_IconSet as IconSet, export_d_Int32Column as Int32Column, export_d_LayoutBase as LayoutBase, export_d_MarginLine as MarginLine, export_d_NamePolicy as NamePolicy, export_d_NumberFormat as NumberFormat, export_d_Operand as Operand, export_d_Output as Output, export_d_ParquetCondition as ParquetCondition, export_d_ParquetMetadata as ParquetMetadata, export_d_ParquetMetadataColumn as ParquetMetadataColumn, export_d_ParquetOptions as ParquetOptions, export_d_ParquetReader as ParquetReader, export_d_ParquetSortedBy as ParquetSortedBy, export_d_Placed as Placed, export_d_PrintOptions as PrintOptions, export_d_ProtectedAction as ProtectedAction, export_d_ReadArchiveOptions as ReadArchiveOptions, export_d_ReadArrowOptions as ReadArrowOptions, export_d_ReadCsvOptions as ReadCsvOptions, export_d_ReadParquetOptions as ReadParquetOptions, export_d_ReadSheetOptions as ReadSheetOptions, export_d_ReadTableOptions as ReadTableOptions, export_d_ReadTarOptions as ReadTarOptions, export_d_ReadZipOptions as ReadZipOptions, export_d_ReportContent as ReportContent, export_d_ReportFormat as ReportFormat, ReportOptions$1 as ReportOptions, ReportTable$1 as ReportTable, export_d_RichOptions as RichOptions, export_d_RichProperties as RichProperties, Row$1 as Row, export_d_RowLayout as RowLayout, export_d_RowList as RowList, export_d_Rows as Rows, export_d_RowsOptions as RowsOptions, export_d_ScalePoint as ScalePoint, export_d_Sheet as Sheet, export_d_SheetBase as SheetBase, export_d_SheetCell as SheetCell, export_d_SheetCellValues as SheetCellValues, export_d_SheetCellsOptions as SheetCellsOptions, export_d_SheetChart as SheetChart, export_d_SheetColumnReport as SheetColumnReport, export_d_SheetImage as SheetImage, export_d_SheetInfo as SheetInfo, export_d_SheetProtection as SheetProtection, export_d_SheetRange as SheetRange, export_d_SheetReader as SheetReader, export_d_SheetTableOptions as SheetTableOptions, export_d_SpreadsheetOptions as SpreadsheetOptions, export_d_StringColumn as StringColumn, export_d_Style as Style, export_d_StyleReference as StyleReference, Table$1 as Table, TableColumn$1 as TableColumn, export_d_TableColumnOf as TableColumnOf, export_d_TableFromOptions as TableFromOptions, export_d_TableFromResult as TableFromResult, export_d_TableOfOptions as TableOfOptions, export_d_TableReader as TableReader, export_d_TableRow as TableRow, export_d_TableSheet as TableSheet, export_d_TableSource as TableSource, export_d_TableTotal as TableTotal, export_d_TablesFromOptions as TablesFromOptions, export_d_TarCompression as TarCompression, export_d_TarEntry as TarEntry, export_d_TarInput as TarInput, export_d_TarOptions as TarOptions, export_d_TimestampColumn as TimestampColumn, export_d_TotalFunction as TotalFunction, export_d_TrainDictionaryOptions as TrainDictionaryOptions, export_d_Workbook as Workbook, export_d_WorkbookTheme as WorkbookTheme, export_d_WriteOptions as WriteOptions, export_d_XlsxOptions as XlsxOptions, export_d_ZipEntry as ZipEntry, export_d_ZipInput as ZipInput, export_d_ZipOptions as ZipOptions };
}

/** How text looks, and texts. Lengths are points (72 to the inch). */
/** How text looks. */
interface TextStyle {
    /** A registered family. Default the shipped Noto Sans. What it lacks is drawn with the other registered families. */
    font?: string | undefined;
    /** Default `'regular'`. */
    weight?: 'regular' | 'bold' | undefined;
    /** Default 10. */
    size?: number | undefined;
    /** `'#rrggbb'`. Default `'#1f2933'`. */
    color?: string | undefined;
    /** From one line to the next, in sizes. Default 1.4. */
    lineHeight?: number | undefined;
    /** A line under the text. Default false. */
    underline?: boolean | undefined;
}
/** A style's name, or a style. */
type StyleOption = string | TextStyle;
/** A text, or pieces of it in different styles: `['Page ', { field: 'page' }, ' of ', { field: 'pages' }]`. */
type Text = string | (string | Span | PageField)[];
/** A piece of text. */
interface Span {
    /** What it says. */
    text: string;
    /** Replaces what it names of the style around it. */
    style?: StyleOption | undefined;
    /** A URI: `https:`, `http:`, `mailto:` or `tel:`. */
    link?: string | undefined;
}
/** In header and footer: the number of the page, or how many there are. What other texts say is printed as it is. */
interface PageField {
    /** Which number: the page's, or that of the last one. */
    field: 'page' | 'pages';
    /** As of a {@link Span}. */
    style?: StyleOption | undefined;
}
/** Left and right by the direction of the text, or whatever it is. */
type Align = 'start' | 'end' | 'left' | 'right' | 'center' | 'justify';

/** What shows something: pictures, drawings, codes. Lengths are points (72 to the inch). */

/** What shows something. */
interface FigureOptions extends BlockOptions {
    /** What it shows, for those who cannot see it; `''` for mere decoration. */
    alt: string;
    /** Where it stands between left and right. Default `'start'`. */
    align?: 'start' | 'end' | 'left' | 'right' | 'center' | undefined;
}
/** A picture of {@link PdfDocument.images}. With neither width nor height: 72 pixels to the inch. */
interface Image extends FigureOptions {
    /** Which kind of block it is. */
    type: 'image';
    /** Its name in {@link PdfDocument.images}. */
    image: string;
    /** In points. Default as `height` makes it. */
    width?: number | undefined;
    /** In points. Default as `width` makes it. */
    height?: number | undefined;
}
/** Vector shapes, from the drawing's top left, y downwards. */
interface Drawing extends FigureOptions {
    /** Which kind of block it is. */
    type: 'drawing';
    /** In points. */
    width: number;
    /** In points. */
    height: number;
    /** The first one lies lowest. */
    shapes: Shape[];
}
/** Colours are `'#rrggbb'`; a shape without fill and stroke is black inside. */
type Shape = ({
    /** An outline of lines and curves. */
    type: 'path' /** As in SVG: `M 0 0 L 10 10 Z`. */;
    /** As in SVG: `M 0 0 L 10 10 Z`. */
    d: string;
    /** Whether what the outline goes around twice is outside. Default false. */
    evenOdd?: boolean | undefined;
} & Paint) | ({
    /** A rectangle. */
    type: 'rect';
    /** Its left edge. */
    x: number;
    /** Its upper edge. */
    y: number;
    /** From left to right. */
    width: number;
    /** From top to bottom. */
    height: number;
    /** Of the corners. Default 0. */
    radius?: number | undefined;
} & Paint) | ({
    /** A circle. */
    type: 'circle';
    /** Of its centre. */
    x: number;
    /** Of its centre. */
    y: number;
    /** From the centre to the edge. */
    radius: number;
} & Paint) | ({
    /** An ellipse. */
    type: 'ellipse';
    /** Of its centre. */
    x: number;
    /** Of its centre. */
    y: number;
    /** From the centre to the left and right edge. */
    radiusX: number;
    /** From the centre to the upper and lower edge. */
    radiusY: number;
} & Paint) | ({
    /** A straight line; without a `stroke` it is not seen. */
    type: 'line';
    /** Of its beginning. */
    x1: number;
    /** Of its beginning. */
    y1: number;
    /** Of its end. */
    x2: number;
    /** Of its end. */
    y2: number;
} & Paint) | ({
    /** Straight lines from point to point; of a polygon also from the last one to the first. */
    type: 'polygon' | 'polyline';
    /** In their order. */
    points: [x: number, y: number][];
} & Paint) | {
    /** A line of text. */
    type: 'text';
    /** What it says, in one line. */
    text: string;
    /** Where it begins, ends or has its middle, by `align`. */
    x: number;
    /** Of its base line. */
    y: number;
    /** Replaces what it names of the style around it. */
    style?: StyleOption | undefined;
    /** What of it stands at `x`. Default `'start'`. */
    align?: 'start' | 'center' | 'end' | undefined;
    /** Clockwise about its place, in degrees. Default 0. */
    rotate?: number | undefined;
};
/** The line along a shape. */
interface Stroke {
    /** `'#rrggbb'`. */
    color: string;
    /** Default 1. */
    width?: number | undefined;
    /** Lengths of dashes and gaps in turn. Default none: a solid line. */
    dash?: number[] | undefined;
    /** Round ends and corners. Default false. */
    round?: boolean | undefined;
}
/** How a shape looks. */
interface Paint {
    /** `'#rrggbb'`, or `null` for none. Default black, with a stroke none. */
    fill?: string | null | undefined;
    /** The line along the outline. Default none. */
    stroke?: Stroke | null | undefined;
    /** From 0 to 1. Default 1. */
    opacity?: number | undefined;
}
/** A picture in SVG: shapes, paths, text, groups, `transform`, `use`, and styles by attribute; see the guide for what it reads. */
interface Svg extends FigureOptions {
    /** Which kind of block it is. */
    type: 'svg';
    /** The file's text. */
    svg: string;
    /** Default the picture's own. */
    width?: number | undefined;
    /** Default the picture's own. */
    height?: number | undefined;
}
/** A bar code or matrix code with its quiet zone, as vectors. */
interface Code extends FigureOptions {
    /** Which kind of block it is. */
    type: 'code';
    /** Which kind of code it is. */
    code: 'qr' | 'code128' | 'ean13' | 'dataMatrix';
    /** What it says; of an EAN-13 12 or 13 digits. */
    value: string;
    /** With the quiet zone. Default 96 for the square ones, 160 for bar codes. */
    width?: number | undefined;
    /** Of a bar code, without its text. Default 40. */
    height?: number | undefined;
    /** Error correction of a QR code. Default `'M'`. */
    level?: 'L' | 'M' | 'Q' | 'H' | undefined;
    /**
     * The Swiss cross in the middle of a QR-bill's code. Its width is that of the code alone, 46 mm as it is to be printed; leave
     * 5 mm free around it.
     */
    cross?: boolean | undefined;
    /** Prints the value under a bar code. Default true. */
    showText?: boolean | undefined;
}

/** The paper. Lengths are points (72 to the inch). */
/** The paper. */
interface PageOptions {
    /** Default `'A4'`. A height of `'auto'` makes one page as high as the content: a receipt's roll. */
    size?: 'A4' | 'A5' | 'Letter' | 'Legal' | {
        /** Of the paper. */
        width: number;
        /** Of the paper, or as the content needs it. */
        height: number | 'auto';
    } | undefined;
    /** Default `'portrait'`. */
    orientation?: 'portrait' | 'landscape' | undefined;
    /** Default 56. */
    margin?: Sides | undefined;
    /** From the paper's edge to header and footer. Default 28. */
    edge?: number | undefined;
}
/** The same on all sides, or vertical and horizontal, or top, right, bottom, left. */
type Sides = number | [vertical: number, horizontal: number] | [top: number, right: number, bottom: number, left: number];

/** Tables of the document model. Lengths are points (72 to the inch). */

/** A table: its head is repeated on every page it goes on to. */
interface Table extends BlockOptions {
    /** Which kind of block it is. */
    type: 'table';
    /** From the left, or from the right in a document of that direction. */
    columns: TableColumn[];
    /** At most 5 rows. */
    head?: Row[] | undefined;
    /** From top to bottom. */
    rows: Row[];
    /** Default `[4, 6]`. */
    padding?: Sides | undefined;
    /** Behind every other row, `'#rrggbb'`. Default none. */
    zebra?: string | undefined;
    /** Behind the head, `'#rrggbb'`. Default none. */
    headBackground?: string | undefined;
    /** Default: a line under the head and thin ones between the rows. */
    lines?: TableLines | undefined;
    /** Prints the rows' `subtotal` at the end of a page and at the start of the next. */
    carry?: Carry | undefined;
    /** Whether a row may be broken over pages that would fit on one. Default false. */
    splitRows?: boolean | undefined;
}
/** Where lines are drawn; `null` for none. */
interface TableLines {
    /** Under the head. */
    head?: Line | null | undefined;
    /** Between rows, and under the last. */
    row?: Line | null | undefined;
    /** Between columns. Default none. */
    column?: Line | null | undefined;
    /** Around the table. Default none. */
    outer?: Line | null | undefined;
}
/** The rows' subtotals at the end of a page and the start of the next. */
interface Carry {
    /** Beside the subtotal at the end of a page, such as `'Carried forward'`. */
    forward: string;
    /** Beside the same at the start of the next, such as `'Brought forward'`. */
    brought: string;
    /** The column of the subtotal. The labels stand in those before it, or, where it is the first (0), in those after it. */
    column: number;
    /** Of the printed line. Default that of the table. */
    style?: StyleOption | undefined;
}
/** A column of a table. */
interface TableColumn {
    /** Points, a share of what is left (`'1*'`, `'2.5*'`), or what its widest text needs (`'auto'`). Default `'1*'`. */
    width?: number | 'auto' | `${number}*` | undefined;
    /** Of its cells. Default `'start'`. */
    align?: Align | undefined;
    /** Of its cells. Replaces what it names of the style around the table. */
    style?: StyleOption | undefined;
    /** Style of the heads of the column. Default the column's, bold. */
    headStyle?: StyleOption | undefined;
}
/** Cells from the left; a row with more is written as an object. */
type Row = Cell[] | RowOptions;
/** A row that is more than its cells. */
interface RowOptions {
    /** As many as the table has columns, less those that cells span. */
    cells: Cell[];
    /** What `carry` prints where a page ends after this row. */
    subtotal?: string | undefined;
    /** `'#rrggbb'`. */
    background?: string | undefined;
    /** Kept on one page with the next row. Default false. */
    withNext?: boolean | undefined;
}
/** A text, or more. */
type Cell = string | {
    /** What it says. */
    text?: Text | undefined;
    /** Blocks instead of a text. */
    content?: Block[] | undefined;
    /** Replaces what it names of its column's. */
    style?: StyleOption | undefined;
    /** Default its column's. */
    align?: Align | undefined;
    /** Where its content stands if the row is higher. Default `'top'`. */
    vertical?: 'top' | 'middle' | 'bottom' | undefined;
    /** Columns and rows it spans. Default 1. */
    columns?: number | undefined;
    /** Rows it spans. Default 1. */
    rows?: number | undefined;
    /** `'#rrggbb'`. Default its row's. */
    background?: string | undefined;
    /** Whether it is the heading of its row. Default false. */
    heading?: boolean | undefined;
};
/** A line's width and `'#rrggbb'`. */
interface Line {
    /** In points. */
    width: number;
    /** `'#rrggbb'`. */
    color: string;
}

/** What stands on a page, from top to bottom. Lengths are points (72 to the inch). */

/** What every block may have. */
interface BlockOptions {
    /** Room above; between two blocks the larger of both counts, at the top of a page none. Default 0. */
    before?: number | undefined;
    /** Room below, as `before`. Default 0. */
    after?: number | undefined;
    /** Kept on one page, if one can hold it. Default false. */
    together?: boolean | undefined;
    /** Kept with the beginning of the block after it (of a table: its last row). Default false; true for headings. */
    withNext?: boolean | undefined;
}
/** Something that stands on a page. A string is a paragraph. */
type Block = string | Paragraph | Heading | List | Table | Columns | Box | Image | Drawing | Svg | Code | Rule | Space | PageBreak;
/** A paragraph; a line break in its text ends a line. */
interface Paragraph extends BlockOptions {
    /** Which kind of block it is. */
    type: 'paragraph';
    /** What it says. */
    text: Text;
    /** Replaces what it names of the style around it. */
    style?: StyleOption | undefined;
    /** Default `'start'`. */
    align?: Align | undefined;
    /** Whether words may be parted at the end of a line, by the rules of the document's language. Default false. */
    hyphenate?: boolean | undefined;
    /** At most so many lines; the rest is cut off. */
    lines?: number | undefined;
}
/** A heading: an entry of the outline, and tagged so. */
interface Heading extends BlockOptions {
    /** Which kind of block it is. */
    type: 'heading';
    /** 1 (highest) to 6. No level may be skipped on the way down. */
    level: 1 | 2 | 3 | 4 | 5 | 6;
    /** What it says, on the page and in the outline. */
    text: Text;
    /** Replaces what it names of the style its level has. */
    style?: StyleOption | undefined;
    /** Default `'start'`. */
    align?: Align | undefined;
}
/** Items under each other. */
interface List extends BlockOptions {
    /** Which kind of block it is. */
    type: 'list';
    /** Numbered from 1, else with bullets. Default false. */
    ordered?: boolean | undefined;
    /** A text each, or blocks. */
    items: (Text | Block[])[];
    /** Replaces what it names of the style around it. */
    style?: StyleOption | undefined;
    /** Room between items. Default 2. */
    gap?: number | undefined;
}
/** Blocks side by side. */
interface Columns extends BlockOptions {
    /** Which kind of block it is. */
    type: 'columns';
    /** From the left, or from the right in a document of that direction. */
    columns: {
        /** Points, or a share of what is left (`'1*'`, `'2.5*'`). Default `'1*'`. */
        width?: number | `${number}*` | undefined;
        /** What stands in it, from top to bottom. */
        content: Block[];
    }[];
    /** Default 16. */
    gap?: number | undefined;
}
/** Blocks in a frame. */
interface Box extends BlockOptions {
    /** Which kind of block it is. */
    type: 'box';
    /** What stands in it, from top to bottom. */
    content: Block[];
    /** Default 8. */
    padding?: Sides | undefined;
    /** `'#rrggbb'`. Default none. */
    background?: string | undefined;
    /** The line around it. Default none. */
    border?: Line | undefined;
    /** Of the corners. Default 0. */
    radius?: number | undefined;
}
/** A line across. */
interface Rule extends BlockOptions {
    /** Which kind of block it is. */
    type: 'rule';
    /** From 0.05 to 100. Default 0.5. */
    thickness?: number | undefined;
    /** `'#rrggbb'`. Default `'#cbd2d9'`. */
    color?: string | undefined;
}
/** Free room. */
interface Space extends BlockOptions {
    /** Which kind of block it is. */
    type: 'space';
    /** In points. */
    height: number;
}
/** What follows stands on a new page. */
interface PageBreak extends BlockOptions {
    /** Which kind of block it is. */
    type: 'pageBreak';
}

/** The document itself. Lengths are points (72 to the inch). */

/** A document. */
interface PdfDocument {
    /** What it is about; readers show it as the window's title. At most 200 characters. */
    title: string;
    /** What stands in it, from top to bottom. */
    content: Block[];
    /** BCP 47 tag of its language, such as `'de-AT'`. Default `'en'`. */
    language?: string | undefined;
    /**
     * Whether the first column of tables, and of blocks side by side, stands on the left or on the right. Default that of the
     * language. Texts have the direction of their letters, whatever this says.
     */
    direction?: 'ltr' | 'rtl' | undefined;
    /** Who wrote it, at most 200 characters. Default none. */
    author?: string | undefined;
    /** What it is about in more words than the title's, at most 1,000 characters. Default none. */
    subject?: string | undefined;
    /** By which it is found: at most 100, each of at most 100 characters. Default none. */
    keywords?: string[] | undefined;
    /** When it was made: a day (`'2026-03-01'`) or a time in UTC (`'2026-03-01T09:30:00Z'`). Default none: no clock is read. */
    created?: string | undefined;
    /** The paper and its margins. Default A4, upright. */
    page?: PageOptions | undefined;
    /** How text looks that says nothing else. */
    style?: TextStyle | undefined;
    /** Named styles. A style starts from the document's own. */
    styles?: Record<string, TextStyle> | undefined;
    /** Above the content of every page; its texts may have the page's number and how many there are, see {@link PageField}. */
    header?: Block[] | undefined;
    /** Below the content of every page, as `header`. */
    footer?: Block[] | undefined;
    /** The same on the first page, where it has other ones; `[]` for none. */
    firstPage?: {
        /** Above the content of the first page. Default `header` of the document. */
        header?: Block[] | undefined;
        /** Below the content of the first page. Default `footer` of the document. */
        footer?: Block[] | undefined;
    } | undefined;
    /** At the foot of the last page, over all of its width. */
    slip?: Slip | undefined;
    /** A word across every page, behind the content. */
    watermark?: string | Watermark | undefined;
    /** Pictures by name: PNG or JPEG files. */
    images?: Record<string, Uint8Array> | undefined;
    /** Files inside the file. */
    attachments?: Attachment[] | undefined;
}
/**
 * What is torn off a page, such as the part of a bill to pay with. It stands at the paper's lower edge, below the footer; where
 * the content leaves no room for it, on a page of its own.
 */
interface Slip {
    /** From the paper's lower edge upwards. */
    height: number;
    /** At most 100. What is in them is read in their order, after the content. */
    areas: SlipArea[];
}
/** Blocks at a place of their own, in points from the slip's top left. They must not be higher than what is below. */
interface SlipArea {
    /** From the slip's left edge. */
    x: number;
    /** From its upper edge, downwards. */
    y: number;
    /** In which its blocks are laid out. */
    width: number;
    /** What stands there. */
    content: Block[];
}
/** A word across every page. */
interface Watermark {
    /** At most 100 characters. */
    text: string;
    /** `'#rrggbb'`. Default that of the document's style. */
    color?: string | undefined;
    /** From 0.01 to 1. Default 0.1. */
    opacity?: number | undefined;
    /** Anticlockwise, in degrees. Default 45. */
    angle?: number | undefined;
    /** Of the letters. Default 96. */
    size?: number | undefined;
}
/** A file inside the file. */
interface Attachment {
    /** At most 100 characters. */
    name: string;
    /** The file's bytes. */
    data: Uint8Array;
    /** Such as `'text/csv'`. */
    mimeType: string;
    /** What it is, as readers show it. Default none. */
    description?: string | undefined;
    /** How it belongs to the document (PDF/A-3). Default `'Supplement'`. */
    relationship?: 'Alternative' | 'Data' | 'Source' | 'Supplement' | 'Unspecified' | undefined;
}

/** A file to be kept for decades (PDF/A-3). */
interface ArchiveProfile {
    /** Which profile it is. */
    name: 'archive';
    /** `'b'` (PDF/A-3b) keeps what it looks like, `'a'` (PDF/A-3a) also how it is built: tagged as `accessible` is. Default `'a'`. */
    level?: 'a' | 'b' | undefined;
    /** The profile of the Factur-X invoice that is attached as `factur-x.xml`. */
    facturX?: 'MINIMUM' | 'BASIC WL' | 'BASIC' | 'EN 16931' | 'EXTENDED' | undefined;
}
/** A file that opens with a password (AES-256, ISO 32000-2). Its bytes differ each time: they hold random numbers. */
interface ProtectedProfile {
    /** Which profile it is. */
    name: 'protected';
    /** Opens the file. Default none is needed. At most 127 bytes of UTF-8. */
    userPassword?: string | undefined;
    /** Opens it without restrictions. At least one character. */
    ownerPassword: string;
    /** What those may do who have the user's password. Default nothing but to read, which assistive technology always may. */
    permissions?: {
        /** Print it. Default false. */
        print?: boolean | undefined;
        /** Change its content. Default false. */
        modify?: boolean | undefined;
        /** Copy text and pictures out of it. Default false. */
        copy?: boolean | undefined;
        /** Add notes to it. Default false. */
        annotate?: boolean | undefined;
        /** Fill in its forms. Default false. */
        fillForms?: boolean | undefined;
        /** Insert, delete and turn pages. Default false. */
        assemble?: boolean | undefined;
    } | undefined;
}
/** See `RenderOptions.profile`. */
type Profile = 'accessible' | 'archive' | 'einvoice' | 'plain' | ArchiveProfile | ProtectedProfile;

/** Options of {@link render}. */
interface RenderOptions extends TaskOptions {
    /**
     * What the file promises to be: `'accessible'` (PDF/UA-1: tagged, with its language and reading order), `'archive'`
     * (PDF/A-3a), `'einvoice'` (PDF/A-3b with the invoice as data attached, see `invoiceDocument`), or `'plain'`; with options
     * an {@link ArchiveProfile} or a {@link ProtectedProfile}. Default `'accessible'`.
     */
    profile?: Profile | undefined;
}
/**
 * Lays out a document and makes a PDF of it.
 *
 * Text is shaped and ordered by the rules of its script and direction; fonts are embedded as far as they are used. A
 * character that no font has is refused, never printed as a box. The same document gives the same bytes on the same
 * backend (but for `protected`, which holds random numbers), and the same text at the same places on both.
 *
 * The first 500 blocks and rows of tables are read before the call returns its promise, further ones in batches of about
 * 2 ms, so that the event loop stays free: leave the document alone until the promise settles. While it is read, the call
 * counts as one that waits.
 *
 * Progress counts the blocks of the content and the rows of its tables, each twice: once laid out, once drawn.
 *
 * A document may have 200,000 blocks within 20 others, 1,000,000 rows, 200,000,000 characters and 10,000 pages. A text may
 * have 100,000 characters, and none that turn its direction around.
 *
 * @param document what stands in it
 * @param options what the file promises to be; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a field of the wrong form, with its path in `details.argument`; a control
 *   character; a heading that skips a level; a table wider than its place), `ERR_UNSUPPORTED` (a character that no font
 *   has: `details.codePoint`; a part of SVG that is not read; a language without hyphenation; a profile that the
 *   JavaScript backend cannot keep), `ERR_MALFORMED_INPUT` (a picture or SVG that is none), `ERR_LIMIT_EXCEEDED`,
 *   `ERR_ABORTED`, `ERR_BUSY`
 * @see ISO 14289-1 (PDF/UA-1), ISO 19005-3 (PDF/A-3)
 *
 * @example
 * const file = await pdf.render({
 *   title: 'Opening hours',
 *   language: 'en',
 *   content: [
 *     { type: 'heading', level: 1, text: 'Opening hours' },
 *     { type: 'table', columns: [{ width: 'auto' }, {}], rows: [['Monday', '9–18'], ['Tuesday', '9–13']] },
 *   ],
 *   footer: [{ type: 'paragraph', text: ['Page ', { field: 'page' }, ' of ', { field: 'pages' }], align: 'end' }],
 * });
 */
declare function render(document: PdfDocument, options?: RenderOptions): Promise<Buffer>;

/** A document, or a function that gets it when its turn comes. */
type DocumentSource = PdfDocument | (() => PdfDocument | Promise<PdfDocument>);
/** Options of {@link renderMany}. */
interface RenderManyOptions extends RenderOptions {
    /**
     * How many documents are being made, or are made and wait to be taken, at any time: 1 to 64. It bounds the memory, and
     * how far the source is read ahead. Default one more than the pool has threads.
     */
    concurrency?: number | undefined;
}
/** A document of {@link renderMany}. */
type RenderedItem = {
    /** Its place among the items, from 0. */
    index: number;
    /** The PDF file. */
    file: Buffer;
    /** The SHA-256 of the file, hexadecimal. */
    sha256: string;
    /** Absent: it was made. */
    error?: undefined;
} | {
    /** Its place among the items, from 0. */
    index: number;
    /** Why it was not made; what its function threw is the `cause`. */
    error: ClinicoreError;
    /** Absent: it was not made. */
    file?: undefined;
    /** Absent: it was not made. */
    sha256?: undefined;
};
/**
 * Makes many PDFs, and gives them one by one in the order of the items.
 *
 * Nothing begins before the first is asked for, and no more is made than `concurrency` allows: who takes them slowly slows
 * down the source. An item that fails is given as one with an `error`; the others go on. A full queue is waited for. What
 * ends the iteration is an aborted signal, an error of the source itself, and leaving the loop, which also stops what is
 * being made.
 *
 * @param items documents, or functions that get them: an array, any other iterable or an asynchronous one. With functions
 *   or a generator only those being made are in memory
 * @param options `profile`, `concurrency`, `signal`, `lane` (default `'bulk'`); `onProgress` counts items: how many are
 *   done, and how many there are (of a source that is no array: how many were begun)
 * @returns an asynchronous iterator
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` at once for arguments of the wrong form; in the loop `ERR_ABORTED`
 *
 * @example
 * const invoices = ids.map((id) => async () => documentOf(await load(id)));
 * for await (const { index, file, sha256, error } of pdf.renderMany(invoices, { signal })) {
 *   if (error) log.error({ id: ids[index], error });
 *   else await store(ids[index], file, sha256);
 * }
 */
declare function renderMany(items: Iterable<DocumentSource> | AsyncIterable<DocumentSource>, options?: RenderManyOptions): AsyncGenerator<RenderedItem, void, void>;
/**
 * The SHA-256 of a file, for an audit's record: the same document always gives the same on the same backend. Made on
 * other threads, so that a large file does not hold the event loop.
 *
 * @param file the bytes; leave them alone until the promise settles
 * @returns 64 hexadecimal digits
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` for what is no Buffer or Uint8Array
 *
 * @example
 * await audit.record({ invoice: '2026-00417', sha256: await pdf.contentHash(file) });
 */
declare function contentHash(file: Uint8Array): Promise<string>;

/** The colours, fonts and logo of a template. */
interface PdfTheme {
    /** Colour of headings and rules, `'#rrggbb'`; a dark one prints well on a monochrome printer too. Default `'#0f6277'`. */
    accentColor?: string;
    /** A registered family for all texts. Default the shipped Noto Sans. */
    font?: string;
    /** A registered family for the title and the names in it. Default `font`. */
    headingFont?: string;
    /** A PNG or JPEG file, printed at most 180 points wide and 48 high where the clinic's name stands else. */
    logo?: Uint8Array;
}

/** What all templates have in common: their options, and the way from checked data to a PDF. */

/**
 * Options that every template has.
 *
 * @typeParam Labels the template's words
 */
interface PdfTemplateOptions<Labels> extends TaskOptions {
    /**
     * BCP 47 tag: the document's language, and how its numbers and dates are printed. Where the language is written from
     * right to left, the document is mirrored. Default `'en'`.
     */
    locale?: string;
    /** The template's words in the document's language. Those left out are English. */
    labels?: Partial<Labels>;
    /** Colours, fonts and logo. */
    theme?: PdfTheme;
    /** The paper. Default `'A4'`. */
    pageSize?: 'A4' | 'Letter';
    /** What the file promises to be; see `render`. */
    profile?: Profile;
}
/**
 * Options of a template's document: those of the PDF that are not about rendering it.
 *
 * @typeParam Options the options of the PDF
 */
type DocumentOptions<Options> = Omit<Options, 'profile' | 'onProgress' | 'lane'>;

/** How much an e-invoice says, and how that is asked for. */

/** The profiles of Factur-X that are whole invoices, as far as the data of `pdf.invoice` can fill them. */
type FacturXLevel = 'BASIC' | 'EN 16931';
/**
 * Options of `invoiceDocument` and `creditNoteDocument`.
 *
 * @typeParam Options the options of the PDF
 */
type EinvoiceDocumentOptions<Options> = DocumentOptions<Options> & {
    /** That of an e-invoice: attaches the XML. Render the document in the same. Default none is attached. */
    profile?: 'einvoice' | (ArchiveProfile & {
        /** The level of Factur-X. */
        facturX: FacturXLevel;
    });
};
/** Options of `invoiceXml`. */
interface InvoiceXmlOptions {
    /**
     * The profile of Factur-X: `'EN 16931'` says all that the European standard knows, `'BASIC'` no article numbers,
     * contacts, BIC, account's holder, nor descriptions apart from names. Default `'EN 16931'`.
     */
    facturX?: FacturXLevel | undefined;
    /** Aborts the call. */
    signal?: AbortSignal | undefined;
}

/**
 * What reading files may cost, of all files of a call together. Files come from outside: what they claim is not believed,
 * and what they make of few bytes is counted. Beyond a limit a call rejects with `ERR_LIMIT_EXCEEDED`.
 */
interface FileLimits {
    /** Bytes of the files. Default 536,870,912 (512 MiB). */
    maxBytes?: number | undefined;
    /** Their pages. Default 20,000. */
    maxPages?: number | undefined;
    /** Values that are read: each number, name, array, … Default 5,000,000. */
    maxObjects?: number | undefined;
    /** Bytes that compressed text and tables of objects grow to; pictures are not looked into. Default 268,435,456. */
    maxInflatedBytes?: number | undefined;
    /** Arrays, pages' groups or drawings within each other. Default 100, at most 500. */
    maxDepth?: number | undefined;
}
/** Options of every call that reads a file. */
interface FileOptions extends TaskOptions, FileLimits {
    /** What opens the file, where it is encrypted. At most 127 bytes of UTF-8 count. */
    password?: string | undefined;
}
/** Pages, the first is 1: as in a print dialogue (`'1-3, 5, 8-'`; `'8-'` goes to the last), or a list of numbers. */
type PageSelection = string | readonly number[];
/** A file to {@link merge}. */
interface MergeSource {
    /** The PDF file. */
    file: Uint8Array;
    /** What opens it, where it is encrypted. */
    password?: string | undefined;
    /** Which of its pages, in this order. Default all. */
    pages?: PageSelection | undefined;
    /** An entry of the outline that leads to its first page; what outline it has comes below. At most 200 characters. */
    title?: string | undefined;
}
/** Options of {@link merge}. Passwords are those of its sources. */
interface MergeOptions extends TaskOptions, FileLimits {
}
/** Options of {@link extractText}. */
interface ExtractTextOptions extends FileOptions {
    /** Which pages, in this order. Default all. */
    pages?: PageSelection | undefined;
}
/** What is stamped: a text, a picture, a document as of `render`, or a file, of which the first page. */
type StampContent = {
    /** At most 2,000 characters; `\n` ends a line. */
    text: string;
    /** Default the document model's: Noto Sans, 10 points, `'#1f2933'`. */
    style?: TextStyle | undefined;
    /** Where lines break. Default 480. */
    width?: number | undefined;
} | {
    /** A PNG or JPEG. */
    image: Uint8Array;
    /** Default 144; the height follows. */
    width?: number | undefined;
} | {
    /** Its first page is stamped. */
    document: PdfDocument;
} | {
    /** A PDF file, of which the first page is stamped. */
    file: Uint8Array;
};
/** Where a stamp stands on the page. */
type StampPosition = 'center' | 'top' | 'bottom' | 'left' | 'right' | 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';
/** Options of {@link stamp}. Places are those of the page as it is seen, whichever way it is turned. */
interface StampOptions extends FileOptions {
    /** Which pages. Default all. */
    pages?: PageSelection | undefined;
    /** Over what is there, or under it: a scanned page covers what is under it. Default `'over'`. */
    layer?: 'over' | 'under' | undefined;
    /** Default `'center'`. */
    position?: StampPosition | undefined;
    /** Moves it to the right and down, in points. Default `{ x: 0, y: 0 }`. */
    offset?: {
        /** To the right. */
        x: number;
        /** Down. */
        y: number;
    } | undefined;
    /** Room kept free at the page's edges, in points. Default 36. */
    margin?: number | undefined;
    /** How much larger or smaller, or `'fit'` for as large as fits within the margin. Default 1. */
    scale?: number | 'fit' | undefined;
    /** Anticlockwise, in degrees. Default 0. */
    rotation?: number | undefined;
    /** From 0.01 to 1. Default 1. */
    opacity?: number | undefined;
}
/**
 * Counts the pages of a PDF, whatever it claims itself.
 *
 * Damaged files are read as far as they can be, as by readers. Progress counts nothing: it is done when it is done.
 *
 * @param file a PDF
 * @param options `password`, limits; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns how many pages it has
 * @throws ClinicoreError `ERR_MALFORMED_INPUT` (no PDF, or none with pages: `details.offset` where the fault has a place),
 *   `ERR_UNSUPPORTED` (encrypted without a password given, or in a way that is not the standard's), `ERR_INVALID_ARGUMENT`
 *   (a password that does not open it), `ERR_LIMIT_EXCEEDED` (`details.option` raises the limit), `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * if ((await pdf.pageCount(upload)) > 50) response.status(413).end();
 */
declare function pageCount(file: Uint8Array, options?: FileOptions): Promise<number>;
/**
 * Makes one PDF of the pages of many, in their order.
 *
 * Pages keep their content, boxes, rotation, layers and annotations, and their links to the web and to pages that come
 * along; files their outlines and attachments; the whole has the title, author and language of the first. Left behind are
 * tags, scripts, signatures and encryption; forms can be seen as they are filled in, but no longer changed. What files have
 * in common (a logo, a font) is written once. The same files give the same bytes on the same backend.
 *
 * Progress counts each file as 1,000.
 *
 * @param files up to 10,000 PDFs, or {@link MergeSource}s
 * @param options limits; `signal`, `onProgress`, and `lane` (default `'bulk'`)
 * @returns the PDF file
 * @throws ClinicoreError as {@link pageCount}, with the file in `details.argument` (`files[2]`); `ERR_INVALID_ARGUMENT` for
 *   pages that a file does not have
 *
 * @example
 * const dossier = await pdf.merge([letter, { file: scans, pages: '1-4', title: 'Scans' }]);
 */
declare function merge(files: (Uint8Array | MergeSource)[], options?: MergeOptions): Promise<Buffer>;
/**
 * Makes PDFs of some of the pages of one. A part holds nothing of the other pages: neither their text nor their pictures,
 * nor attachments. What is kept is said at {@link merge}.
 *
 * Progress counts pages (on the JavaScript backend, parts).
 *
 * @param file a PDF
 * @param parts the pages of each part, up to 10,000 of them
 * @param options `password`, limits; `signal`, `onProgress`, and `lane` (default `'bulk'`)
 * @returns the parts, in their order
 * @throws ClinicoreError as {@link pageCount}; `ERR_INVALID_ARGUMENT` for pages that the file does not have
 *
 * @example
 * const [letter, rest] = await pdf.split(scan, ['1-2', '3-']);
 */
declare function split(file: Uint8Array, parts: readonly PageSelection[], options?: FileOptions): Promise<Buffer[]>;
/**
 * Reads the text of a PDF's pages.
 *
 * Lines come in the order they are read, parted by `\n`, columns of text one after the other; what stands apart on a line,
 * such as the cells of a table, is parted by a tab. Read are fonts of all kinds, as far as the file says what their
 * characters mean (a character of which it does not is U+FFFD), text that is not shown (what a scanner recognised), and what
 * the file says that a drawing stands for. Arabic and Hebrew come in the order they are read in.
 *
 * Text within pictures is not recognised: of a scan without it comes `''`. Progress counts pages.
 *
 * @param file a PDF
 * @param options `pages`, `password`, limits; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the text of each page
 * @throws ClinicoreError as {@link pageCount}; `ERR_INVALID_ARGUMENT` for pages that the file does not have;
 *   `ERR_UNSUPPORTED` for a page whose text is compressed as pictures are
 *
 * @example
 * const [first] = await pdf.extractText(upload, { pages: [1] });
 * const orderNumber = /ORD-\d{4}-\d{5}/.exec(first)?.[0];
 */
declare function extractText(file: Uint8Array, options?: ExtractTextOptions): Promise<string[]>;
/**
 * Draws a text, a picture, a document or a page of another file on pages of a PDF: `PAID`, a letterhead, a bar code on a scan.
 *
 * All else of the file stays as it is (tags, forms, outline, attachments), but for signatures, which end with any change, and
 * encryption, which is taken off. To readers of the text the stamp is an artifact. Progress counts pages.
 *
 * @param file a PDF
 * @param content what to draw; of a document or a file its first page
 * @param options where and how; `password`, limits; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError as {@link pageCount}, and as `render` for what is drawn; `ERR_INVALID_ARGUMENT` for pages that the
 *   file does not have
 *
 * @example
 * const paid = await pdf.stamp(printed, { text: 'PAID', style: { size: 64, color: '#b91c1c', weight: 'bold' } },
 *   { rotation: 30, opacity: 0.3, pages: [1] });
 */
declare function stamp(file: Uint8Array, content: StampContent, options?: StampOptions): Promise<Buffer>;

/** Font files of a family. */
interface FontFiles {
    /** A TrueType or OpenType font (`.ttf`, `.otf`), at most 32 MiB. */
    regular: Uint8Array;
    /** The same in bold. Default: bold text is drawn with `regular`. */
    bold?: Uint8Array | undefined;
}
/**
 * Registers a family of fonts, which styles may then name, for all documents of the process. What the shipped Noto Sans
 * and a style's own font lack is drawn with the other families, in the order they were registered in.
 *
 * Reads the files at once, which takes a while for large ones: call it when the service starts. A family of the same name
 * is replaced, and keeps its place in the order; documents that are being made keep the one they began with. A thread
 * has families of its own.
 *
 * @param family what styles call it: at most 100 characters
 * @param files its font files
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_MALFORMED_INPUT` (no TrueType or OpenType font), `ERR_UNSUPPORTED`
 *   (a collection, a web font, or one whose flags forbid to embed it), `ERR_LIMIT_EXCEEDED` (more than 64 families, or 32 MiB in a file)
 *
 * @example
 * pdf.registerFont('Noto Sans Arabic', {
 *   regular: readFileSync('fonts/NotoSansArabic-Regular.ttf'),
 *   bold: readFileSync('fonts/NotoSansArabic-Bold.ttf'),
 * });
 */
declare function registerFont(family: string, files: FontFiles): void;

/** Options of {@link prepareSignature}. */
interface SignatureOptions {
    /** When it is signed, as the signer says: a time in UTC such as `'2026-03-01T09:30:00Z'`, or a day. */
    signingTime: string;
    /** Who signs. At most 200 characters. */
    name?: string | undefined;
    /** Why, such as `'Prescription'`. At most 200 characters. */
    reason?: string | undefined;
    /** Where. At most 200 characters. */
    location?: string | undefined;
    /** Room for the signature: 1,024 to 1,048,576 bytes, default 16,384. Certificates and a time stamp take the most of it. */
    reservedBytes?: number | undefined;
}
/** A file to be signed. */
interface PreparedSignature {
    /** The file, with zeros where the signature will be: for {@link embedSignature}. */
    file: Buffer;
    /** SHA-256 of all of the file but that place: the `messageDigest` to be signed. */
    digest: Buffer;
    /** What is signed, as pairs of where it begins and how many bytes it has. */
    byteRange: [start: number, length: number, restart: number, rest: number];
}
/**
 * Makes room for a signature in a PDF. Keys stay with you: have `digest` signed (by a smart card, a remote signing service,
 * openssl) as a detached CMS signature with the attributes of CAdES, and hand that to {@link embedSignature}.
 *
 * The signature is not seen on any page. What was there stays as it is, byte for byte, with the signatures it has: a file may
 * be signed by many, one after the other. The same arguments always give the same bytes.
 *
 * @param file a PDF, at most 512 MiB
 * @param options what the signature says besides
 * @returns the file to be signed, and its digest
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_MALFORMED_INPUT` (no PDF, or a broken one), `ERR_UNSUPPORTED` (a file
 *   protected by a password: it would have to be opened first), `ERR_LIMIT_EXCEEDED`
 *
 * @example
 * const { file, digest } = await pdf.prepareSignature(await pdf.render(document), {
 *   signingTime: '2026-03-01T09:30:00Z', name: 'Dr. Ada Morgenstern', reason: 'Prescription',
 * });
 * const signed = pdf.embedSignature(file, await signingService.cms(digest));
 */
declare function prepareSignature(file: Uint8Array, options: SignatureOptions): Promise<PreparedSignature>;
/**
 * Puts a signature into a file that {@link prepareSignature} has made.
 *
 * @param file the prepared file
 * @param cms the CMS signature (RFC 5652) as DER
 * @returns the signed file
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a file with no room for a signature, a signature of something else),
 *   `ERR_MALFORMED_INPUT` (no CMS), `ERR_LIMIT_EXCEEDED` (a signature longer than the room for it: `details.option` names
 *   `reservedBytes`)
 *
 * @example
 * const signed = pdf.embedSignature(prepared.file, cms);
 */
declare function embedSignature(file: Uint8Array, cms: Uint8Array): Buffer;

/**
 * As {@link render}, as a stream to pipe into a response or a file.
 *
 * A PDF ends with a table of where everything in it stands, so the file is made whole, and then handed on in pieces as fast
 * as they are taken. Errors are those of {@link render}, as the stream's; destroying the stream stops the work.
 *
 * @param document what stands in it, read as by {@link render}
 * @param options as of {@link render}
 * @returns a stream of bytes
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` for options of the wrong form
 *
 * @example
 * response.type('application/pdf');
 * await pipeline(pdf.renderToStream(document), response); // of node:stream/promises
 */
declare function renderToStream(document: PdfDocument, options?: RenderOptions): Readable;

/** The power of one lens. */
interface Refraction {
    /** Dioptres from `'-30.00'` to `'+30.00'`; without a sign it is plus. `'0.00'` is plano. */
    sphere: string;
    /** Dioptres from `'-15.00'` to `'+15.00'`, in either notation. With one, `axis` is needed; `'0.00'` is the same as none. */
    cylinder?: string;
    /** Degrees, an integer from 1 to 180 (TABO). 0 is refused: it is written 180. Refused without a cylinder. */
    axis?: number;
    /** Near addition in dioptres, from `'0.25'` to `'6.00'`. */
    add?: string;
    /** At most one horizontal and one vertical prism, or one with its base in degrees. */
    prism?: Prism[];
}
/** A prescribed prism. */
interface Prism {
    /** Prism dioptres (cm/m), from `'0.25'` to `'20.00'`. */
    power: string;
    /** Where its base lies: towards the nose (`in`), the temple, above or below; or degrees, an integer from 0 to 359. */
    base: 'in' | 'out' | 'up' | 'down' | number;
}
/** Pupillary distance in millimetres: of both eyes together, of each from the middle of the nose, or all three. */
interface PupillaryDistance {
    /** From `'40'` to `'85'`. */
    binocular?: string;
    /** From `'20'` to `'45'`; with `left`. */
    right?: string;
    /** From `'20'` to `'45'`; with `right`. */
    left?: string;
}
/** In which steps powers are: quarters of a dioptre, or hundredths for lenses computed for their position of wear. */
type PowerStep = '0.25' | '0.01';

/** A contact lens for one eye. */
interface ContactLens extends Omit<Refraction, 'prism' | 'add'> {
    /** Maker and name of the lens: one line of at most 80 characters. */
    brand: string;
    /** Back vertex power, as `sphere` of spectacles. */
    sphere: string;
    /** Base curve in millimetres, from `'5'` to `'11'`. */
    baseCurve: string;
    /** In millimetres, from `'7'` to `'25'`. */
    diameter: string;
    /** Near addition in dioptres, from `'0.25'` to `'6.00'`, or the maker's name for it: up to 8 letters, such as `'MED'`. */
    add?: string;
    /** At most 40 characters. */
    color?: string;
}

/** A QR code that banking apps in the SEPA area read: the payee's account, the amount due and what it is for. */
interface EpcPaymentCode {
    /** Which kind of code it is. */
    type: 'epc';
    /** Creditor reference (ISO 11649) such as `'RF18 5390 0754 7034'`. */
    reference?: string;
    /** What is written instead of a reference, at most 140 characters. Default the document's number. */
    text?: string;
    /** Purpose of the transfer (ISO 20022 external code set), 1 to 4 letters or digits, such as `'GDDS'`. */
    purpose?: string;
    /** For the payer's eyes, at most 70 characters. */
    information?: string;
}

/** One item of an invoice. Its net amount is `quantity × unitPrice`, rounded half away from zero, less the discount. */
interface InvoiceLine {
    /** What is sold: at most 2,000 characters, line breaks (`\n`) allowed. */
    description: string;
    /** Article number, printed under the description. At most 60 characters. */
    sku?: string;
    /** How many, as a decimal string of up to 9 digits and 6 decimals: `'1'`, `'2.5'`; `'-1'` for a return. */
    quantity: string;
    /** What is counted, such as `'pcs'`. At most 20 characters. */
    unit?: string;
    /** The same for e-invoices: a code of UN/ECE Recommendation 20, such as `'H87'` (piece), `'PR'` (pair), `'HUR'` (hour). Default `'C62'` (one). */
    unitCode?: string;
    /** Price of one in the currency's minor unit (cents): an integer of 0 or more. */
    unitPrice: number;
    /** What is taken off the line, in minor units: from 0 to what it comes to; of a return, off what is given back. Default 0. */
    discount?: number;
    /** What is taken off the line instead, in percent of it: a decimal string from `'0'` to `'100'`, such as `'12.5'`. */
    discountPercent?: string;
    /** Tax in percent, as a decimal string of up to 3 digits and 4 decimals: `'19'`, `'7.5'`, `'0'`. */
    taxRate: string;
    /** Default `'Z'` where the rate is 0, else `'S'`. */
    taxCategory?: TaxCategory;
}
/**
 * Why a tax has its rate (UNCL 5305): `S` standard or reduced rate, `Z` zero rate, `E` exempt, `AE` reverse charge, `K`
 * supply within the EU, `G` export, `O` outside the scope of tax. All but `S` have the rate 0.
 */
type TaxCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O';
/** What is taken off the whole of an invoice: an amount or a percentage of the lines' sum. */
interface InvoiceDiscount {
    /** What for: one line of at most 100 characters. Default the label `discount`. */
    reason?: string;
    /**
     * In minor units: from 0 to what the lines add up to, less the discounts before it. It is shared among the tax rates in
     * proportion to what is left at each. Where more is returned than sold, it is taken off what is given back.
     */
    amount?: number;
    /** In percent of the lines' sum, as a decimal string from `'0'` to `'100'`, such as `'2.5'`. */
    percent?: string;
}
/** A deposit, or anything else that was paid already. */
interface InvoicePayment {
    /** In minor units: an integer of 0 or more. */
    amount: number;
    /** Day it was paid, `YYYY-MM-DD`. */
    date?: string;
    /** One line of at most 100 characters. Default the label `paid`. */
    description?: string;
}
/** What an invoice adds up to, in minor units. */
interface InvoiceTotals {
    /** Sum of the lines' net amounts, less the discounts on the whole. */
    net: number;
    /** Sum of the taxes: for each rate, the rate's share of its lines' sum, rounded half away from zero (EN 16931). */
    tax: number;
    /** `net + tax`. */
    gross: number;
    /** Sum of the payments. */
    paid?: number;
    /** `gross - paid`: what is still to be paid. */
    due?: number;
}
/** Why nothing is charged, by tax category. */
type ExemptionReasons = Partial<Record<'E' | 'AE' | 'K' | 'G' | 'O', string>>;

/** An invoice or credit note as a document: who, what, the sums, how to pay. */

/** Words of invoices and credit notes alike, each one line of at most 60 characters. */
interface SaleLabels extends PaymentLabels {
    /** Heading of the document. */
    title: string;
    /** Above the buyer. */
    billTo: string;
    /** Before a tax number: `'Tax ID'`. */
    taxId: string;
    /** Head of the column of descriptions: `'Description'`. */
    description: string;
    /** Head of the column of quantities: `'Quantity'`. */
    quantity: string;
    /** Head of the column of prices: `'Unit price'`. */
    unitPrice: string;
    /** Head of the column of discounts, left out when there are none, and name of those on the whole: `'Discount'`. */
    discount: string;
    /** Head of the column of tax rates: `'Tax'`. */
    taxRate: string;
    /** Head of the column of net amounts: `'Amount'`. */
    amount: string;
    /** Before the running sum at the end of a page: `'Carried forward'`. */
    carriedForward: string;
    /** Before the running sum at the start of the next: `'Brought forward'`. */
    broughtForward: string;
    /** Before the sum of the lines: `'Subtotal'`. */
    subtotal: string;
    /** Before the sum without tax, where something was taken off the whole: `'Net'`. */
    net: string;
    /** Before each tax, where `{rate}` and `{base}` stand for the rate and the amount it is on: `'Tax {rate} on {base}'`. */
    tax: string;
    /** Before the sum with tax. */
    total: string;
    /** Before what was paid already: `'Paid'`. */
    paid: string;
    /** Before what is still to be paid: `'Amount due'`. */
    due: string;
    /** Above the payment terms: `'Payment terms'`. */
    paymentTerms: string;
    /** Above the notes: `'Notes'`. */
    notes: string;
    /** In the foot, where `{page}` and `{pages}` stand for its number and how many there are: `'Page {page} of {pages}'`. */
    page: string;
}

/** Who sells, buys, orders or prescribes. */

/** Who sells or buys. Every text is one line. */
interface Party {
    /** At most 120 characters. */
    name: string;
    /** The address line by line: at most 6 lines of 100 characters. */
    address: string[];
    /** Tax or VAT number, at most 40 characters. */
    taxId?: string;
    /** At most 254 characters. */
    email?: string;
    /** At most 40 characters. */
    phone?: string;
}

/** Who sells or buys. What is not of a {@link Party} is for e-invoices; of that only `vatId` is printed. */
interface TradeParty extends Party {
    /** VAT id with its country's prefix, where `taxId` is another number: `'DE123456789'`. At most 30 characters. */
    vatId?: string;
    /** Country of the address: ISO 3166-1 alpha-2, such as `'DE'`. Every e-invoice needs it of both. */
    country?: string;
    /** Of the address, which has it too: at most 20 characters. */
    postalCode?: string;
    /** City of the address, which has it too: at most 100 characters. */
    city?: string;
    /** Number in the register of companies (BT-30, BT-47), at most 60 characters. */
    registrationId?: string;
    /** Global Location Number of GS1: 13 digits, whose check digit is checked. */
    gln?: string;
}

/** Where someone lives, in the parts the QR-bill asks for. */
interface SwissAddress {
    /** At most 70 characters. */
    name: string;
    /** At most 70 characters. */
    street?: string;
    /** The building's number, at most 16 characters. */
    building?: string;
    /** At most 16 characters, without the country. */
    postalCode: string;
    /** At most 35 characters. */
    town: string;
    /** Two letters (ISO 3166-1), such as `'CH'`. */
    country: string;
}
/**
 * A Swiss QR-bill over the amount due: receipt and payment part with its code at the foot of the last page, which must be A4.
 * Its texts are Latin; currencies are CHF and EUR.
 */
interface SwissPaymentCode {
    /** Which kind of code it is. */
    type: 'swiss';
    /** Who is paid. */
    creditor: SwissAddress;
    /** Who pays. */
    debtor?: SwissAddress;
    /**
     * A QR reference of 27 digits, which a QR-IBAN needs, or a creditor reference (ISO 11649), which any other IBAN may
     * have.
     */
    reference?: string;
    /** What it is for, at most 140 characters together with `billInformation`. Default the document's number. */
    message?: string;
    /** For the payer's software, beginning with `//`, such as Swico's `'//S1/10/10201409/11/200615'`. */
    billInformation?: string;
    /** Alternative schemes: at most 2, each of at most 100 characters. */
    alternatives?: string[];
}

/** The account to pay to. */
interface BankAccount {
    /** With or without blanks; its length and check digits are checked. */
    iban: string;
    /** 8 or 11 characters. */
    bic?: string;
    /** Whose account it is, at most 120 characters. Default the seller. */
    holder?: string;
    /** The bank's name, at most 100 characters. */
    bank?: string;
}
/** Words about payment. */
interface PaymentLabels {
    /** Above the account: `'Payment'`. */
    payment: string;
    /** Before the account's holder: `'Account holder'`. */
    holder: string;
    /** Before the IBAN: `'IBAN'`. */
    iban: string;
    /** Before the BIC: `'BIC'`. */
    bic: string;
    /** Before the bank: `'Bank'`. */
    bank: string;
    /** Before the reference to pay with: `'Reference'`. */
    reference: string;
    /** Above the account beside a QR code, and what the code is: `'Scan to pay'`. */
    paymentCode: string;
}
/** A code that is paid by phone. */
type PaymentCode = EpcPaymentCode | SwissPaymentCode;

/**
 * What an invoice says. Texts are drawn as given, in Unicode's composed form (NFC), in which at most 8 combining marks
 * may stand on one character.
 */
interface InvoiceData {
    /** The invoice's number, at most 60 characters. */
    number: string;
    /** Day of issue, `YYYY-MM-DD`; also the PDF's creation date. */
    issueDate: string;
    /** Day it is to be paid, `YYYY-MM-DD`. */
    dueDate?: string | undefined;
    /** Day the goods were handed over, `YYYY-MM-DD`. */
    deliveryDate?: string | undefined;
    /** What the buyer asked to be printed, such as a cost centre or a routing id (BT-10): at most 60 characters. */
    buyerReference?: string | undefined;
    /** Number of the order it is for, at most 60 characters. */
    orderNumber?: string | undefined;
    /** The invoice that this one corrects: its number, at most 60 characters, and its day, `YYYY-MM-DD`. */
    corrects?: {
        /** At most 60 characters. */
        number: string;
        /** `YYYY-MM-DD`. */
        date?: string | undefined;
    } | undefined;
    /** ISO 4217 code such as `'EUR'`. It says what a minor unit is: a hundredth of a EUR, a JPY, a thousandth of a KWD. */
    currency: string;
    /** Who sells. */
    seller: TradeParty;
    /** Who buys. */
    buyer: TradeParty;
    /** What is sold: 1 to 100,000 lines with at most 20 different tax rates, on at most 10,000 pages. */
    lines: InvoiceLine[];
    /**
     * What is taken off the whole, at most 20: each amount, or percentage of the lines' sum, is shared among the tax rates in
     * proportion to what they are on.
     */
    discounts?: InvoiceDiscount[] | undefined;
    /** Why nothing is charged, for each of these tax categories that a line has: at most 300 characters. */
    exemptionReasons?: ExemptionReasons | undefined;
    /** Deposits and other payments that came before, at most 50. What is left is the amount due. */
    payments?: InvoicePayment[] | undefined;
    /** Where to pay to. */
    bank?: BankAccount | undefined;
    /** A QR code to pay the amount due with, or a Swiss bill's slip; needs `bank`, and is left out when nothing is due. */
    paymentCode?: PaymentCode | undefined;
    /** Printed under the totals: at most 5,000 characters, line breaks allowed. */
    notes?: string | undefined;
    /** How to pay, printed above the notes: at most 5,000 characters, line breaks allowed. */
    paymentTerms?: string | undefined;
    /** Totals you have computed already: refused if the lines do not add up to them. */
    totals?: InvoiceTotals | undefined;
}
/** The template's words, each one line of at most 60 characters. */
interface InvoiceLabels extends SaleLabels {
    /** Heading of the document: `'Invoice'`. */
    title: string;
    /** Before the invoice's number: `'Invoice no.'`. */
    number: string;
    /** Before the day of issue: `'Date'`. */
    issueDate: string;
    /** Before the day it is to be paid: `'Due date'`. */
    dueDate: string;
    /** Before the day of delivery: `'Delivery date'`. */
    deliveryDate: string;
    /** Before the buyer's reference: `'Your reference'`. */
    buyerReference: string;
    /** Before the order's number: `'Order no.'`. */
    orderNumber: string;
    /** Before the number of an invoice that is corrected: `'Corrects invoice'`. */
    corrects: string;
    /** Above the buyer: `'Bill to'`. */
    billTo: string;
    /** Before the sum with tax: `'Total'`. */
    total: string;
}
/** Options of {@link invoice}. */
interface InvoiceOptions extends PdfTemplateOptions<InvoiceLabels> {
    /** Colour of headings and rules, `'#rrggbb'`, where the theme has none. Default `'#0f6277'`. */
    accentColor?: string;
    /**
     * As of `render`; `'einvoice'` makes a PDF/A-3b that holds the invoice as data too (Factur-X, in Germany ZUGFeRD), in the
     * profile EN 16931. `{ name: 'archive', facturX: 'BASIC' }` makes one of another level. See {@link invoiceXml}.
     */
    profile?: Profile;
}
/**
 * Makes an invoice as a PDF: A4 or Letter, over as many pages as its lines need, with the table's head and the running
 * sum on every page, discounts, the tax of each rate, what was paid and what is due, and "page x of y".
 *
 * Amounts are computed exactly, in integers. The embedded font (Noto Sans) covers Latin, Greek and Cyrillic; a character
 * that neither it nor a registered font has is refused, never printed as a box. The same arguments always give the same
 * bytes on the same backend, and the same text at the same places on both.
 *
 * Up to 500 lines are read before the call returns its promise, as everything else is. Further ones are read in order,
 * in batches of about 2 ms, so that the event loop stays free: leave them alone until the promise settles.
 *
 * @param data what the invoice says
 * @param options how it looks; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a field of the wrong form, no lines, a control character, too many marks
 *   on a character, an IBAN or reference with wrong check digits, a tax category without its reason, totals that do not
 *   add up: `details.required` is the right one), `ERR_UNSUPPORTED` (a character the fonts lack: `details.argument`
 *   is the field, `details.codePoint` the character; `options.locale` where it comes from the locale's dates or
 *   numbers), `ERR_LIMIT_EXCEEDED` (too many lines, tax rates or pages, a text too long for its field, an amount above
 *   2^53 - 1), `ERR_ABORTED`, `ERR_BUSY`
 * @see EN 16931-1 for the rounding of taxes, EPC069-12 for the SEPA code, SIX's guidelines for the Swiss one
 *
 * @example
 * const file = await pdf.invoice({
 *   number: 'INV-2026-00042',
 *   issueDate: '2026-03-01',
 *   currency: 'EUR',
 *   seller: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'], taxId: 'DE123456789' },
 *   buyer: { name: 'Jana Nováková', address: ['Dlouhá 733/29', '110 00 Praha 1'] },
 *   lines: [{ description: 'Single-vision lens', quantity: '2', unitPrice: 8900, taxRate: '19' }],
 *   bank: { iban: 'DE02 1203 0000 0000 2020 51' },
 *   paymentCode: { type: 'epc' },
 * }, { locale: 'de-DE', labels: { title: 'Rechnung' } });
 */
declare function invoice(data: InvoiceData, options?: InvoiceOptions): Promise<Buffer>;
/**
 * The document that {@link invoice} makes a PDF of: for `renderMany` and `renderToStream`, or to add to it. Errors of
 * rendering it then name places in the document.
 *
 * @param data as of {@link invoice}
 * @param options as of {@link invoice}, but those of rendering; of an e-invoice the `profile`, which attaches the XML: render
 *   it in the same one
 * @throws ClinicoreError as {@link invoice} does for what is wrong with the data
 *
 * @example
 * const profile = 'einvoice';
 * const documents = invoices.map((data) => () => pdf.invoiceDocument(data, { profile }));
 * for await (const { file, error } of pdf.renderMany(documents, { profile })) await keep(file, error);
 */
declare function invoiceDocument(data: InvoiceData, options?: EinvoiceDocumentOptions<InvoiceOptions>): Promise<PdfDocument>;
/**
 * The invoice as data alone: a Cross Industry Invoice (UN/CEFACT D22B) by the rules of EN 16931, as Factur-X and ZUGFeRD
 * attach it to a PDF, which {@link invoice} does with `profile: 'einvoice'`.
 *
 * @param data as of {@link invoice}; an e-invoice needs the `country` of seller and buyer, a VAT id (or `gln`, or
 *   `registrationId`) of the seller, `dueDate` or `paymentTerms` where an amount is due, and what its tax categories ask for
 * @param options `facturX`: how much it says, by default `'EN 16931'`; `signal`
 * @returns XML in UTF-8, for a file `factur-x.xml`
 * @throws ClinicoreError as {@link invoice} does for what is wrong with the data, and `ERR_INVALID_ARGUMENT` for what they
 *   lack: the message names the rule, such as BR-09
 * @see EN 16931-1 and Factur-X 1.07 (ZUGFeRD 2.3)
 *
 * @example
 * const xml = await pdf.invoiceXml({
 *   number: 'INV-2026-00042',
 *   issueDate: '2026-03-01',
 *   dueDate: '2026-03-15',
 *   currency: 'EUR',
 *   seller: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'], taxId: 'DE123456789', country: 'DE' },
 *   buyer: { name: 'Jana Nováková', address: ['Dlouhá 733/29', '110 00 Praha 1'], country: 'CZ' },
 *   lines: [{ description: 'Single-vision lens', quantity: '2', unitCode: 'H87', unitPrice: 8900, taxRate: '19' }],
 * });
 */
declare function invoiceXml(data: InvoiceData, options?: InvoiceXmlOptions): Promise<string>;

/** What a credit note says: as an invoice, with amounts that are given back. */
interface CreditNoteData extends Omit<InvoiceData, 'dueDate' | 'orderNumber' | 'corrects' | 'payments' | 'bank' | 'paymentCode' | 'totals'> {
    /** Number of the invoice it corrects, at most 60 characters. */
    invoiceNumber: string;
    /** Day that invoice was issued, `YYYY-MM-DD`. */
    invoiceDate?: string | undefined;
    /** Why, one line of at most 200 characters. */
    reason?: string | undefined;
    /** Totals you have computed already: refused if the lines do not add up to them. */
    totals?: {
        /** Without tax, in minor units. */
        net: number;
        /** All tax, in minor units. */
        tax: number;
        /** With tax, in minor units. */
        gross: number;
    } | undefined;
}
/**
 * The template's words, each one line of at most 60 characters: those of an invoice, of which some have no place here, and
 * more.
 */
interface CreditNoteLabels extends InvoiceLabels {
    /** Heading of the document: `'Credit note'`. */
    title: string;
    /** Before its own number: `'Credit note no.'`. */
    number: string;
    /** Above the buyer: `'Credit to'`. */
    billTo: string;
    /** Before the sum with tax: `'Total credit'`. */
    total: string;
    /** Before the number of the invoice: `'For invoice'`. */
    invoiceNumber: string;
    /** Before that invoice's day: `'Invoice date'`. */
    invoiceDate: string;
    /** Above the reason: `'Reason'`. */
    reason: string;
}
/** Options of {@link creditNote}. */
interface CreditNoteOptions extends PdfTemplateOptions<CreditNoteLabels> {
    /** Colour of headings and rules, `'#rrggbb'`, where the theme has none. Default `'#0f6277'`. */
    accentColor?: string;
    /** As of {@link invoice}. */
    profile?: Profile;
}
/**
 * Makes a credit note as a PDF: as {@link invoice}, with the invoice it corrects and why.
 *
 * Quantities and prices are those given back, so they are positive; a line with a negative quantity takes from the credit.
 *
 * @param data what the credit note says
 * @param options how it looks; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError as {@link invoice} does
 *
 * @example
 * const file = await pdf.creditNote({
 *   number: 'CN-2026-00003',
 *   issueDate: '2026-03-10',
 *   invoiceNumber: 'INV-2026-00042',
 *   reason: 'One lens was returned',
 *   currency: 'EUR',
 *   seller: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'], taxId: 'DE123456789' },
 *   buyer: { name: 'Jana Nováková', address: ['Dlouhá 733/29', '110 00 Praha 1'] },
 *   lines: [{ description: 'Single-vision lens', quantity: '1', unitPrice: 8900, taxRate: '19' }],
 * });
 */
declare function creditNote(data: CreditNoteData, options?: CreditNoteOptions): Promise<Buffer>;
/**
 * The document that {@link creditNote} makes a PDF of: for `renderMany` and `renderToStream`, or to add to it. Errors of
 * rendering it then name places in the document.
 *
 * @param data as of {@link creditNote}
 * @param options as of {@link creditNote}, but those of rendering; `profile` as of {@link invoiceDocument}
 * @throws ClinicoreError as {@link creditNote} does for what is wrong with the data
 *
 * @example
 * const document = await pdf.creditNoteDocument(data, { locale: 'de' });
 * document.watermark = 'Draft';
 * const file = await pdf.render(document);
 */
declare function creditNoteDocument(data: CreditNoteData, options?: EinvoiceDocumentOptions<CreditNoteOptions>): Promise<PdfDocument>;
/**
 * The credit note as data alone, as {@link invoiceXml} gives an invoice.
 *
 * @param data as of {@link creditNote}; of what an invoice needs, `paymentTerms` say how the amount is given back
 * @param options as of {@link invoiceXml}
 * @returns XML in UTF-8, for a file `factur-x.xml`
 * @throws ClinicoreError as {@link invoiceXml} does
 *
 * @example
 * const xml = await pdf.creditNoteXml({
 *   number: 'CN-2026-00003',
 *   issueDate: '2026-03-10',
 *   invoiceNumber: 'INV-2026-00042',
 *   currency: 'EUR',
 *   seller: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'], taxId: 'DE123456789', country: 'DE' },
 *   buyer: { name: 'Jana Nováková', address: ['Dlouhá 733/29', '110 00 Praha 1'], country: 'CZ' },
 *   lines: [{ description: 'Single-vision lens', quantity: '1', unitPrice: 8900, taxRate: '19' }],
 *   paymentTerms: 'Paid back to your account within 14 days',
 * });
 */
declare function creditNoteXml(data: CreditNoteData, options?: InvoiceXmlOptions): Promise<string>;

/** Tables with a row for each eye. */

/** Words about the eyes. */
interface EyeLabels {
    /** Head of the column of eyes: `'Eye'`. */
    eye: string;
    /** `'Right (OD)'`. */
    right: string;
    /** `'Left (OS)'`. */
    left: string;
    /** Head of the spheres: `'Sphere'`. */
    sphere: string;
    /** Head of the cylinders: `'Cylinder'`. */
    cylinder: string;
    /** Head of the axes: `'Axis'`. */
    axis: string;
    /** Head of the near additions: `'Add'`. */
    add: string;
    /** Head of the prisms: `'Prism'`. */
    prism: string;
    /** Head of the prisms' bases: `'Base'`. */
    base: string;
    /** A base towards the nose: `'in'`. */
    baseIn: string;
    /** A base towards the temple: `'out'`. */
    baseOut: string;
    /** `'up'`. */
    baseUp: string;
    /** `'down'`. */
    baseDown: string;
    /** Head of the pupillary distances when looking afar: `'PD distance'`. */
    distance: string;
    /** Head of those when looking near: `'PD near'`. */
    near: string;
    /** Row of what is measured for both eyes together: `'Both eyes'`. */
    binocular: string;
}

/** A frame. Texts are one line of at most 60 characters. */
interface Frame {
    /** Who makes it. */
    brand?: string;
    /** Its name or number at the maker's. */
    model?: string;
    /** Its colour, in the maker's words. */
    color?: string;
    /** What it is made of. */
    material?: string;
    /** Such as full rim or rimless. */
    type?: string;
    /** Boxed sizes in millimetres. */
    size?: {
        /** Width of the lens's box, `'30'` to `'75'`. */
        a: string;
        /** Height of the lens's box, `'15'` to `'70'`. */
        b: string;
        /** Distance between lenses, `'8'` to `'32'`. */
        dbl: string;
        /** Length of the temples, `'90'` to `'170'`. */
        temple?: string;
    };
}
/** The lenses. Texts are one line of at most 100 characters. */
interface LensData {
    /** Product or name. */
    name: string;
    /** Refractive index, `'1.40'` to `'2.00'`. */
    index?: string;
    /** Such as a progressive design. */
    design?: string;
    /** At most 10. */
    coatings?: string[];
    /** Its colour and how dark it is. */
    tint?: string;
}
/** How the frame sits. */
interface WearingPosition {
    /** From the eye to the lens: millimetres from `'5'` to `'25'`. */
    vertexDistance?: string;
    /** Pantoscopic tilt: degrees from `'-10'` to `'30'`. */
    pantoscopicTilt?: string;
    /** Face form angle: degrees from `'-5'` to `'40'`. */
    wrap?: string;
}

/** Whom something is made for. */
interface Patient {
    /** At most 120 characters. */
    name: string;
    /** Day of birth, `YYYY-MM-DD`. */
    birthDate?: string | undefined;
    /** Number in the clinic's records, at most 60 characters. */
    recordNumber?: string | undefined;
    /** The address line by line: at most 6 lines of 100 characters. */
    address?: string[] | undefined;
}
/** What a prescription says: spectacles, contact lenses, or both. */
interface PrescriptionData {
    /** At most 60 characters. */
    number?: string | undefined;
    /** Day it was written, `YYYY-MM-DD`; also the PDF's creation date. */
    issueDate: string;
    /** Last day it may be filled, `YYYY-MM-DD`. */
    validUntil?: string | undefined;
    /** Who prescribes. */
    prescriber: Party;
    /** Whom it is for. */
    patient: Patient;
    /** In which steps the powers are. Default `'0.25'`. */
    powerStep?: PowerStep | undefined;
    /** Spectacles, for one eye or both. */
    spectacles?: SpectaclePrescription | undefined;
    /** Contact lenses, for one eye or both. */
    contactLenses?: {
        /** Of the right eye. */
        right?: ContactLens | undefined;
        /** Of the left eye. */
        left?: ContactLens | undefined;
    } | undefined;
    /** At most 2,000 characters, line breaks allowed. */
    notes?: string | undefined;
}
/** Spectacles, for one eye or both. */
interface SpectaclePrescription {
    /** Of the right eye. */
    right?: Refraction | undefined;
    /** Of the left eye. */
    left?: Refraction | undefined;
    /** When looking afar. */
    pupillaryDistance?: PupillaryDistance | undefined;
    /** When looking near. */
    nearPupillaryDistance?: PupillaryDistance | undefined;
    /** At which the powers were found: millimetres from `'5'` to `'25'`. */
    vertexDistance?: string | undefined;
    /** What for, such as `'Distance'`: one line of at most 60 characters. */
    use?: string | undefined;
}
/** The template's words, each one line of at most 60 characters. */
interface PrescriptionLabels extends EyeLabels {
    /** Heading of the document: `'Prescription'`. */
    title: string;
    /** Before its number: `'No.'`. */
    number: string;
    /** Before the day it was written: `'Date'`. */
    issueDate: string;
    /** Before the last day it may be filled: `'Valid until'`. */
    validUntil: string;
    /** Above the patient: `'Patient'`. */
    patient: string;
    /** Before the day of birth: `'Born'`. */
    birthDate: string;
    /** Before the record's number: `'Record no.'`. */
    recordNumber: string;
    /** Before the prescriber's tax number: `'Tax ID'`. */
    taxId: string;
    /** Above the spectacles: `'Spectacles'`. */
    spectacles: string;
    /** Before what they are for: `'Use'`. */
    use: string;
    /** Before the vertex distance: `'Vertex distance'`. */
    vertexDistance: string;
    /** Above the contact lenses: `'Contact lenses'`. */
    contactLenses: string;
    /** Head of the lenses' names: `'Lens'`. */
    brand: string;
    /** Head of the base curves: `'Base curve'`. */
    baseCurve: string;
    /** Head of the diameters: `'Diameter'`. */
    diameter: string;
    /** Head of the colours: `'Colour'`. */
    color: string;
    /** Above the notes: `'Notes'`. */
    notes: string;
    /** Under the line to sign on: `'Signature of the prescriber'`. */
    signature: string;
    /** In the foot: `'Page {page} of {pages}'`. */
    page: string;
}
/** Options of {@link prescription}. */
type PrescriptionOptions = PdfTemplateOptions<PrescriptionLabels>;
/**
 * Makes a prescription of spectacles, contact lenses or both as a PDF, with a line to sign on.
 *
 * Powers are checked strictly and printed with their sign and two decimals, other figures digit for digit, in the locale's
 * decimal mark. Nothing is rounded, transposed or made up: what an eye lacks is printed as `–`.
 *
 * @param data what is prescribed
 * @param options how it looks; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a field of the wrong form or out of its range, a power between steps, a
 *   cylinder without axis or the other way round, a prism without base, distances that do not add up: `details.required`
 *   is the right one), `ERR_UNSUPPORTED` (a character the fonts lack), `ERR_LIMIT_EXCEEDED` (a text too long for its
 *   field), `ERR_ABORTED`, `ERR_BUSY`
 * @see ISO 8429 for the axes and bases in degrees
 *
 * @example
 * const file = await pdf.prescription({
 *   issueDate: '2026-03-01',
 *   prescriber: { name: 'Dr. Olga Brandt', address: ['Lindenplatz 4', '10115 Berlin'] },
 *   patient: { name: 'Jana Nováková', birthDate: '1984-05-17' },
 *   spectacles: {
 *     right: { sphere: '-1.25', cylinder: '-0.50', axis: 175, add: '+1.50' },
 *     left: { sphere: '-1.00', add: '+1.50', prism: [{ power: '1.00', base: 'in' }] },
 *     pupillaryDistance: { right: '31.5', left: '32' },
 *   },
 * });
 */
declare function prescription(data: PrescriptionData, options?: PrescriptionOptions): Promise<Buffer>;
/**
 * The document that {@link prescription} makes a PDF of: for `renderMany` and `renderToStream`, or to add to it. Errors of
 * rendering it then name places in the document.
 *
 * @param data as of {@link prescription}
 * @param options as of {@link prescription}, but those of rendering
 * @throws ClinicoreError as {@link prescription} does for what is wrong with the data
 *
 * @example
 * const document = await pdf.prescriptionDocument(data, { locale: 'cs' });
 * document.attachments = [{ name: 'measured.json', data: json, mimeType: 'application/json' }];
 * const file = await pdf.render(document);
 */
declare function prescriptionDocument(data: PrescriptionData, options?: DocumentOptions<PrescriptionOptions>): Promise<PdfDocument>;

/**
 * The shape of one lens as tracers give it (OMA, records `TRCFMT` and `R`): radii in hundredths of a millimetre, 36 to
 * 2,000 of them at equal angles, anticlockwise from 3 o'clock, seen from the front.
 */
type Radii = ArrayLike<number>;
/** The lenses' shapes: traced radii, or a drawing of your own. */
type Tracing = {
    /** Of the right eye's lens, which stands on the left as the wearer is looked at. */
    right?: Radii | undefined;
    /** Of the left eye's lens, which stands on the right. */
    left?: Radii | undefined;
} | {
    /** In points, from the drawing's top left, y downwards. */
    shapes: Shape[];
    /** In points. */
    width: number;
    /** In points. */
    height: number;
};

/** One eye of an order. */
interface OrderedLens extends Refraction {
    /** Of the pupil above the lowest point of the lens in the frame: millimetres from `'5'` to `'45'`. */
    fittingHeight?: string;
    /** Of the uncut lens: millimetres from `'45'` to `'90'`. */
    diameter?: string;
}
/** What an order says. */
interface OrderSheetData {
    /** At most 40 characters. */
    number: string;
    /** Day of the order, `YYYY-MM-DD`; also the PDF's creation date. */
    issueDate: string;
    /** Day it is needed, `YYYY-MM-DD`. */
    dueDate?: string | undefined;
    /** Who orders. */
    customer: Party;
    /** Who makes it. */
    laboratory?: Party | undefined;
    /** Whom it is for. */
    patient: Patient;
    /** In which steps the powers are. Default `'0.25'`. */
    powerStep?: PowerStep | undefined;
    /** The right eye's lens; at least one eye has one. */
    right?: OrderedLens | undefined;
    /** The left eye's lens. */
    left?: OrderedLens | undefined;
    /** When looking afar. */
    pupillaryDistance?: PupillaryDistance | undefined;
    /** When looking near. */
    nearPupillaryDistance?: PupillaryDistance | undefined;
    /** How the frame sits before the eyes. */
    wearing?: WearingPosition | undefined;
    /** The frame the lenses are for. */
    frame?: Frame | undefined;
    /** What both lenses are. */
    lens: LensData;
    /** The shape to be cut. */
    tracing?: Tracing | undefined;
    /** What the bar code (Code 128) says: 1 to 40 characters of ASCII. Default the number, if it is that; `null` for none. */
    barcode?: string | null | undefined;
    /** At most 2,000 characters, line breaks allowed. */
    notes?: string | undefined;
}
/** The template's words, each one line of at most 60 characters. */
interface OrderSheetLabels extends EyeLabels {
    /** Heading of the document: `'Lens order'`. */
    title: string;
    /** Before its number: `'Order no.'`. */
    number: string;
    /** Before the day of the order: `'Ordered'`. */
    issueDate: string;
    /** Before the day it is needed: `'Needed by'`. */
    dueDate: string;
    /** Before tax numbers: `'Tax ID'`. */
    taxId: string;
    /** Above the laboratory: `'To'`. */
    laboratory: string;
    /** Above the patient: `'Patient'`. */
    patient: string;
    /** Before the day of birth: `'Born'`. */
    birthDate: string;
    /** Before the record's number: `'Record no.'`. */
    recordNumber: string;
    /** Above the powers: `'Prescription'`. */
    prescription: string;
    /** Above distances and heights: `'Centration'`. */
    centration: string;
    /** Head of the fitting heights: `'Fitting height'`. */
    fittingHeight: string;
    /** Head of the diameters: `'Diameter'`. */
    diameter: string;
    /** Before the vertex distance: `'Vertex distance'`. */
    vertexDistance: string;
    /** Before the pantoscopic tilt: `'Pantoscopic tilt'`. */
    pantoscopicTilt: string;
    /** Before the face form angle: `'Wrap angle'`. */
    wrap: string;
    /** Above the frame: `'Frame'`. */
    frame: string;
    /** `'Brand'`. */
    brand: string;
    /** `'Model'`. */
    model: string;
    /** `'Colour'`. */
    color: string;
    /** `'Material'`. */
    material: string;
    /** `'Type'`. */
    type: string;
    /** Before the boxed sizes: `'Size A × B, DBL'`. */
    size: string;
    /** `'Temple'`. */
    temple: string;
    /** Above the lenses: `'Lenses'`. */
    lens: string;
    /** `'Product'`. */
    name: string;
    /** `'Index'`. */
    index: string;
    /** `'Design'`. */
    design: string;
    /** `'Coatings'`. */
    coatings: string;
    /** `'Tint'`. */
    tint: string;
    /** Above the picture of the shapes: `'Shape, seen from the front'`. */
    tracing: string;
    /** Under a picture in which a millimetre is one: `'Actual size'`. */
    actualSize: string;
    /** What the bar code is: `'Bar code of the order'`. */
    barcode: string;
    /** Above the notes: `'Notes'`. */
    notes: string;
    /** In the foot: `'Page {page} of {pages}'`. */
    page: string;
}
/** Options of {@link orderSheet}. */
type OrderSheetOptions = PdfTemplateOptions<OrderSheetLabels>;
/**
 * Makes the order sheet of a pair of lenses (or of one) as a PDF: powers, centration, how the frame sits, frame, lenses, the
 * shape in actual size, a bar code.
 *
 * Powers are checked strictly and printed with their sign and two decimals, other figures digit for digit, in the locale's
 * decimal mark. Nothing is rounded, transposed or made up: what an eye lacks is printed as `–`. In the picture of the shape
 * a cross shows where an eye looks through, if the frame's size, its own pupillary distance and its fitting height are
 * known.
 *
 * @param data what is ordered
 * @param options how it looks; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a field of the wrong form or out of its range, a power between steps, a
 *   cylinder without axis or the other way round, a prism without base, distances that do not add up: `details.required`
 *   is the right one), `ERR_UNSUPPORTED` (a character the fonts lack), `ERR_LIMIT_EXCEEDED` (a text too long for its
 *   field), `ERR_ABORTED`, `ERR_BUSY`
 * @see ISO 8624 for the boxed sizes of frames, ISO 8429 for axes and bases in degrees
 *
 * @example
 * const file = await pdf.orderSheet({
 *   number: 'LAB-2026-00815',
 *   issueDate: '2026-03-01',
 *   dueDate: '2026-03-05',
 *   customer: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'] },
 *   patient: { name: 'Jana Nováková', recordNumber: 'P-00053' },
 *   right: { sphere: '-1.25', cylinder: '-0.50', axis: 175, add: '+1.50', fittingHeight: '21' },
 *   left: { sphere: '-1.00', add: '+1.50', fittingHeight: '21.5' },
 *   pupillaryDistance: { right: '31.5', left: '32' },
 *   frame: { brand: 'Alba', model: '01', size: { a: '52', b: '38', dbl: '18' } },
 *   lens: { name: 'Progressive Premium', index: '1.60', coatings: ['Anti-reflection', 'Hard coat'] },
 * });
 */
declare function orderSheet(data: OrderSheetData, options?: OrderSheetOptions): Promise<Buffer>;
/**
 * The document that {@link orderSheet} makes a PDF of: for `renderMany` and `renderToStream`, or to add to it. Errors of
 * rendering it then name places in the document.
 *
 * @param data as of {@link orderSheet}
 * @param options as of {@link orderSheet}, but those of rendering
 * @throws ClinicoreError as {@link orderSheet} does for what is wrong with the data
 *
 * @example
 * const documents = orders.map((data) => () => pdf.orderSheetDocument(data));
 * for await (const { index, file } of pdf.renderMany(documents)) await keep(orders[index].number, file);
 */
declare function orderSheetDocument(data: OrderSheetData, options?: DocumentOptions<OrderSheetOptions>): Promise<PdfDocument>;

/** What a receipt says. */
interface ReceiptData {
    /** At most 60 characters. */
    number: string;
    /** When it was issued: `YYYY-MM-DD`, or with the time on the clock `YYYY-MM-DDTHH:MM`. Its day is the PDF's creation date. */
    issuedAt: string;
    /** ISO 4217 code such as `'EUR'`. */
    currency: string;
    /** Who sells. */
    seller: Party;
    /** Who served: at most 60 characters. */
    cashier?: string | undefined;
    /** Whether the prices have the tax in them, which then is worked out of them for each rate. Default true. */
    pricesIncludeTax?: boolean | undefined;
    /** What is sold: 1 to 1,000 lines. */
    lines: InvoiceLine[];
    /** What is taken off the whole, as on an invoice. */
    discounts?: InvoiceDiscount[] | undefined;
    /** Why nothing is charged, as on an invoice. */
    exemptionReasons?: ExemptionReasons | undefined;
    /** How it was paid, each with its method as `description`. More than the total is answered by change. */
    payments?: InvoicePayment[] | undefined;
    /** Totals you have computed already: refused if the lines do not add up to them. `due` is negative where there is change. */
    totals?: InvoiceTotals | undefined;
    /** Printed at the end: at most 1,000 characters, line breaks allowed. */
    notes?: string | undefined;
    /** What a QR code at the end says, such as a cash register's signature: at most 1,000 characters. */
    fiscalCode?: string | undefined;
}
/** The template's words, each one line of at most 60 characters. */
interface ReceiptLabels {
    /** Heading of the document: `'Receipt'`. */
    title: string;
    /** Before its number: `'No.'`. */
    number: string;
    /** Before who served: `'Served by'`. */
    cashier: string;
    /** Before the seller's tax number: `'Tax ID'`. */
    taxId: string;
    /** Name of a discount: `'Discount'`. */
    discount: string;
    /** Before the sum of the lines, where something was taken off the whole: `'Subtotal'`. */
    subtotal: string;
    /** Before what is to be paid: `'Total'`. */
    total: string;
    /** Before a payment without description: `'Paid'`. */
    paid: string;
    /** Before what is given back: `'Change'`. */
    change: string;
    /** Before what is still to be paid, where something was paid: `'Still due'`. */
    due: string;
    /** Head of the column of tax rates: `'Tax'`. */
    taxRate: string;
    /** Head of the column of amounts without tax: `'Net'`. */
    net: string;
    /** Head of the column of taxes: `'Tax amount'`. */
    tax: string;
    /** Head of the column of amounts with tax: `'Gross'`. */
    gross: string;
    /** What the QR code is: `'Signature of the cash register'`. */
    fiscalCode: string;
}
/** Options of {@link receipt}. */
interface ReceiptOptions extends Omit<PdfTemplateOptions<ReceiptLabels>, 'pageSize'> {
    /** The paper's width. Default `'80mm'`. */
    roll?: '80mm' | '58mm';
}
/**
 * Makes a receipt for a roll of 80 or 58 mm as a PDF: one page, exactly as high as what stands on it, in black.
 *
 * Amounts are computed exactly, in integers: the tax is worked out for each rate on the sum of its lines, out of prices
 * that have it in them or on top of those that have not.
 *
 * @param data what was sold and how it was paid
 * @param options how it looks; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError as {@link invoice} does
 *
 * @example
 * const file = await pdf.receipt({
 *   number: '2026-004711',
 *   issuedAt: '2026-03-01T14:35',
 *   currency: 'EUR',
 *   seller: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'], taxId: 'DE123456789' },
 *   lines: [{ description: 'Multi-purpose solution, 360 ml', quantity: '2', unitPrice: 1290, taxRate: '19' }],
 *   payments: [{ description: 'Cash', amount: 3000 }],
 * }, { locale: 'de-DE', roll: '80mm' });
 */
declare function receipt(data: ReceiptData, options?: ReceiptOptions): Promise<Buffer>;
/**
 * The document that {@link receipt} makes a PDF of: for `renderMany` and `renderToStream`, or to add to it. Errors of
 * rendering it then name places in the document.
 *
 * @param data as of {@link receipt}
 * @param options as of {@link receipt}, but those of rendering
 * @throws ClinicoreError as {@link receipt} does for what is wrong with the data
 *
 * @example
 * const document = await pdf.receiptDocument(data, { roll: '58mm' });
 * document.content.push({ type: 'code', code: 'qr', value: 'https://clinic.example/feedback', alt: 'Tell us how it was' });
 * const file = await pdf.render(document);
 */
declare function receiptDocument(data: ReceiptData, options?: DocumentOptions<ReceiptOptions>): Promise<PdfDocument>;

/** What a report says. */
interface ReportData {
    /** At most 200 characters. */
    title: string;
    /** At most 200 characters. */
    subtitle?: string | undefined;
    /** Whose report it is, such as the clinic: at most 120 characters. */
    author: string;
    /** Day of the report, `YYYY-MM-DD`; also the PDF's creation date. */
    date: string;
    /** Further facts beside the title, at most 8, such as the period. */
    facts?: ReportFigure[] | undefined;
    /** What matters most, in large type under the title: at most 8. */
    figures?: ReportFigure[] | undefined;
    /** What it says: 1 to 200 sections. */
    sections: ReportSection[];
}
/** A name and what it comes to. */
interface ReportFigure {
    /** At most 60 characters. */
    name: string;
    /** As it is printed: at most 60 characters. */
    value: string;
}
/** A part of a report: what of this is given, in this order. */
interface ReportSection {
    /** At most 200 characters. */
    heading?: string | undefined;
    /** Whether the section begins on a new page. Default false. */
    newPage?: boolean | undefined;
    /** At most 20,000 characters; an empty line parts paragraphs. */
    text?: string | undefined;
    /** A picture under its text. */
    chart?: ReportChart | undefined;
    /** Figures under its text. */
    table?: ReportTable | undefined;
}
/** A picture in SVG, such as `stats.forecastChart` makes. */
interface ReportChart {
    /** The picture's text: what `pdf.render` reads of SVG. */
    svg: string;
    /** What it shows, for those who cannot see it: at most 2,000 characters. */
    alt: string;
    /** Printed under it: at most 300 characters. */
    caption?: string | undefined;
}
/** A table of texts. */
interface ReportTable {
    /** 1 to 12 columns. */
    columns: {
        /** Head of the column: at most 100 characters. */
        name: string;
        /** `'number'` sets the column flush with its end, as wide as it needs. Default `'text'`. */
        type?: 'text' | 'number';
    }[];
    /** At most 10,000 rows, each with as many texts as there are columns; of at most 2,000 characters, or empty. */
    rows: string[][];
    /** A last row that stands out, such as sums. */
    total?: string[] | undefined;
    /** Printed under it: at most 300 characters. */
    caption?: string | undefined;
}
/** The template's words, each one line of at most 60 characters. */
interface ReportLabels {
    /** Before the day of the report: `'Date'`. */
    date: string;
    /** In the foot: `'Page {page} of {pages}'`. */
    page: string;
}
/** Options of {@link report}. */
type ReportOptions = PdfTemplateOptions<ReportLabels>;
/**
 * Makes a report as a PDF: a title, figures, and sections of text, charts and tables, over as many pages as they need.
 *
 * @param data what the report says
 * @param options how it looks; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a field of the wrong form, a row that has not as many texts as there are
 *   columns), `ERR_MALFORMED_INPUT` (a chart that is no SVG), `ERR_UNSUPPORTED` (a character the fonts lack, a part of SVG
 *   that is not read), `ERR_LIMIT_EXCEEDED` (a text too long for its field, too much of something), `ERR_ABORTED`,
 *   `ERR_BUSY`
 *
 * @example
 * const forecast = await stats.forecast(sales, { horizon: 28, seasonLength: 7 });
 * const file = await pdf.report({
 *   title: 'Sales in March',
 *   author: 'Optik Morgenstern GmbH',
 *   date: '2026-04-01',
 *   figures: [{ name: 'Pieces sold', value: '412' }],
 *   sections: [
 *     { heading: 'Outlook', chart: { svg: stats.forecastChart(forecast), alt: 'Sales and their forecast' } },
 *     { heading: 'By product', table: { columns: [{ name: 'Product' }, { name: 'Pieces', type: 'number' }], rows: [['Lens', '412']] } },
 *   ],
 * });
 */
declare function report(data: ReportData, options?: ReportOptions): Promise<Buffer>;
/**
 * The document that {@link report} makes a PDF of: for `renderMany` and `renderToStream`, or to add to it. Errors of
 * rendering it then name places in the document.
 *
 * @param data as of {@link report}
 * @param options as of {@link report}, but those of rendering
 * @throws ClinicoreError as {@link report} does for what is wrong with the data
 *
 * @example
 * const document = await pdf.reportDocument(data, { locale: 'de' });
 * await pipeline(pdf.renderToStream(document), response); // of node:stream/promises
 */
declare function reportDocument(data: ReportData, options?: DocumentOptions<ReportOptions>): Promise<PdfDocument>;

/**
 * PDF documents of a clinic: `clinicore/pdf`.
 *
 * @module clinicore/pdf
 */

type pdf_d_Align = Align;
type pdf_d_ArchiveProfile = ArchiveProfile;
type pdf_d_Attachment = Attachment;
type pdf_d_BankAccount = BankAccount;
type pdf_d_Block = Block;
type pdf_d_BlockOptions = BlockOptions;
type pdf_d_Box = Box;
type pdf_d_Carry = Carry;
type pdf_d_Cell = Cell;
type pdf_d_Code = Code;
type pdf_d_Columns = Columns;
type pdf_d_ContactLens = ContactLens;
type pdf_d_CreditNoteData = CreditNoteData;
type pdf_d_CreditNoteLabels = CreditNoteLabels;
type pdf_d_CreditNoteOptions = CreditNoteOptions;
type pdf_d_DocumentOptions<Options> = DocumentOptions<Options>;
type pdf_d_DocumentSource = DocumentSource;
type pdf_d_Drawing = Drawing;
type pdf_d_EinvoiceDocumentOptions<Options> = EinvoiceDocumentOptions<Options>;
type pdf_d_EpcPaymentCode = EpcPaymentCode;
type pdf_d_ExemptionReasons = ExemptionReasons;
type pdf_d_ExtractTextOptions = ExtractTextOptions;
type pdf_d_EyeLabels = EyeLabels;
type pdf_d_FacturXLevel = FacturXLevel;
type pdf_d_FigureOptions = FigureOptions;
type pdf_d_FileLimits = FileLimits;
type pdf_d_FileOptions = FileOptions;
type pdf_d_FontFiles = FontFiles;
type pdf_d_Frame = Frame;
type pdf_d_Heading = Heading;
type pdf_d_Image = Image;
type pdf_d_InvoiceData = InvoiceData;
type pdf_d_InvoiceDiscount = InvoiceDiscount;
type pdf_d_InvoiceLabels = InvoiceLabels;
type pdf_d_InvoiceLine = InvoiceLine;
type pdf_d_InvoiceOptions = InvoiceOptions;
type pdf_d_InvoicePayment = InvoicePayment;
type pdf_d_InvoiceTotals = InvoiceTotals;
type pdf_d_InvoiceXmlOptions = InvoiceXmlOptions;
type pdf_d_LensData = LensData;
type pdf_d_Line = Line;
type pdf_d_List = List;
type pdf_d_MergeOptions = MergeOptions;
type pdf_d_MergeSource = MergeSource;
type pdf_d_OrderSheetData = OrderSheetData;
type pdf_d_OrderSheetLabels = OrderSheetLabels;
type pdf_d_OrderSheetOptions = OrderSheetOptions;
type pdf_d_OrderedLens = OrderedLens;
type pdf_d_PageBreak = PageBreak;
type pdf_d_PageField = PageField;
type pdf_d_PageOptions = PageOptions;
type pdf_d_PageSelection = PageSelection;
type pdf_d_Paint = Paint;
type pdf_d_Paragraph = Paragraph;
type pdf_d_Party = Party;
type pdf_d_Patient = Patient;
type pdf_d_PaymentCode = PaymentCode;
type pdf_d_PaymentLabels = PaymentLabels;
type pdf_d_PdfDocument = PdfDocument;
type pdf_d_PdfTemplateOptions<Labels> = PdfTemplateOptions<Labels>;
type pdf_d_PdfTheme = PdfTheme;
type pdf_d_PowerStep = PowerStep;
type pdf_d_PreparedSignature = PreparedSignature;
type pdf_d_PrescriptionData = PrescriptionData;
type pdf_d_PrescriptionLabels = PrescriptionLabels;
type pdf_d_PrescriptionOptions = PrescriptionOptions;
type pdf_d_Prism = Prism;
type pdf_d_Profile = Profile;
type pdf_d_ProtectedProfile = ProtectedProfile;
type pdf_d_PupillaryDistance = PupillaryDistance;
type pdf_d_Radii = Radii;
type pdf_d_ReceiptData = ReceiptData;
type pdf_d_ReceiptLabels = ReceiptLabels;
type pdf_d_ReceiptOptions = ReceiptOptions;
type pdf_d_Refraction = Refraction;
type pdf_d_RenderManyOptions = RenderManyOptions;
type pdf_d_RenderOptions = RenderOptions;
type pdf_d_RenderedItem = RenderedItem;
type pdf_d_ReportChart = ReportChart;
type pdf_d_ReportData = ReportData;
type pdf_d_ReportFigure = ReportFigure;
type pdf_d_ReportLabels = ReportLabels;
type pdf_d_ReportOptions = ReportOptions;
type pdf_d_ReportSection = ReportSection;
type pdf_d_ReportTable = ReportTable;
type pdf_d_Row = Row;
type pdf_d_RowOptions = RowOptions;
type pdf_d_Rule = Rule;
type pdf_d_SaleLabels = SaleLabels;
type pdf_d_Shape = Shape;
type pdf_d_Sides = Sides;
type pdf_d_SignatureOptions = SignatureOptions;
type pdf_d_Slip = Slip;
type pdf_d_SlipArea = SlipArea;
type pdf_d_Space = Space;
type pdf_d_Span = Span;
type pdf_d_SpectaclePrescription = SpectaclePrescription;
type pdf_d_StampContent = StampContent;
type pdf_d_StampOptions = StampOptions;
type pdf_d_StampPosition = StampPosition;
type pdf_d_Stroke = Stroke;
type pdf_d_StyleOption = StyleOption;
type pdf_d_Svg = Svg;
type pdf_d_SwissAddress = SwissAddress;
type pdf_d_SwissPaymentCode = SwissPaymentCode;
type pdf_d_Table = Table;
type pdf_d_TableColumn = TableColumn;
type pdf_d_TableLines = TableLines;
type pdf_d_TaxCategory = TaxCategory;
type pdf_d_Text = Text;
type pdf_d_TextStyle = TextStyle;
type pdf_d_Tracing = Tracing;
type pdf_d_TradeParty = TradeParty;
type pdf_d_Watermark = Watermark;
type pdf_d_WearingPosition = WearingPosition;
declare const pdf_d_contentHash: typeof contentHash;
declare const pdf_d_creditNote: typeof creditNote;
declare const pdf_d_creditNoteDocument: typeof creditNoteDocument;
declare const pdf_d_creditNoteXml: typeof creditNoteXml;
declare const pdf_d_embedSignature: typeof embedSignature;
declare const pdf_d_extractText: typeof extractText;
declare const pdf_d_invoice: typeof invoice;
declare const pdf_d_invoiceDocument: typeof invoiceDocument;
declare const pdf_d_invoiceXml: typeof invoiceXml;
declare const pdf_d_merge: typeof merge;
declare const pdf_d_orderSheet: typeof orderSheet;
declare const pdf_d_orderSheetDocument: typeof orderSheetDocument;
declare const pdf_d_pageCount: typeof pageCount;
declare const pdf_d_prepareSignature: typeof prepareSignature;
declare const pdf_d_prescription: typeof prescription;
declare const pdf_d_prescriptionDocument: typeof prescriptionDocument;
declare const pdf_d_receipt: typeof receipt;
declare const pdf_d_receiptDocument: typeof receiptDocument;
declare const pdf_d_registerFont: typeof registerFont;
declare const pdf_d_render: typeof render;
declare const pdf_d_renderMany: typeof renderMany;
declare const pdf_d_renderToStream: typeof renderToStream;
declare const pdf_d_report: typeof report;
declare const pdf_d_reportDocument: typeof reportDocument;
declare const pdf_d_split: typeof split;
declare const pdf_d_stamp: typeof stamp;
declare namespace pdf_d {
  export { pdf_d_contentHash as contentHash, pdf_d_creditNote as creditNote, pdf_d_creditNoteDocument as creditNoteDocument, pdf_d_creditNoteXml as creditNoteXml, pdf_d_embedSignature as embedSignature, pdf_d_extractText as extractText, pdf_d_invoice as invoice, pdf_d_invoiceDocument as invoiceDocument, pdf_d_invoiceXml as invoiceXml, pdf_d_merge as merge, pdf_d_orderSheet as orderSheet, pdf_d_orderSheetDocument as orderSheetDocument, pdf_d_pageCount as pageCount, pdf_d_prepareSignature as prepareSignature, pdf_d_prescription as prescription, pdf_d_prescriptionDocument as prescriptionDocument, pdf_d_receipt as receipt, pdf_d_receiptDocument as receiptDocument, pdf_d_registerFont as registerFont, pdf_d_render as render, pdf_d_renderMany as renderMany, pdf_d_renderToStream as renderToStream, pdf_d_report as report, pdf_d_reportDocument as reportDocument, pdf_d_split as split, pdf_d_stamp as stamp };
  export type { pdf_d_Align as Align, pdf_d_ArchiveProfile as ArchiveProfile, pdf_d_Attachment as Attachment, pdf_d_BankAccount as BankAccount, pdf_d_Block as Block, pdf_d_BlockOptions as BlockOptions, pdf_d_Box as Box, pdf_d_Carry as Carry, pdf_d_Cell as Cell, pdf_d_Code as Code, pdf_d_Columns as Columns, pdf_d_ContactLens as ContactLens, pdf_d_CreditNoteData as CreditNoteData, pdf_d_CreditNoteLabels as CreditNoteLabels, pdf_d_CreditNoteOptions as CreditNoteOptions, pdf_d_DocumentOptions as DocumentOptions, pdf_d_DocumentSource as DocumentSource, pdf_d_Drawing as Drawing, pdf_d_EinvoiceDocumentOptions as EinvoiceDocumentOptions, pdf_d_EpcPaymentCode as EpcPaymentCode, pdf_d_ExemptionReasons as ExemptionReasons, pdf_d_ExtractTextOptions as ExtractTextOptions, pdf_d_EyeLabels as EyeLabels, pdf_d_FacturXLevel as FacturXLevel, pdf_d_FigureOptions as FigureOptions, pdf_d_FileLimits as FileLimits, pdf_d_FileOptions as FileOptions, pdf_d_FontFiles as FontFiles, pdf_d_Frame as Frame, pdf_d_Heading as Heading, pdf_d_Image as Image, pdf_d_InvoiceData as InvoiceData, pdf_d_InvoiceDiscount as InvoiceDiscount, pdf_d_InvoiceLabels as InvoiceLabels, pdf_d_InvoiceLine as InvoiceLine, pdf_d_InvoiceOptions as InvoiceOptions, pdf_d_InvoicePayment as InvoicePayment, pdf_d_InvoiceTotals as InvoiceTotals, pdf_d_InvoiceXmlOptions as InvoiceXmlOptions, pdf_d_LensData as LensData, pdf_d_Line as Line, pdf_d_List as List, pdf_d_MergeOptions as MergeOptions, pdf_d_MergeSource as MergeSource, pdf_d_OrderSheetData as OrderSheetData, pdf_d_OrderSheetLabels as OrderSheetLabels, pdf_d_OrderSheetOptions as OrderSheetOptions, pdf_d_OrderedLens as OrderedLens, pdf_d_PageBreak as PageBreak, pdf_d_PageField as PageField, pdf_d_PageOptions as PageOptions, pdf_d_PageSelection as PageSelection, pdf_d_Paint as Paint, pdf_d_Paragraph as Paragraph, pdf_d_Party as Party, pdf_d_Patient as Patient, pdf_d_PaymentCode as PaymentCode, pdf_d_PaymentLabels as PaymentLabels, pdf_d_PdfDocument as PdfDocument, pdf_d_PdfTemplateOptions as PdfTemplateOptions, pdf_d_PdfTheme as PdfTheme, pdf_d_PowerStep as PowerStep, pdf_d_PreparedSignature as PreparedSignature, pdf_d_PrescriptionData as PrescriptionData, pdf_d_PrescriptionLabels as PrescriptionLabels, pdf_d_PrescriptionOptions as PrescriptionOptions, pdf_d_Prism as Prism, pdf_d_Profile as Profile, pdf_d_ProtectedProfile as ProtectedProfile, pdf_d_PupillaryDistance as PupillaryDistance, pdf_d_Radii as Radii, pdf_d_ReceiptData as ReceiptData, pdf_d_ReceiptLabels as ReceiptLabels, pdf_d_ReceiptOptions as ReceiptOptions, pdf_d_Refraction as Refraction, pdf_d_RenderManyOptions as RenderManyOptions, pdf_d_RenderOptions as RenderOptions, pdf_d_RenderedItem as RenderedItem, pdf_d_ReportChart as ReportChart, pdf_d_ReportData as ReportData, pdf_d_ReportFigure as ReportFigure, pdf_d_ReportLabels as ReportLabels, pdf_d_ReportOptions as ReportOptions, pdf_d_ReportSection as ReportSection, pdf_d_ReportTable as ReportTable, pdf_d_Row as Row, pdf_d_RowOptions as RowOptions, pdf_d_Rule as Rule, pdf_d_SaleLabels as SaleLabels, pdf_d_Shape as Shape, pdf_d_Sides as Sides, pdf_d_SignatureOptions as SignatureOptions, pdf_d_Slip as Slip, pdf_d_SlipArea as SlipArea, pdf_d_Space as Space, pdf_d_Span as Span, pdf_d_SpectaclePrescription as SpectaclePrescription, pdf_d_StampContent as StampContent, pdf_d_StampOptions as StampOptions, pdf_d_StampPosition as StampPosition, pdf_d_Stroke as Stroke, pdf_d_StyleOption as StyleOption, pdf_d_Svg as Svg, pdf_d_SwissAddress as SwissAddress, pdf_d_SwissPaymentCode as SwissPaymentCode, pdf_d_Table as Table, pdf_d_TableColumn as TableColumn, pdf_d_TableLines as TableLines, pdf_d_TaxCategory as TaxCategory, pdf_d_Text as Text, pdf_d_TextStyle as TextStyle, pdf_d_Tracing as Tracing, pdf_d_TradeParty as TradeParty, pdf_d_Watermark as Watermark, pdf_d_WearingPosition as WearingPosition };
}

/** Settings of the work pool, for the whole process (all its worker_threads share one pool). */
interface PoolOptions {
    /** Worker threads, 1 to 256. Default: the cores this process may use, its cgroup's quota respected. */
    threads?: number;
    /** Calls that may wait before the next is refused with `ERR_BUSY`, 1 to 1,000,000. Default: 1024. */
    maxQueue?: number;
}
/**
 * Changes the settings given and leaves the others; returns what the pool is doing. Calls already running or queued
 * are not lost: threads end only when idle.
 *
 * The pool is native and its threads run at a lower priority than the event loop. The JavaScript backend has no
 * threads: it keeps to `maxQueue`, and runs one call at a time.
 *
 * @param options what to change; `configure()` only reads the status
 * @returns the pool's settings and how much is running and waiting
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 *
 * @example
 * configure({ threads: 2, maxQueue: 200 });
 */
declare function configure(options?: PoolOptions): PoolStatus;

/** What a NaN (or, in an array, a `null`) in a series means: a mistake, or a value that is missing. */
type NanPolicy = 'error' | 'omit';

/** Thousands of series of different lengths in one call: all their values in a row, and where each begins. */

/** Many series in one. Series `i` is `values[offsets[i]]` to before `values[offsets[i + 1]]`. */
interface RaggedSeries {
    /** The values of all series, one series after the other, each oldest first and evenly spaced. */
    values: ArrayLike<number | null>;
    /** Where each series begins, and at last where the last one ends: from 0, ascending, to the number of values. */
    offsets: ArrayLike<number>;
}
/** Copies of many series, of which those that are refused are empty. */
interface SoundSeries {
    values: Float64Array;
    offsets: Uint32Array;
    /** Those that are refused, in ascending order. */
    refused: Uint32Array;
    /** Why one is refused. */
    error: (series: number) => ClinicoreError | undefined;
}

/** What {@link detectAnomaliesMany} resolves with: columns of what stands out, an item an anomaly, series after series. */
declare class Anomalies {
    #private;
    /** How many series, failed ones included. */
    readonly length: number;
    /** Why a series failed, by its index. */
    readonly errors: ReadonlyMap<number, ClinicoreError>;
    /** Which series it stands out of, ascending. */
    readonly series: Uint32Array;
    /** As {@link Anomaly.index}, of each. */
    readonly index: Uint32Array;
    /** As {@link Anomaly.value}, of each. */
    readonly value: Float64Array;
    /** As {@link Anomaly.expected}, of each. */
    readonly expected: Float64Array;
    /** As {@link Anomaly.score}, of each. */
    readonly score: Float64Array;
    /** As {@link Anomaly.lower}, of each. */
    readonly lower: Float64Array;
    /** As {@link Anomaly.upper}, of each. */
    readonly upper: Float64Array;
    /** 1 for above, -1 for below. */
    readonly direction: Int8Array;
    /** @internal */
    constructor(flat: Float64Array, { offsets, refused, error }: SoundSeries, method: AnomalySettings['method']);
    /**
     * What stands out of one series, as {@link detectAnomalies} would have given it.
     *
     * @param index which, from 0
     * @throws ClinicoreError the series' own error where it failed; `ERR_INVALID_ARGUMENT` for an index that is none
     */
    at(index: number): Anomaly[];
}
/**
 * Anomalies of many series: see {@link detectAnomaliesMany}. Nothing to construct, hence only a type.
 *
 * @reexport
 */
type AnomalyBatch = Anomalies;

/** Options of {@link detectAnomalies} and {@link detectAnomaliesMany}. */
interface AnomalyOptions extends TaskOptions {
    /**
     * How values are judged. Each says what it expects, and flags what is further away than `threshold` times a dispersion;
     * the score is the distance in that dispersion.
     *
     * - `'z-score'`: the mean; sample standard deviations. Of `n` values no score can be above (n − 1) / √n, so that with
     *   ten or fewer none is above 3.
     * - `'robust-z-score'`: the median; MADs, times 1.4826 to be standard deviations of normal values (Iglewicz & Hoaglin
     *   1993). Outliers do not hide each other.
     * - `'iqr'`: between the quartiles (type 7); interquartile ranges from the nearer one (Tukey's fences). Expected is the
     *   median.
     * - `'moving-average'`: the mean of the `window` values before; MADs, as above, of the differences from that around
     *   their median. The first `window` values are not judged.
     * - `'ewma'`: the exponentially weighted mean of all values before, of weight 2 / (window + 1); the same.
     * - `'stl'`: trend and season of a robust {@link stl} with a periodic season; the same. Needs two seasons.
     * - `'generalized-esd'`: Rosner's test (1983), which says how many outliers there are in otherwise normal values.
     *   Expected is the mean of what is left before the last outlier is taken, the score is in standard deviations of
     *   that, and the critical value is the threshold.
     * - `'seasonal-hybrid-esd'`: the same test on median and MAD of the values without the season of such an STL
     *   (Hochenbaum, Vallis & Kejariwal 2017). Needs two seasons.
     *
     * Where a MAD is 0, 1.2533 times the mean absolute deviation takes its place, but in the ESD tests. A dispersion of no
     * more than 1e-14 of the largest absolute value (1e-13 after an STL) is rounding and counts as 0, and where it is 0
     * nothing stands out.
     */
    method: AnomalySettings['method'];
    /**
     * How many dispersions are too far, 1e-9 to 1e9. Default: 3 for `'z-score'`; 3.5 where it is MADs; 1.5 for `'iqr'` (3
     * is "far out"). The ESD tests have `significance` instead.
     */
    threshold?: number | undefined;
    /** Flags only what lies `'above'` or `'below'`. Default `'both'`. */
    direction?: 'both' | 'above' | 'below' | undefined;
    /** Moving average and EWMA: how many values, 1 to 1,000,000. Default 7. */
    window?: number | undefined;
    /** STL and seasonal hybrid ESD, which need it: observations in a season, 2 to 1,000,000. */
    seasonLength?: number | undefined;
    /** ESD tests: how many values may be flagged, less than half of them. Default: a tenth, at least one. */
    maxAnomalies?: number | undefined;
    /** ESD tests: the probability of any false alarm in normal values, 1e-12 to 0.5. Default 0.05. */
    significance?: number | undefined;
    /**
     * Default `'error'`: a NaN is refused. `'omit'`: a NaN, or a `null` in an array, is a missing value: left out, bridged
     * as {@link interpolate} does it for the seasonal methods, and never flagged.
     */
    nan?: NanPolicy | undefined;
}

/** Options of {@link changepoints}. */
interface ChangepointOptions extends TaskOptions {
    /** Only `'pelt'`, the default: the exact optimum. */
    method?: 'pelt' | undefined;
    /**
     * What changes. Default `'mean'`, with the same variance throughout, which is estimated from the differences of
     * neighbours. `'variance'`: around the mean of all values. `'mean-variance'`: both.
     */
    cost?: 'mean' | 'variance' | 'mean-variance' | undefined;
    /**
     * What a changepoint must gain, as twice the log-likelihood. `'bic'`: (d + 1) ln n, with d = 1, or 2 for
     * `'mean-variance'`. Default `'mbic'`: that, and the logarithm of each segment's length. A number: so much, 1e-9 to 1e9.
     */
    penalty?: 'bic' | 'mbic' | number | undefined;
    /** Values a segment has at least, 1 to 1,000,000. Default 2; 5 where the variance changes. */
    minSegment?: number | undefined;
    /** Default `'error'`: a NaN is refused. `'omit'`: a NaN, or a `null` in an array, is a missing value and left out. */
    nan?: NanPolicy | undefined;
}
/** A stretch of a series without a change. */
interface Segment {
    /** Index of its first value. */
    start: number;
    /** Index after its last: the start of the next. */
    end: number;
    /** Mean of its values. */
    mean: number;
    /** Their standard deviation (population). */
    standardDeviation: number;
}
/** What {@link changepoints} returns. */
interface Changepoints {
    /** Index of the first value of each segment but the first: where it has changed. Empty if nothing changes. */
    changepoints: number[];
    /** The segments between them, from the series' start to its end. */
    segments: Segment[];
}
/**
 * Where a series changes its mean, its variance or both: the segmentation of least cost plus penalty, found exactly by
 * PELT. Costs are twice the negative log-likelihood of normal values.
 *
 * Where nothing changes, the work grows with the square of the length: a quarter of a second for 10,000 values, half a
 * minute for 100,000. It is done on the pool, by default in the interactive lane, or in the bulk lane for more than 10,000
 * values. `onProgress` counts values.
 *
 * @param values the series, oldest first, at most 100,000. Copied
 * @param options cost, penalty, what a NaN means, signal, progress, lane
 * @returns where it changes, and what it is like in between
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a NaN or an infinity in the series with its index, an
 *   option out of range), `ERR_INSUFFICIENT_DATA` (fewer values than two segments must have), `ERR_LIMIT_EXCEEDED`,
 *   `ERR_BUSY`, `ERR_ABORTED`
 * @see Killick, Fearnhead & Eckley (2012), *J. American Statistical Association* 107, 1590–1598; `'mbic'`: Zhang &
 *   Siegmund (2007), *Biometrics* 63, 22–32
 *
 * @example
 * const { changepoints: days } = await stats.changepoints(dailySales, { cost: 'mean-variance' });
 */
declare function changepoints(values: ArrayLike<number | null>, options?: ChangepointOptions): Promise<Changepoints>;

/** A value that stands out of its series. */
interface Anomaly {
    /** Its place in the series, from 0. */
    index: number;
    /** The value there. */
    value: number;
    /** What was expected there, in the unit of the values. */
    expected: number;
    /** How far away it is, on the scale of the threshold (see {@link AnomalyOptions.method}); below 0 if it lies below. */
    score: number;
    /** The lower of the bounds of which it lies outside of one, whatever direction was asked for. */
    lower: number;
    /** The upper one. */
    upper: number;
    /** On which side it lies. */
    direction: 'above' | 'below';
    /** How it was found. */
    method: AnomalySettings['method'];
}
/**
 * The values that stand out of a series.
 *
 * The work is done on the pool, by default in the interactive lane, or for the seasonal methods and more than 100,000
 * values in the bulk lane.
 *
 * @param values the series, oldest first; evenly spaced for the methods that know of time. Copied
 * @param options method, threshold, direction, what a NaN means, signal, progress, lane
 * @returns what stands out, in the series' order
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a NaN or an infinity in the series with its index, an
 *   option out of range or not of this method), `ERR_INSUFFICIENT_DATA` (too few values for the method), `ERR_LIMIT_EXCEEDED`
 *   (more than 10 million values for a seasonal method), `ERR_BUSY`, `ERR_ABORTED`
 * @see {@link AnomalyOptions.method} for what each method does and its source
 *
 * @example
 * const found = await stats.detectAnomalies(dailySales, { method: 'stl', seasonLength: 7 });
 * for (const { index, value, expected } of found) console.log(`day ${index}: ${value} instead of ${expected}`);
 */
declare function detectAnomalies(values: ArrayLike<number | null>, options: AnomalyOptions): Promise<Anomaly[]>;
/**
 * {@link detectAnomalies} of each of many series, on all of the pool's threads.
 *
 * The first 100,000 values (and series) are read before the call returns its promise, as everything else is. Further ones
 * are read in batches of about 2 ms, so that the event loop stays free: leave them alone until the promise settles.
 *
 * The work is done in the bulk lane by default. `onProgress` counts series. The result does not depend on the number of
 * threads.
 *
 * @param data the series
 * @param options as for one series
 * @returns what stands out, in columns and series by series. A series that is too short or holds an infinity does not fail
 *   the others: its error, with which {@link detectAnomalies} would have rejected, is in `errors`
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (an option out of range, offsets that do not ascend from
 *   0 to the number of values, with their index), `ERR_BUSY`, `ERR_ABORTED`
 *
 * @example
 * const batch = await stats.detectAnomaliesMany({ values, offsets }, { method: 'stl', seasonLength: 7 });
 * for (const [product, error] of batch.errors) console.warn(products[product], error.message);
 * batch.series.forEach((product, i) => console.log(products[product], batch.index[i], batch.value[i]));
 */
declare function detectAnomaliesMany(data: RaggedSeries, options: AnomalyOptions): Promise<AnomalyBatch>;

/** What {@link forecastChart} draws: a `Forecast`, or any record with these of its fields. */
interface ForecastLike {
    /** The history, oldest first; a NaN (or, in an array, a `null`) is a gap. At least one value must be there. */
    values: ArrayLike<number | null>;
    /** What is expected after it, one value a step, at least one; a NaN or `null` is a gap. */
    forecast: ArrayLike<number | null>;
    /** Prediction intervals with different levels, at most 20; each `lower` and `upper` is as long as `forecast`. */
    intervals?: readonly {
        /** Probability that a value falls inside, above 0 and below 1. */
        level: number;
        /** Lower bounds. */
        lower: ArrayLike<number | null>;
        /** Upper bounds, nowhere below the lower ones. */
        upper: ArrayLike<number | null>;
    }[];
}
/** The chart's words, each one line of at most 60 characters. */
interface ForecastChartLabels {
    /** What `values` are: `'History'`. */
    history: string;
    /** What is expected: `'Forecast'`. */
    forecast: string;
    /** An interval, where `{level}` stands for its probability in percent: `'{level}% interval'`. */
    interval: string;
    /** A value that stands out: `'Anomaly'`. */
    anomaly: string;
}
/** The chart's colours, each `'#rrggbb'`. */
interface ForecastChartColors {
    /** Behind everything: white, `'#ffffff'`. */
    background: string;
    /** Text, ticks and the line at 0: `'#333333'`. */
    text: string;
    /** Grid lines: `'#dddddd'`. */
    grid: string;
    /** The line of the history: black, `'#000000'`. */
    history: string;
    /** The line of the forecast: blue, `'#0072b2'`. */
    forecast: string;
    /** The intervals: blue, `'#0072b2'`. */
    interval: string;
    /** The anomalies: vermilion, `'#d55e00'`. */
    anomaly: string;
}
/** Options of {@link forecastChart}. */
interface ForecastChartOptions {
    /** Printed above the chart, and its name for screen readers: at most 120 characters. */
    title?: string | undefined;
    /**
     * What screen readers say of the picture: at most 2,000 characters. By default a sentence in English for each thing
     * that is drawn, with its period and range.
     */
    description?: string | undefined;
    /** In pixels (of 1/96 inch), 320 to 4000. Default 800. */
    width?: number | undefined;
    /** In pixels (of 1/96 inch), 200 to 4000. Default 400. */
    height?: number | undefined;
    /** Draws only so many of the last values. At least 1; default all. */
    last?: number | undefined;
    /** Values that stand out, by their index in `values`: what `detectAnomalies` returns. A gap is not one. */
    anomalies?: readonly {
        /** Which value it is, from 0. */
        index: number;
    }[] | undefined;
    /**
     * Days on which nothing is drawn, `true` or 1: those that {@link forecast} was told are closed, in the same form. One
     * for each value, or one for each value and step of the forecast.
     */
    closed?: ArrayLike<boolean | number> | undefined;
    /** The day of the first value, `YYYY-MM-DD`: labels the time axis with dates, of the years 1000 to 9999. */
    start?: string | undefined;
    /** How far two values are apart, with `start`. Default `'day'`. */
    step?: 'day' | 'week' | 'month' | 'quarter' | 'year' | undefined;
    /** Instead of dates: what each value and then each step of the forecast is called, at most 40 characters each. */
    times?: readonly string[] | undefined;
    /** What the values are, printed above their axis, such as `'Pieces a day'`: at most 80 characters. */
    valueTitle?: string | undefined;
    /** What is printed under the time axis: at most 80 characters. */
    timeTitle?: string | undefined;
    /**
     * Writes a number of the axis, in at most 40 characters; `new Intl.NumberFormat('de').format` does. By default a
     * decimal point, a space between thousands, a power of ten for very large and very small ones: the same in every locale.
     *
     * @param value the number
     */
    formatNumber?: ((value: number) => string) | undefined;
    /** The chart's words in another language. Those left out are English. */
    labels?: {
        [K in keyof ForecastChartLabels]?: ForecastChartLabels[K] | undefined;
    } | undefined;
    /** The chart's colours. Those left out are of the palette of Okabe and Ito, which colour-blind people can tell apart. */
    colors?: {
        [K in keyof ForecastChartColors]?: ForecastChartColors[K] | undefined;
    } | undefined;
}
/**
 * Draws a forecast as an SVG: the history, the forecast, its intervals as nested bands, and anomalies.
 *
 * What differs in colour differs in shape too (a solid and a dashed line, edges, rings, diamonds), so the chart can be
 * read in black and white. It needs no fonts, scripts, style sheets or ids, so it may stand in a page with a strict
 * Content-Security-Policy, in an `<img>`, and beside other charts. Texts are escaped. The same arguments always give the
 * same text. Of a series with more than two values to a pixel the lowest and the highest are drawn, at most 2,000.
 *
 * The same JavaScript on both backends: native code has nothing to gain from putting a short text together.
 *
 * @param result what was forecast, such as the result of `forecast`. The fixed-parameter methods return no history, so
 *   put it beside: `{ values, ...stats.holtWinters(values, options) }`
 * @param options how it looks
 * @returns an `<svg>` element, which is also a whole SVG file
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a field of the wrong form, an infinite number or one beyond ±1e300,
 *   lengths that differ, bounds that cross, an anomaly where no value is, a height too small for the title and legend:
 *   `details.required` is enough), `ERR_INSUFFICIENT_DATA` (no value or no forecast at
 *   all, or none to draw: every day is closed), `ERR_LIMIT_EXCEEDED` (a
 *   text too long, more than 20 intervals, more than 5,000,000 values and steps, more than 1,000,000 steps of intervals)
 * @see Okabe and Ito (2008), "Color Universal Design"
 *
 * @example
 * const result = await stats.forecast(dailySales, { horizon: 28, seasonLength: 7, closed });
 * const svg = stats.forecastChart(result, { title: 'Lens cleaner', start: '2025-01-01', last: 90, closed });
 * response.type('image/svg+xml').send(svg);
 */
declare function forecastChart(result: ForecastLike, options?: ForecastChartOptions): string;

/** STL's parameters and their defaults by convention, as `decomposition::Stl` in the Rust crate has them. */

/** Whose defaults are taken: those of R's `stats::stl` or of statsmodels' `STL`. */
type StlConvention = 'r' | 'statsmodels';

/** What {@link stl} and {@link mstl} have in common. */
interface LoessOptions extends TaskOptions {
    /**
     * Whose defaults are taken where nothing is said. Default `'r'`: R's `stats::stl`, with a constant fit of the season
     * (degree 0), every tenth of a window computed and the rest interpolated, and 2 inner iterations (robust: 1 and 15
     * outer ones). `'statsmodels'`: linear fits, every value computed, 5 inner iterations (robust: 2 and 15 outer ones).
     */
    convention?: StlConvention | undefined;
    /** Values the trend's smoothing takes in: odd, at least 3. Default: the next odd number from 1.5 m / (1 − 1.5 / seasonal window). */
    trendWindow?: number | undefined;
    /** Values the low-pass filter takes in: odd, at least 3. Default: the next odd number from `m`; statsmodels: above `m`. */
    lowPassWindow?: number | undefined;
    /** Degrees of the local fits, 0 (constant) or 1 (linear). Default 1 each, but 0 for the season in R and if it is periodic. */
    degrees?: {
        /** Of the season's smoother. */
        seasonal?: 0 | 1 | undefined;
        /** Of the trend's. */
        trend?: 0 | 1 | undefined;
        /** Of the low-pass filter's. */
        lowPass?: 0 | 1 | undefined;
    } | undefined;
    /** Every so many values are computed, those between interpolated. Default: a tenth of the window, upwards; statsmodels: 1. */
    jumps?: {
        /** Of the season's smoother. */
        seasonal?: number | undefined;
        /** Of the trend's. */
        trend?: number | undefined;
        /** Of the low-pass filter's. */
        lowPass?: number | undefined;
    } | undefined;
    /** Passes between season and trend, 1 to 100. See `convention`. */
    innerIterations?: number | undefined;
    /** Rounds of weighing outliers down, 0 to 100. See `convention`. */
    outerIterations?: number | undefined;
    /**
     * Whether outliers are weighed down. Default `false`. Where a plain fit leaves of more than half of the values nothing but
     * rounding (1e-13 of the largest), as where a season is seen just twice, that fit is the answer: weights would be noise.
     */
    robust?: boolean | undefined;
    /** Default `'error'`: a NaN is refused. `'omit'`: a NaN, or a `null` in an array, is a missing value, bridged as {@link interpolate} does it. */
    nan?: NanPolicy | undefined;
}
/** Options of {@link stl}. */
interface StlOptions extends LoessOptions {
    /** Observations in a season, *m*: 7 for daily values with a weekly season. 2 to 1,000,000. */
    seasonLength: number;
    /**
     * Over how many seasons each place in the season is smoothed: odd, at least 3. The smaller, the faster the season may
     * change. `'periodic'`: it is the same throughout. Default 11, statsmodels 7. (R's `stl` has no default, its `mstl` has 11.)
     */
    seasonalWindow?: number | 'periodic' | undefined;
}
/** What {@link stl} returns. All arrays are as long as the series. */
interface StlResult {
    /** The trend. */
    trend: Float64Array;
    /** The seasonal component. */
    seasonal: Float64Array;
    /** What is left: value − trend − season; NaN where the value is missing. */
    remainder: Float64Array;
    /** How much each value was listened to, 0 (an outlier) to 1; all 1 unless robust and something is left to weigh. */
    weights: Float64Array;
    /** Strength of the trend T, 0 to 1: max(0, 1 − var(R) / var(T + R)), with R the remainder; 0 where that is 0 / 0. */
    trendStrength: number;
    /** The same of the season. */
    seasonalStrength: number;
}
/** Options of {@link mstl}. */
interface MstlOptions extends LoessOptions {
    /** The seasons' lengths: `[7, 365]` for daily values with a weekly and a yearly season. 1 to 10, all different. */
    seasonLengths: number[];
    /** For each season as `seasonalWindow` in {@link StlOptions}. Default: 11 for the shortest season, 15 for the next, 19, … */
    seasonalWindows?: (number | 'periodic')[] | undefined;
    /** How often each season is estimated anew, 1 to 100; a single season is so once. Default 2. */
    iterations?: number | undefined;
}
/** What {@link mstl} returns. */
interface MstlResult extends Omit<StlResult, 'seasonal' | 'seasonalStrength'> {
    /** The seasonal components, in the order of `seasonLengths`. */
    seasonal: Float64Array[];
    /** Their strengths. */
    seasonalStrength: number[];
}
/**
 * STL: takes a series apart into trend, season and remainder by local regression, so that both may change with time.
 *
 * The work is done on the pool, by default in the interactive lane, or in the bulk lane for more than 100,000 values.
 *
 * @param values the series, oldest first, evenly spaced: at least two seasons (R wants one value more). Copied
 * @param options season, convention and smoothing, what a NaN means, signal, progress, lane
 * @returns the components, whose sum is the series, and how strong they are
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a NaN or an infinity in the series with its index, an
 *   option out of range), `ERR_INSUFFICIENT_DATA` (fewer than two seasons, nothing but missing values),
 *   `ERR_LIMIT_EXCEEDED` (more than 10 million values, or windows so long that more than ten thousand million weights were to be computed, a
 *   minute's work: raise `jumps`),
 *   `ERR_BUSY`, `ERR_ABORTED`
 * @see Cleveland, Cleveland, McRae & Terpenning (1990), *J. Official Statistics* 6, 3–73; strengths: Wang, Smith &
 *   Hyndman (2006), *Data Mining and Knowledge Discovery* 13, 335–364
 *
 * @example
 * const { trend, seasonalStrength } = await stats.stl(dailySales, { seasonLength: 7, robust: true });
 */
declare function stl(values: ArrayLike<number | null>, options: StlOptions): Promise<StlResult>;
/**
 * MSTL: takes a series with several seasons apart, such as daily values with a weekly and a yearly one. Each season in
 * turn is estimated by an {@link stl} of the series without the others; trend and weights are those of the last STL.
 *
 * The work is done on the pool, by default in the interactive lane, or in the bulk lane for more than 100,000 values.
 * `onProgress` counts STLs.
 *
 * @param values the series, oldest first, evenly spaced: at least two of the longest season. Copied
 * @param options as for {@link stl}, with several seasons
 * @returns the components, whose sum is the series, and how strong they are
 * @throws ClinicoreError (as a rejection) as {@link stl}
 * @see Bandara, Hyndman & Bergmeir (2021), arXiv:2107.13462; `mstl` in R's package forecast
 *
 * @example
 * const { seasonal: [week, year] } = await stats.mstl(dailySales, { seasonLengths: [7, 365] });
 */
declare function mstl(values: ArrayLike<number | null>, options: MstlOptions): Promise<MstlResult>;

/** Options of {@link classicalDecomposition}. */
interface ClassicalDecompositionOptions {
    /** Observations in a season, *m*: 7 for daily values with a weekly season. 2 to 1,000,000. */
    seasonLength: number;
    /** Default `'additive'`: value = trend + season + remainder. `'multiplicative'` multiplies them and needs values above 0. */
    model?: 'additive' | 'multiplicative' | undefined;
    /** Default `'error'`: a NaN is refused. `'omit'`: a NaN, or a `null` in an array, is a missing value. */
    nan?: NanPolicy | undefined;
}
/** What {@link classicalDecomposition} returns. `n` is the number of values, `m` the season's length. */
interface ClassicalDecomposition {
    /**
     * The average over one season centred on each value (length `n`). NaN in the first and last half season, where it is
     * not known, and where it would take in a missing value.
     */
    trend: Float64Array;
    /** The figure, season after season (length `n`). */
    seasonal: Float64Array;
    /** What is left (length `n`); NaN where the trend or the value is. */
    remainder: Float64Array;
    /** One season's component, from the first value's on (length `m`); its mean is 0 (multiplicative: 1). */
    figure: Float64Array;
}
/**
 * Takes a series apart by moving averages, as R's `stats::decompose` does: the trend is a centred moving average over
 * one season (for an even season the outer two values count half), the season the mean of what is left at each place.
 *
 * @param values the series, oldest first, evenly spaced: at least two seasons. A `Float64Array` is read in place, an
 *   array is copied
 * @param options season, model, what a NaN means
 * @returns trend, season and remainder
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a NaN or an infinity in the series with its index, values not above 0
 *   for a multiplicative model), `ERR_INSUFFICIENT_DATA` (fewer than two seasons, or a place in the season at which no
 *   value has a known trend)
 * @see R 4, `decompose` in package stats; Kendall & Stuart (1983), *The Advanced Theory of Statistics* 3, 410–414
 *
 * @example
 * const { figure } = stats.classicalDecomposition(dailySales, { seasonLength: 7 });
 */
declare function classicalDecomposition(values: ArrayLike<number | null>, options: ClassicalDecompositionOptions): ClassicalDecomposition;
/** Options of {@link interpolate}. */
interface InterpolateOptions extends TaskOptions {
    /** Observations in a season, *m*, 1 to 1,000,000. Default: 1, no season. */
    seasonLength?: number | undefined;
}
/**
 * Fills in what is missing, as `na.interp` of R's package forecast does.
 *
 * Without a season, or with no more than two seasons of values, along a straight line from neighbour to neighbour, and
 * level before the first and after the last. With a season, the line is drawn through the values without their season,
 * and the season added back; the season is that of a robust {@link mstl}. Should that lead half the range beyond what
 * was observed, the straight line is taken instead. Values that are not missing stay as they are.
 *
 * The work is done on the pool, by default in the interactive lane, or with a season and more than 100,000
 * values in the bulk lane.
 *
 * @param values the series, oldest first, evenly spaced; NaN, or `null` in an array, where a value is missing. Copied
 * @param options season, signal, progress, lane
 * @returns the series without gaps
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (an infinity, with its index), `ERR_INSUFFICIENT_DATA`
 *   (nothing but missing values), `ERR_LIMIT_EXCEEDED` (more than 10 million values and a season), `ERR_BUSY`, `ERR_ABORTED`
 * @see `na.interp` in R's package forecast, 8.21 and later
 *
 * @example
 * const sales = await stats.interpolate([12, 14, null, 13], { seasonLength: 7 });
 */
declare function interpolate(values: ArrayLike<number | null>, options?: InterpolateOptions): Promise<Float64Array>;

/** The versions of simple-statistics whose answers can be had: up to 7.8.8, and from 7.8.9 on. */
type SimpleStatistics = 'simple-statistics@7.8.8' | 'simple-statistics@7.8.9';
/** A sample: a `Float64Array`, which is read in place, or an array, where `null` stands for a missing value. */
type SampleValues = ArrayLike<number | null>;
/** Options of every descriptive statistic. */
interface SampleOptions {
    /** What a NaN (in an array, also a `null`) means: a mistake (`'error'`, the default) or a missing value, left out. */
    nan?: NanPolicy | undefined;
    /**
     * Answers as simple-statistics does, for services that move from it: sets the defaults of the other options to its
     * conventions. `'simple-statistics@7.8.8'` stands for that version and those before, `'simple-statistics@7.8.9'` for
     * that and those after; they differ in quantiles. What it has conventions of its own for: `population` is true in
     * `variance`, `standardDeviation` and `zScores`, quantiles follow its rule, `medianAbsoluteDeviation` is not scaled. In all
     * else it agrees with the defaults here.
     */
    compat?: SimpleStatistics | undefined;
}
/** Options of statistics of dispersion. */
interface DispersionOptions extends SampleOptions {
    /** Whether the values are all there are (divide by *n*) or a sample of more (by *n* − 1). Default `false`, a sample. */
    population?: boolean | undefined;
}
/**
 * How a quantile is read off the sorted values: the types of Hyndman & Fan (1996), *American Statistician* 50, 361–365,
 * numbered as in R. 7 is the default of R, NumPy and Excel; 6 that of SPSS and Minitab; 8 the one the authors recommend.
 */
type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
/** Options of statistics that are quantiles, or made of them. */
interface QuantileOptions extends SampleOptions {
    /** Default 7. */
    type?: QuantileType | undefined;
}

/**
 * The covariance, `Σ(x − x̄)(y − ȳ) / (n − 1)`, or with `/ n` of a whole population.
 *
 * @param x at least two finite numbers; of a population, one
 * @param y as many
 * @param options sample or population; with `nan: 'omit'`, a pair is left out where either value is missing. `compat` makes no
 *   difference: simple-statistics has the sample's only
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA`, `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index;
 *   series of different lengths; a covariance beyond double precision)
 *
 * @example
 * stats.covariance([1, 2, 3, 4], [2, 4, 6, 9]); // 3.8333…
 */
declare function covariance(x: SampleValues, y: SampleValues, options?: DispersionOptions): number;
/** Options of {@link correlation}. */
interface CorrelationOptions extends SampleOptions {
    /**
     * `'pearson'` (default): how near the pairs lie to a straight line. `'spearman'`: the same of their ranks, so of any
     * monotone relation; ties share the mean of their ranks. `'kendall'`: τ-b, the surplus of pairs in the same order over
     * pairs in opposite order, allowing for ties.
     */
    method?: CorrelationMethod | undefined;
}
/**
 * The correlation of two series, −1 to 1.
 *
 * @param x at least two finite numbers that are not all the same
 * @param y as many, not all the same
 * @param options the coefficient; with `nan: 'omit'`, a pair is left out where either value is missing
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA`, `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index;
 *   series of different lengths; a series whose values are all the same)
 * @see Kendall (1945), *Biometrika* 33, 239–251; Knight (1966), *JASA* 61, 436–439
 *
 * @example
 * stats.correlation(price, unitsSold, { method: 'spearman' });
 */
declare function correlation(x: SampleValues, y: SampleValues, options?: CorrelationOptions): number;

/** Options of {@link describe}. */
interface DescribeOptions extends DispersionOptions, QuantileOptions {
}
/** What {@link describe} returns; all but the counts and the shape in the unit of the values. */
interface Description {
    /** How many values there are, missing ones not counted. */
    count: number;
    /** How many are missing. */
    missing: number;
    /** See `mean`. */
    mean: number;
    /** See `standardDeviation`; NaN for a sample of one value. */
    standardDeviation: number;
    /** The smallest value. */
    min: number;
    /** The lower quartile. */
    lowerQuartile: number;
    /** The median. */
    median: number;
    /** The upper quartile. */
    upperQuartile: number;
    /** The largest value. */
    max: number;
    /** The upper quartile less the lower. */
    interquartileRange: number;
    /** See `skewness`, G1; NaN below three values, or where all are the same. */
    skewness: number;
    /** See `kurtosis`, G2, of the excess; NaN below four values, or where all are the same. */
    kurtosis: number;
}
/**
 * A summary of the values: how many, where, how far spread and in what shape; one pass for the moments and one selection
 * for the quantiles.
 *
 * @param values at least one finite number
 * @param options sample or population; how the quartiles are read; what a NaN means
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA` (no values), `ERR_INVALID_ARGUMENT` (a value that is no finite number, with
 *   its index; a summary beyond double precision)
 *
 * @example
 * const { median, interquartileRange } = stats.describe(waitingMinutes, { nan: 'omit' });
 */
declare function describe(values: SampleValues, options?: DescribeOptions): Description;

/** A rule that chooses the bins. */
type BinRule = 'sturges' | 'freedman-diaconis' | 'scott';
/** Options of {@link histogram}. */
interface HistogramOptions {
    /**
     * How many bins of one width from the smallest to the largest value; or their edges, in ascending order; or a rule:
     * `'sturges'` (default), ⌈log₂ n + 1⌉ bins, for small samples of near-normal data; `'freedman-diaconis'`, a width of
     * 2·IQR/∛n, robust; `'scott'`, a width of s·∛(24√π/n), best for normal data. At most 1,000,000.
     */
    bins?: number | ArrayLike<number> | BinRule | undefined;
    /** What a NaN (in an array, also a `null`) means. Default `'error'`. */
    nan?: NanPolicy | undefined;
}
/** What {@link histogram} returns. */
interface Histogram {
    /** The bins' edges, one more than there are bins, in the unit of the values. */
    edges: Float64Array;
    /** How many values lie in each bin: from its lower edge up to, not including, its upper; in the last, including it. */
    counts: Uint32Array;
}
/**
 * Counts values in bins. The rules are NumPy's, and so are the edges but for their last digit (0.3 where NumPy has
 * 0.30000000000000004): values that are all the same get bins from half a unit below to half a unit above.
 *
 * @param values at least one finite number; with edges given, those outside them are not counted
 * @param options the bins; what a NaN means
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA` (no values), `ERR_INVALID_ARGUMENT` (a value that is no finite number, with
 *   its index; edges that do not ascend), `ERR_LIMIT_EXCEEDED` (a rule that would make more than 1,000,000 bins)
 * @see Sturges (1926), *JASA* 21, 65–66; Freedman & Diaconis (1981), *Zeitschrift für Wahrscheinlichkeitstheorie* 57,
 *   453–476; Scott (1979), *Biometrika* 66, 605–610
 *
 * @example
 * const { edges, counts } = stats.histogram(intraocularPressures, { bins: 'freedman-diaconis' });
 */
declare function histogram(values: SampleValues, options?: HistogramOptions): Histogram;

/**
 * The sum of the values, compensated for rounding (Knuth's TwoSum): the last digit is right but for sums that cancel to
 * almost nothing.
 *
 * @param values finite numbers; none is a sum of 0
 * @param options what a NaN means
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; a sum beyond double
 *   precision)
 * @see Ogita, Rump & Oishi (2005), *SIAM Journal on Scientific Computing* 26, 1955–1988, algorithm 4.4
 *
 * @example
 * stats.sum([0.1, 0.2, 0.3]); // 0.6
 */
declare function sum(values: SampleValues, options?: SampleOptions): number;
/**
 * The arithmetic mean, mended, as R does it, by the mean of what the first sum left: its error is a few units in the last
 * place of the values' size at most, however many there are; equal values have that value as their mean exactly.
 *
 * @param values at least one finite number
 * @param options what a NaN means
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA` (no values), `ERR_INVALID_ARGUMENT` (a value that is no finite number, with
 *   its index)
 *
 * @example
 * stats.mean([104, 118, null, 97], { nan: 'omit' }); // 106.33333333333333
 */
declare function mean(values: SampleValues, options?: SampleOptions): number;
/**
 * The variance, `Σ(x − x̄)² / (n − 1)`, or with `/ n` of a whole population; in two passes, so that a large mean costs no
 * digits.
 *
 * @param values at least two finite numbers; of a population, one
 * @param options sample or population; what a NaN means
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA`, `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; a
 *   variance beyond double precision)
 * @see Chan, Golub & LeVeque (1983), *American Statistician* 37, 242–247, equation 1.7
 *
 * @example
 * stats.variance([2, 4, 4, 4, 5, 5, 7, 9], { population: true }); // 4
 */
declare function variance(values: SampleValues, options?: DispersionOptions): number;
/**
 * The standard deviation: the square root of the {@link variance}, in the unit of the values.
 *
 * @param values at least two finite numbers; of a population, one
 * @param options sample or population; what a NaN means
 * @throws ClinicoreError as {@link variance}
 *
 * @example
 * stats.standardDeviation([2, 4, 4, 4, 5, 5, 7, 9]); // 2.138089935299395
 */
declare function standardDeviation(values: SampleValues, options?: DispersionOptions): number;
/** Options of {@link skewness}. */
interface SkewnessOptions extends SampleOptions {
    /**
     * In the letters of Joanes & Gill: `'g1'` = m₃ / m₂^1.5, from the moments as they are; `'G1'` (default), unbiased for
     * normal data, as Excel, SAS, pandas and simple-statistics have it; `'b1'` = m₃ / s³, as R's e1071 and Minitab have it.
     */
    definition?: 'g1' | 'G1' | 'b1' | undefined;
}
/**
 * The skewness: 0 for symmetry, above 0 where the longer tail is that of large values.
 *
 * @param values at least two finite numbers that are not all the same; for `'G1'`, three
 * @param options the definition; what a NaN means
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA`, `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index;
 *   values that are all the same)
 * @see Joanes & Gill (1998), *The Statistician* 47, 183–189
 *
 * @example
 * stats.skewness([1, 1, 2, 2, 3, 9]); // 2.1286…
 */
declare function skewness(values: SampleValues, options?: SkewnessOptions): number;
/** Options of {@link kurtosis}. */
interface KurtosisOptions extends SampleOptions {
    /**
     * In the letters of Joanes & Gill: `'g2'` = m₄ / m₂² − 3, from the moments as they are; `'G2'` (default), unbiased for
     * normal data, as Excel, SAS, pandas and simple-statistics have it; `'b2'` = m₄ / s⁴ − 3, as R's e1071 and Minitab have it.
     */
    definition?: 'g2' | 'G2' | 'b2' | undefined;
}
/**
 * The excess kurtosis: 0 for a normal distribution, above 0 for heavier tails. (All three definitions are of the excess;
 * add 3 for the plain fourth moment.)
 *
 * @param values at least two finite numbers that are not all the same; for `'G2'`, four
 * @param options the definition; what a NaN means
 * @throws ClinicoreError as {@link skewness}
 * @see Joanes & Gill (1998), *The Statistician* 47, 183–189
 *
 * @example
 * stats.kurtosis([1, 2, 3, 4, 5]); // -1.2000…
 */
declare function kurtosis(values: SampleValues, options?: KurtosisOptions): number;

/** The state of {@link Moments} as JSON: what it takes to go on where it stopped. */
interface MomentsJson {
    /** How many values. */
    count: number;
    /** Their mean; 0 without values. */
    mean: number;
    /** `Σ(x − mean)²`. */
    m2: number;
    /** `Σ(x − mean)³`. */
    m3: number;
    /** `Σ(x − mean)⁴`. */
    m4: number;
    /** The smallest value, `null` without values. */
    min: number | null;
    /** The largest value, `null` without values. */
    max: number | null;
}
/**
 * Moments of values that come in over time: nothing is kept but seven numbers, which can be stored as JSON, and merged with
 * those of other days, machines or clinics as if all values had been seen in one place.
 *
 * @see Chan, Golub & LeVeque (1979), Stanford STAN-CS-79-773; Pébay (2008), Sandia SAND2008-6212, equations 2.1 and 3.1
 *
 * @example
 * const day = new stats.Moments();
 * day.push(waitingMinutes);
 * const month = stats.Moments.fromJSON(stored).merge(day);
 * await save(JSON.stringify(month));
 * month.standardDeviation();
 */
declare class Moments {
    #private;
    /**
     * @param options `nan`: what a NaN (in an array, also a `null`) means in {@link push}: a mistake (`'error'`, the default) or
     *   a missing value, left out
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
     */
    constructor(options?: {
        nan?: NanPolicy;
    });
    /**
     * Adds a value, or a series of them.
     *
     * @param values a number, or numbers, of which all or none are added
     * @returns itself
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; powers of deviations
     *   beyond double precision)
     */
    push(values: number | null | SampleValues): this;
    /**
     * Adds what another has seen, and leaves the other as it is.
     *
     * @param other what is added
     * @returns itself
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
     */
    merge(other: Moments): this;
    /** How many values it has seen, missing ones not counted. */
    get count(): number;
    /** Their mean. Throws `ERR_INSUFFICIENT_DATA` without values, as all that follow. */
    get mean(): number;
    /** The smallest value. */
    get min(): number;
    /** The largest value. */
    get max(): number;
    /**
     * The variance, of a sample of at least two values or of a `population` of one; default a sample's. Throws
     * `ERR_INVALID_ARGUMENT`, as all that follow, where values that differ do so by so little that powers of their deviations
     * vanish in double precision (1e-145 here, 1e-95 for {@link skewness}, 1e-70 for {@link kurtosis}).
     *
     * @param options `population`: whether the values are all there are
     */
    variance(options?: {
        population?: boolean;
    }): number;
    /**
     * The square root of the {@link variance}.
     *
     * @param options as of {@link variance}
     */
    standardDeviation(options?: {
        population?: boolean;
    }): number;
    /**
     * The skewness of at least three values that are not all the same; of two, for `'g1'` and `'b1'`.
     *
     * @param options `definition`: which one; default `'G1'`
     */
    skewness(options?: Pick<SkewnessOptions, 'definition'>): number;
    /**
     * The excess kurtosis of at least four values that are not all the same; of two, for `'g2'` and `'b2'`.
     *
     * @param options `definition`: which one; default `'G2'`
     */
    kurtosis(options?: Pick<KurtosisOptions, 'definition'>): number;
    /** The state, for `JSON.stringify`. */
    toJSON(): MomentsJson;
    /**
     * Goes on from a stored state.
     *
     * @param json what {@link toJSON} gave, parsed
     * @param options as for the constructor
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (no such state)
     */
    static fromJSON(json: MomentsJson, options?: {
        nan?: NanPolicy;
    }): Moments;
}

/**
 * The smallest value.
 *
 * @param values at least one finite number
 * @param options what a NaN means
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA` (no values), `ERR_INVALID_ARGUMENT` (a value that is no finite number, with
 *   its index)
 *
 * @example
 * stats.min([3, 1, 2]); // 1
 */
declare function min(values: SampleValues, options?: SampleOptions): number;
/**
 * The largest value.
 *
 * @param values at least one finite number
 * @param options what a NaN means
 * @throws ClinicoreError as {@link min}
 *
 * @example
 * stats.max([3, 1, 2]); // 3
 */
declare function max(values: SampleValues, options?: SampleOptions): number;
/**
 * The median: the middle value, or the mean of the two middle ones.
 *
 * @param values at least one finite number
 * @param options what a NaN means
 * @throws ClinicoreError as {@link min}
 *
 * @example
 * stats.median([5, 1, 3, 8]); // 4
 */
declare function median(values: SampleValues, options?: SampleOptions): number;
/**
 * One quantile, or several at once (which is quicker than one by one).
 *
 * @param values at least one finite number
 * @param p the probability, 0 (the smallest value) to 1 (the largest); or up to 10,000 of them, in any order
 * @param options how it is read off the sorted values; what a NaN means
 * @returns the quantile; for an array of probabilities an array, in their order
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA` (no values), `ERR_INVALID_ARGUMENT` (a value that is no finite number, with
 *   its index; a probability outside 0 to 1)
 * @see Hyndman & Fan (1996), *American Statistician* 50, 361–365. For types 1 to 3 a product *n·p* within rounding of a
 *   whole number counts as that number
 *
 * @example
 * stats.quantile(dailySales, 0.95);
 * const [lower, upper] = stats.quantile(dailySales, [0.25, 0.75], { type: 8 });
 */
declare function quantile(values: SampleValues, p: number, options?: QuantileOptions): number;
declare function quantile(values: SampleValues, p: readonly number[], options?: QuantileOptions): number[];
/**
 * The interquartile range: the upper quartile less the lower, in the unit of the values.
 *
 * @param values at least one finite number
 * @param options how the quartiles are read off the sorted values; what a NaN means
 * @throws ClinicoreError as {@link min}
 *
 * @example
 * stats.interquartileRange([1, 2, 3, 4, 5, 6, 7, 8]); // 3.5
 */
declare function interquartileRange(values: SampleValues, options?: QuantileOptions): number;
/** Options of {@link medianAbsoluteDeviation}. */
interface MedianAbsoluteDeviationOptions extends SampleOptions {
    /**
     * Whether to multiply by 1.4826 (1/Φ⁻¹(¾) = 1.482602218505602), which makes it an estimate of a normal distribution's
     * standard deviation. Default `true`, as in R; SciPy and simple-statistics do not.
     */
    scaled?: boolean | undefined;
}
/**
 * The median absolute deviation: the median distance from the median, a measure of spread that outliers hardly move.
 *
 * @param values at least one finite number
 * @param options scaled or raw; what a NaN means
 * @throws ClinicoreError as {@link min}
 * @see Hampel (1974), *JASA* 69, 383–393
 *
 * @example
 * stats.medianAbsoluteDeviation([1, 2, 3, 4, 100]); // 1.482602218505602
 */
declare function medianAbsoluteDeviation(values: SampleValues, options?: MedianAbsoluteDeviationOptions): number;

/** Options of {@link rollingMean} and {@link rollingMedian}. */
interface RollingOptions {
    /**
     * Where the window lies: `'trailing'` (default) ends at the value its statistic stands at; `'centred'` has it in the
     * middle, of an even window just after the middle.
     */
    align?: 'trailing' | 'centred' | undefined;
    /**
     * With fewer values in the window than this, missing ones and those beyond the series' ends not counted, the statistic
     * is NaN. 1 to `window`, which is the default.
     */
    minCount?: number | undefined;
    /** What a NaN (in an array, also a `null`) means: a mistake (`'error'`, the default) or a missing value. */
    nan?: NanPolicy | undefined;
}
/** Options of {@link rollingStandardDeviation}. */
interface RollingDeviationOptions extends RollingOptions {
    /** Whether to divide by *n* rather than *n* − 1. Default `false`. */
    population?: boolean | undefined;
}
/**
 * The moving average. Windows are as pandas has them; nothing is subtracted as the window moves, so no digits are lost
 * however long the series.
 *
 * @param values finite numbers, oldest first
 * @param window how many values a window spans, 1 to 100,000,000
 * @param options where the window lies, how full it must be; what a NaN means
 * @returns the mean of the window of each value; NaN where the window is not full enough
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; an option out of range)
 *
 * @example
 * stats.rollingMean([1, 2, 3, 4, 5], 3); // Float64Array [NaN, NaN, 2, 3, 4]
 */
declare function rollingMean(values: SampleValues, window: number, options?: RollingOptions): Float64Array;
/**
 * The moving standard deviation; see {@link rollingMean}. NaN, too, where the window has a single value (of a population,
 * 0).
 *
 * @param values finite numbers, oldest first
 * @param window how many values a window spans, 1 to 100,000,000
 * @param options as for {@link rollingMean}; sample or population
 * @returns the standard deviation of the window of each value
 * @throws ClinicoreError as {@link rollingMean}
 *
 * @example
 * stats.rollingStandardDeviation(dailySales, 28, { minCount: 7 });
 */
declare function rollingStandardDeviation(values: SampleValues, window: number, options?: RollingDeviationOptions): Float64Array;
/**
 * The moving median; see {@link rollingMean}.
 *
 * @param values finite numbers, oldest first
 * @param window how many values a window spans, 1 to 100,000,000
 * @param options as for {@link rollingMean}
 * @returns the median of the window of each value
 * @throws ClinicoreError as {@link rollingMean}
 *
 * @example
 * stats.rollingMedian([1, 9, 2, 3, 8], 3, { align: 'centred' }); // Float64Array [NaN, 2, 3, 3, NaN]
 */
declare function rollingMedian(values: SampleValues, window: number, options?: RollingOptions): Float64Array;

/**
 * How many standard deviations each value lies above the mean (below, if negative).
 *
 * @param values at least two finite numbers (of a population, one) that are not all the same
 * @param options sample or population standard deviation; what a NaN means
 * @returns a score for each value; NaN for a missing one
 * @throws ClinicoreError `ERR_INSUFFICIENT_DATA`, `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index;
 *   values that are all the same)
 *
 * @example
 * stats.zScores([1, 2, 3]); // Float64Array [-1, 0, 1]
 */
declare function zScores(values: SampleValues, options?: DispersionOptions): Float64Array;
/**
 * How many robust standard deviations each value lies above the median: `0.6745·(x − median) / MAD`, which outliers cannot
 * hide themselves from. Where more than half of the values are the same and the MAD therefore 0, the mean absolute
 * deviation (MeanAD) takes its place, `(x − median) / (1.2533·MeanAD)`, as Iglewicz & Hoaglin recommend.
 *
 * @param values at least two finite numbers that are not all the same
 * @param options what a NaN means
 * @returns a score for each value, above 3.5 in size for an outlier by the authors' rule; NaN for a missing one
 * @throws ClinicoreError as {@link zScores}
 * @see Iglewicz & Hoaglin (1993), *How to Detect and Handle Outliers*, ASQC; 0.6745 is Φ⁻¹(¾), 1.2533 √(π/2)
 *
 * @example
 * stats.robustZScores([9, 10, 11, 10, 40]).findIndex((score) => Math.abs(score) > 3.5); // 4
 */
declare function robustZScores(values: SampleValues, options?: SampleOptions): Float64Array;

/** What to fit, as the user says it, checked: `fit`, `fitMany` and `forecast` read the same options. */

/** How a recursion is written, and what its parameters mean. */
type SmoothingConvention = 'r' | 'statsmodels' | 'ets';
/** Where a recursion starts from, by a rule. */
type InitialRule = 'r' | 'heuristic' | 'legacy-heuristic';
/** Level, trend and season before the first value. */
interface InitialStates {
    /** The level, in the unit of the values. */
    level: number;
    /** The trend a step: added, or the factor of a multiplicative one. Needed by models with a trend, refused by others. */
    trend?: number | undefined;
    /** The season, an item for each place in it, the first value's first. Needed by models with a season, refused by others. */
    seasonal?: ArrayLike<number> | undefined;
}
/** What to fit to a series. */
interface FitSettings {
    /**
     * - `'ets'` (the default): models of the ETS family by maximum likelihood, and the best of those {@link model} allows.
     * - `'ses'`, `'holt'`, `'holt-winters'`: simple, double and triple exponential smoothing by least squares.
     */
    method?: 'ets' | 'ses' | 'holt' | 'holt-winters' | undefined;
    /** Observations in a season, *m*: 7 for daily values with a weekly season. 1 to 1,000; default 1, none. */
    seasonLength?: number | undefined;
    /**
     * Of `'ets'`: error, trend and season by letters, `N` none, `A` additive, `M` multiplicative, `Z` to be chosen, with a
     * `d` after the second for a damped trend: `'MAM'`, `'AAdA'`. Default `'ZZZ'`.
     */
    model?: string | undefined;
    /** Whether a trend is damped. Default: of `'ets'` either, whichever is better; else `false`. */
    damped?: boolean | undefined;
    /** Of `'ets'`: what the choice goes by. Default `'aicc'`. */
    criterion?: 'aicc' | 'aic' | 'bic' | undefined;
    /**
     * Of `'ets'`: whether models may be fitted that R thinks unstable (additive errors with a multiplicative trend or season,
     * multiplicative errors and trend with an additive season). Default `false`.
     */
    allowUnstable?: boolean | undefined;
    /** Of `'ets'`: whether a multiplicative trend may be chosen where {@link model} leaves it open. Default `false`, as in R. */
    allowMultiplicativeTrend?: boolean | undefined;
    /** Of `'holt-winters'`: default `'additive'`. `'multiplicative'` needs values above 0. */
    seasonal?: 'additive' | 'multiplicative' | undefined;
    /**
     * Of the least-squares methods: the recursion, and what its parameters mean. Default `'r'`.
     * - `'r'`: R's `HoltWinters`; α, β and γ from 0 to 1, β weighs the change of the level, the season follows the new level.
     * - `'statsmodels'`: its `ExponentialSmoothing`; β ≤ α, γ ≤ 1 − α, the season follows the level before the value;
     *   its forecasts leave out what the last value does to the season, and so do these.
     * - `'ets'`: the state-space form; β is the share of the error that goes into the trend, β ≤ α, γ ≤ 1 − α.
     */
    convention?: SmoothingConvention | undefined;
    /**
     * Parameters that are held at a value, in the sense of the convention (`'ets'` for the ETS family). The others are estimated.
     * A held parameter asks for a model that has it: of `'ets'` a held `gamma` leaves out the models without season, `beta`
     * those without trend, `phi` those without a damped one. One that no model asked for has is refused.
     */
    parameters?: {
        /** Of the level: α. */
        alpha?: number | undefined;
        /** Of the trend: β. */
        beta?: number | undefined;
        /** Of the season: γ. */
        gamma?: number | undefined;
        /** How far a trend is damped: φ. */
        phi?: number | undefined;
    } | undefined;
    /**
     * Start values. Default `'estimated'`, with the parameters; for the convention `'r'` its rule.
     * - `'r'`: the classical decomposition of the first two seasons and the line through its trend, which use up the first
     *   season; without season the first value, or the second and its difference from the first.
     * - `'heuristic'`: statsmodels': the mean season of up to five centred cycles, and the line through its first ten trend values.
     * - `'legacy-heuristic'`: statsmodels': level and season from the mean over each phase.
     * - states, as given.
     */
    initial?: 'estimated' | InitialRule | InitialStates | undefined;
    /**
     * The convention of log-likelihood and criteria. `'r'` leaves out the constant −½ n (ln(2π/n) + 1) and counts m − 1
     * seasons; `'statsmodels'` has it and counts m, and reckons least squares as its `ExponentialSmoothing`. Default `'r'`.
     */
    likelihood?: 'r' | 'statsmodels' | undefined;
}

/** Options of {@link fit} and {@link fitMany}. */
interface FitOptions extends FitSettings, TaskOptions {
    /**
     * What a NaN (or `null` in an array) means: a mistake, `'error'` (the default), or a value that is missing, `'omit'`: there
     * the states move on as expected, and nothing enters the likelihood.
     */
    nan?: NanPolicy | undefined;
}
/** Level, trend and season at one time. */
interface FitStates {
    /** The level, in the unit of the values. */
    level: number;
    /** The trend a step: added, or the factor of a multiplicative one. `null` in a model without. */
    trend: number | null;
    /** The season, beginning with that of the next value: added, or factors. `null` in a model without. */
    seasonal: Float64Array | null;
}
/** A model fitted to a series of `n` values. */
interface Fit {
    /** The method asked for. */
    method: 'ets' | 'ses' | 'holt' | 'holt-winters';
    /** The model by letters, such as `'MAdM'`; one by least squares has additive errors. */
    model: string;
    /** The recursion, and what the parameters mean; `'ets'` for the ETS family. */
    convention: SmoothingConvention;
    /** Observations in a season; 1 for none. */
    seasonLength: number;
    /** The parameters, estimated or held; `null` where the model has none. */
    parameters: {
        /** Of the level: α. */
        alpha: number;
        /** Of the trend: β; `null` without one. */
        beta: number | null;
        /** Of the season: γ; `null` without one. */
        gamma: number | null;
        /** How far a trend is damped: φ; `null` where it is not. */
        phi: number | null;
    };
    /** The states before the recursion's first value. */
    initial: FitStates;
    /** The states after the last value. */
    final: FitStates;
    /** One-step-ahead forecasts (length `n`); NaN before the recursion starts. */
    fitted: Float64Array;
    /** Value less forecast (length `n`), as a share of the forecast where the error is multiplicative; NaN where there is no value. */
    residuals: Float64Array;
    /** Sum of the squared residuals. */
    sse: number;
    /** The residuals' variance: `sse` over the values observed less the parameters estimated, as in R. */
    sigma2: number;
    /** ln L, in the convention of the option `likelihood`. A perfect fit counts as one with errors in the twelfth digit. */
    logLikelihood: number;
    /** Akaike's criterion. */
    aic: number;
    /** Akaike's criterion, corrected for small samples. */
    aicc: number;
    /** Schwarz's criterion. */
    bic: number;
    /** Parameters estimated, the variance included. */
    k: number;
    /** Values that entered the likelihood. */
    observed: number;
    /** Whether the search came to a minimum. */
    converged: boolean;
    /** Steps of the search. */
    iterations: number;
    /** The models compared, with what the choice went by. One that did not converge is never chosen. */
    candidates: {
        /** Its letters, as {@link FitSettings.model}. */
        model: string;
        /** The criterion it was compared by: less is better. */
        criterion: number;
        /** Whether the search came to a minimum. */
        converged: boolean;
    }[];
}
/**
 * Fits exponential smoothing to a series: its parameters and start values, and, for the ETS family, the model itself.
 *
 * The optimiser starts from many points and ends where the gradient vanishes; both backends come to the same parameters.
 * Of a series whose values are all the same the simplest model is taken, with error 0.
 *
 * The work is done on the pool, in the interactive lane by default. `onProgress` counts series, of which there is one.
 *
 * @param values the series, oldest first, evenly spaced. Copied
 * @param options what to fit; none for the best ETS model without season
 * @returns the fitted model
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (an option out of range or without meaning for the method, a
 *   NaN unless it is a gap, an infinity, a value not above 0 for a multiplicative model, values whose fit overflows or whose
 *   search does not converge), `ERR_INSUFFICIENT_DATA` (of `'ets'`, as in R, more than four values beyond the parameters are
 *   needed; of `'holt-winters'` two seasons), `ERR_BUSY`, `ERR_ABORTED`
 * @see Hyndman, Koehler, Ord & Snyder (2008), *Forecasting with Exponential Smoothing*, Springer; R package forecast, `ets`
 *
 * @example
 * const model = await stats.fit(dailySales, { seasonLength: 7 });
 * console.log(model.model, model.aicc, model.parameters.alpha);
 */
declare function fit(values: ArrayLike<number | null>, options?: FitOptions): Promise<Fit>;
/**
 * Fits exponential smoothing to thousands of series in one call, each as {@link fit} does: the same numbers to the last bit,
 * whatever the number of threads. A series that cannot be fitted does not fail the others.
 *
 * The first 100,000 values (and series) are read before the call returns its promise, as everything else is. Further ones
 * are read in batches of about 2 ms, so that the event loop stays free: leave them alone until the promise settles.
 *
 * The work is split over the pool's threads, in the bulk lane by default. `onProgress` counts series.
 *
 * @param data values and offsets
 * @param options as those of {@link fit}, for all series alike
 * @returns the fits in columns, and one by one
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (offsets that do not ascend from 0 to the number of values, an
 *   option out of range; what is wrong with one series is in `errors`), `ERR_LIMIT_EXCEEDED` (more than 100 million numbers in
 *   the answer: 79 and two seasons a series), `ERR_BUSY`, `ERR_ABORTED`
 *
 * @example
 * const batch = await stats.fitMany({ values, offsets }, { method: 'holt-winters', seasonLength: 7 });
 * for (const [product, error] of batch.errors) console.warn(product, error.message);
 * console.log(batch.alpha[0], batch.at(0).final.level);
 */
declare function fitMany(data: RaggedSeries, options?: FitOptions): Promise<FitBatch>;
/** Fits of many series in columns, an item a series; NaN where the model has no such number or the series failed. */
declare class Fits {
    #private;
    /** Series, failed ones included. */
    readonly length: number;
    /** What was wrong with the series that could not be fitted, by their index. */
    readonly errors: ReadonlyMap<number, ClinicoreError>;
    /** Of the level: α; see {@link Fit.parameters}. */
    readonly alpha: Float64Array;
    /** Of the trend: β. */
    readonly beta: Float64Array;
    /** Of the season: γ. */
    readonly gamma: Float64Array;
    /** How far a trend is damped: φ. */
    readonly phi: Float64Array;
    /** The last level, in the unit of the values. */
    readonly level: Float64Array;
    /** The last trend. */
    readonly trend: Float64Array;
    /** As {@link Fit.sse}. */
    readonly sse: Float64Array;
    /** As {@link Fit.sigma2}. */
    readonly sigma2: Float64Array;
    /** As {@link Fit.logLikelihood}. */
    readonly logLikelihood: Float64Array;
    /** As {@link Fit.aicc}. */
    readonly aicc: Float64Array;
    /** 1 where the search came to a minimum, else 0. */
    readonly converged: Uint8Array;
    /** @internal Its columns are still empty. */
    constructor(length: number, errors: Fits['errors'], at: (series: number) => Fit);
    /**
     * The fit of one series, as {@link fit} would have given it.
     *
     * @param index which, from 0
     * @throws ClinicoreError that of the series if it could not be fitted; `ERR_INVALID_ARGUMENT` if there is no such series
     */
    at(index: number): Fit;
}
/**
 * Fits of many series: see {@link fitMany}. Nothing to construct, hence only a type.
 *
 * @reexport
 */
type FitBatch = Fits;

/** Options of every filter with fixed parameters. */
interface FixedSmoothingOptions {
    /** How many values to forecast. 1 to 1,000,000; to 10,000 with {@link levels}, to 500 where futures are simulated. */
    horizon: number;
    /** Smoothing of the level, 0 to 1: 0 never moves it, 1 follows the last value. */
    alpha: number;
    /**
     * The recursion, and what its parameters mean. Default `'r'`. They differ in β (`'ets'`: the share of the error that goes
     * into the trend, else of the level's change) and γ (`'r'`: the season follows the new level, else the one before).
     */
    convention?: SmoothingConvention | undefined;
    /** Where the recursion starts: by a rule, default `'r'`, or from states. See {@link FitSettings.initial}. */
    initial?: InitialRule | InitialStates | undefined;
    /**
     * Probabilities of prediction intervals, each from 1e-12 to 1 − 1e-12, at most 20. Default: none. In the convention `'r'` they are those of
     * R's `predict.HoltWinters`; for a multiplicative season those of Yar & Chatfield (1990), which R's code means to compute. In
     * the others the errors' variance is `sse` over the values filtered, and where there is no formula (a multiplicative season)
     * 5,000 futures are simulated.
     */
    levels?: ArrayLike<number> | undefined;
}
/** A prediction interval for each step ahead. */
interface SmoothingInterval {
    /** The probability that it holds the value. */
    level: number;
    /** Lower bounds, in the unit of the values. */
    lower: Float64Array;
    /** Upper bounds, in the unit of the values. */
    upper: Float64Array;
}
/** What every filter with fixed parameters returns. `n` is the number of values. */
interface FixedSmoothingResult {
    /** The next `horizon` values, in the unit of the values. */
    forecast: Float64Array;
    /** Prediction intervals, one for each of the `levels`. */
    intervals: SmoothingInterval[];
    /** One-step-ahead forecasts (length `n`); NaN before the recursion starts. */
    fitted: Float64Array;
    /** Level after each value (length `n`); NaN before the recursion starts. */
    level: Float64Array;
    /** Sum of squared one-step errors. */
    sse: number;
}

/** Options of {@link holt}. */
interface HoltOptions extends FixedSmoothingOptions {
    /** Smoothing of the trend, 0 to 1, in the sense of the convention. */
    beta: number;
    /** The factor by which the trend fades a step, above 0 to 1. Default 1: it does not. */
    phi?: number | undefined;
}
/** What {@link holt} returns. `n` is the number of values. */
interface HoltResult extends FixedSmoothingResult {
    /** Trend per step after each value (length `n`); NaN before the recursion starts. */
    trend: Float64Array;
}
/**
 * Holt's method (double exponential smoothing) with fixed parameters, as R's `HoltWinters(x, alpha, beta, gamma = FALSE)`
 * computes it: for a level with a trend, damped if `phi` is below 1. To estimate the parameters use {@link fit} with `method: 'holt'`.
 *
 * @param values the series, oldest first, evenly spaced, without gaps: at least three finite numbers (ten to start by
 *   `'heuristic'`). A `Float64Array` is read in place, an array is copied
 * @param options horizon, parameters, start
 * @returns the forecast and the filtered components
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_INSUFFICIENT_DATA`
 * @see Holt (1957), reprinted in *Int. J. Forecasting* 20 (2004), 5–10
 *
 * @example
 * const { forecast } = stats.holt(monthlyPatients, { alpha: 0.4, beta: 0.1, phi: 0.95, horizon: 12 });
 */
declare function holt(values: ArrayLike<number>, options: HoltOptions): HoltResult;

/** How the season joins the level: `'additive'` (a swing of the same size) or `'multiplicative'` (in proportion). */
type Seasonal = 'additive' | 'multiplicative';

/** Options of {@link holtWinters}. */
interface HoltWintersOptions extends FixedSmoothingOptions {
    /** Observations in a season, *m*: 7 for daily values with a weekly season. 2 to 1,000,000; to 1,000 with {@link levels}. */
    seasonLength: number;
    /** Smoothing of the trend, 0 to 1, in the sense of the convention. */
    beta: number;
    /** Smoothing of the season, 0 to 1, in the sense of the convention. */
    gamma: number;
    /** The factor by which the trend fades a step, 0 to 1. Default 1: it does not, as in R. */
    phi?: number | undefined;
    /** Default `'additive'`. `'multiplicative'` needs values above 0. */
    seasonal?: Seasonal | undefined;
}
/** What {@link holtWinters} returns. `n` is the number of values, `m` the season's length. */
interface HoltWintersResult extends FixedSmoothingResult {
    /** Trend per step after each value (length `n`); NaN before the recursion starts. */
    trend: Float64Array;
    /**
     * Seasonal component after each value (length `n`), added or multiplied; where the start uses up the first season, the start
     * values there.
     */
    seasonal: Float64Array;
}
/**
 * Holt-Winters forecast (triple exponential smoothing) with fixed parameters, by default as R's `stats::HoltWinters` computes
 * it: starting from a classical decomposition of the first two seasons, with the season updated by the new level.
 * To estimate the parameters use {@link fit} with `method: 'holt-winters'`.
 *
 * @param values the series, oldest first, evenly spaced, without gaps: at least two seasons of finite numbers.
 *   A `Float64Array` is read in place, an array is copied
 * @param options season, horizon, smoothing parameters, convention, start
 * @returns the forecast and the filtered components
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a NaN in the series with its index, a parameter out of range, values
 *   not above 0 for a multiplicative season), `ERR_INSUFFICIENT_DATA` (fewer than two seasons), `ERR_LIMIT_EXCEEDED` (more
 *   than 500 steps of simulated intervals)
 * @see R 4, `HoltWinters` in package stats; Winters (1960), *Management Science* 6, 324–342
 *
 * @example
 * const { forecast, intervals } = stats.holtWinters(dailySales, {
 *   seasonLength: 7, horizon: 28, alpha: 0.3, beta: 0.05, gamma: 0.2, seasonal: 'additive', levels: [0.8, 0.95],
 * });
 */
declare function holtWinters(values: ArrayLike<number>, options: HoltWintersOptions): HoltWintersResult;

/** Options of {@link ses}. */
type SesOptions = FixedSmoothingOptions;
/** What {@link ses} returns. */
type SesResult = FixedSmoothingResult;
/**
 * Simple exponential smoothing with a fixed parameter, as R's `HoltWinters(x, alpha, beta = FALSE, gamma = FALSE)` computes
 * it: for a level that wanders, without trend or season. To estimate the parameter use {@link fit} with `method: 'ses'`.
 *
 * @param values the series, oldest first, evenly spaced, without gaps: at least two finite numbers (ten to start by
 *   `'heuristic'`). A `Float64Array` is read in place, an array is copied
 * @param options horizon, parameter, start
 * @returns the forecast, the same for every step, and the filtered level
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_INSUFFICIENT_DATA`
 * @see Hyndman, Koehler, Ord & Snyder (2008), model ETS(A,N,N)
 *
 * @example
 * const { forecast, intervals } = stats.ses(weeklyDemand, { alpha: 0.2, horizon: 4, levels: [0.8] });
 */
declare function ses(values: ArrayLike<number>, options: SesOptions): SesResult;

/**
 * A series with its analyses as methods: a thin, synchronous shell over {@link holtWinters} and z-scores.
 *
 * For fitted parameters, intervals, missing values and other methods use {@link forecast} and {@link detectAnomalies},
 * which run off the event loop.
 *
 * @example
 * const engine = new stats.TimeSeriesEngine(dailySales);
 * const { forecast } = engine.holtWinters(0.3, 0.05, 0.2, 7);
 * const oddDays = engine.detectAnomalies(3).map(({ index }) => index);
 */
declare class TimeSeriesEngine {
    #private;
    /**
     * @param values the series, oldest first, evenly spaced, without gaps: finite numbers. They are copied
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is not a finite number, with its index)
     */
    constructor(values: ArrayLike<number>);
    /**
     * Holt-Winters with an additive season, as R's `stats::HoltWinters` computes it.
     *
     * @param alpha smoothing of the level, 0 to 1
     * @param beta smoothing of the trend, 0 to 1
     * @param gamma smoothing of the season, 0 to 1
     * @param seasonLength observations in a season: 7 for daily values with a weekly season. 2 to 1,000,000
     * @param horizon how many values to forecast, 1 to 1,000,000. By default one season
     * @returns the forecast and the filtered components
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a parameter out of range), `ERR_INSUFFICIENT_DATA` (fewer than two
     *   seasons)
     */
    holtWinters(alpha: number, beta: number, gamma: number, seasonLength: number, horizon?: number): HoltWintersResult;
    /**
     * The values that stand out by their z-score, as {@link detectAnomalies} finds them with `method: 'z-score'`: more than
     * `threshold` sample standard deviations from the mean. Of ten or fewer values none is more than 3 from it.
     *
     * @param threshold how many standard deviations are too far, 1e-9 to 1e9. Default 3
     * @returns what stands out, in the series' order
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a threshold out of range, values beyond ±1e140),
     *   `ERR_INSUFFICIENT_DATA` (fewer than two values)
     */
    detectAnomalies(threshold?: number): Anomaly[];
}

/** What the methods of exponential smoothing fit, and `'auto'` holds against the others. */

/** Options of the model that exponential smoothing fits. */
type SmoothingOptions = Omit<FitSettings, 'method' | 'seasonLength'>;

declare const METHODS: readonly ["mean", "naive", "seasonal-naive", "drift", "theta", "croston", "sba", "tsb", "ses", "holt", "holt-winters", "ets", "auto"];
/**
 * How a forecast is made; each is described in {@link ForecastOptions.method}.
 *
 * @useDeclaredType
 */
type ForecastMethod = (typeof METHODS)[number];
/**
 * Options of {@link forecast}, {@link forecastMany} and {@link backtest}. One that would have no effect is refused, such as
 * `alpha` for `'naive'`, or `levels` with `intervals: 'none'`.
 */
interface ForecastOptions extends TaskOptions {
    /** How many values to forecast. 1 to 1,000,000. */
    horizon: number;
    /**
     * Observations in a season, *m*: 7 for daily values with a weekly season. 1 to 1,000,000, of `'ets'` and
     * `'holt-winters'` to 1000. Default: 1, no season. Other methods than these, `'seasonal-naive'`, `'theta'` and `'auto'`
     * take one only with `closed`, or in {@link backtest}, which scales errors by it.
     */
    seasonLength?: number | undefined;
    /**
     * - `'mean'`: the mean of all values.
     * - `'naive'`: the last value. `'seasonal-naive'`: the last value of the same season. `'drift'`: the last value, and
     *   for each step the average change since the first.
     * - `'theta'`: R's `thetaf`; simple exponential smoothing with half the trend, seasonally adjusted where a test says so.
     * - `'croston'`, `'sba'` (its bias corrected after Syntetos and Boylan), `'tsb'` (after Teunter, Syntetos and Babai,
     *   for demand that may end): intermittent demand. Values must be 0 or more.
     * - `'ses'`, `'holt'`, `'holt-winters'`, `'ets'`: exponential smoothing, simple, with a trend, with trend and season, or
     *   the best model of the ETS family; {@link smoothing} says which.
     * - `'auto'` (default): by the data. One value: naive; fewer than five: the mean. Intermittent demand (on average more
     *   than 1.32 periods for each with demand, Syntetos, Boylan & Croston 2005): SBA, or TSB if the time since the last
     *   demand is longer than any between two before; the time up to the first does not count. Else
     *   whichever of mean, naive, drift, seasonal naive, Theta and ETS `select` finds best; a fit that did not converge never wins.
     */
    method?: ForecastMethod | undefined;
    /** Probabilities that the prediction intervals hold the value, each from 1e-12 to 1 − 1e-12, at most 20. Default: `[0.8, 0.95]`. */
    levels?: ArrayLike<number> | undefined;
    /**
     * - `'model'` (default): what the method's model says; where a model of exponential smoothing has no formula, the
     *   quantiles of 5,000 simulated futures, which take up to a millisecond a step of the horizon. For `'croston'`, `'sba'` and `'tsb'`, which have no model, the
     *   order statistics of past demand.
     * - `'conformal'`: as wide as the errors of a backtest on the series itself, for each step ahead; right for any
     *   method as long as errors stay alike. Windows × horizon may be 10 million.
     * - `'none'`.
     */
    intervals?: 'model' | 'conformal' | 'none' | undefined;
    /**
     * Origins of the backtest behind conformal intervals (default: the fewest the highest level allows, 19 for 0.95) or
     * behind `select: 'backtest'` (default: 10). 1 to 100,000.
     */
    windows?: number | undefined;
    /**
     * What `'auto'` goes by: `'aicc'` (default), Akaike's criterion, in which Theta takes no part for it has no
     * likelihood; or `'backtest'`, the error of forecasts from the last `windows` origins.
     */
    select?: 'aicc' | 'backtest' | undefined;
    /** The error `select: 'backtest'` goes by: mean absolute (default) or root mean squared. */
    metric?: 'mae' | 'rmse' | undefined;
    /**
     * What `'ses'`, `'holt'`, `'holt-winters'` and `'ets'` fit, and `'auto'` (which has R's `likelihood` only) holds against
     * the others; as in {@link fit}.
     */
    smoothing?: SmoothingOptions | undefined;
    /**
     * Smoothing of `'croston'`, `'sba'` and `'tsb'`, above 0, at most 1; or `'estimate'`, which takes the one from 0.05 to
     * 0.3 with the least mean squared rate (Kourentzes 2014). Default: 0.1.
     */
    alpha?: number | 'estimate' | undefined;
    /**
     * Smoothing of the probability of demand in `'tsb'`, above 0, at most 1. Default: 0.1; estimated with `alpha`, when none
     * may be given.
     */
    beta?: number | undefined;
    /** Forecasts and bounds below 0 become 0. Default: `false`. */
    nonNegative?: boolean | undefined;
    /**
     * Whole units: forecasts are rounded to the nearest (halves up), lower bounds down and upper bounds up, so that an
     * interval holds at least what it held. Default: `false`.
     */
    integer?: boolean | undefined;
    /**
     * Days on which the clinic is closed, `true` or 1: Sundays, holidays. What the history holds there counts as missing,
     * and the forecast and its interval are 0. A day of the season that is never open leaves the season, so that a week
     * with a closed Sunday is a season of six days. One that is closed all history through must be closed ahead too:
     * whatever the method, nothing tells what it would hold (`ERR_INSUFFICIENT_DATA`).
     */
    closed?: ArrayLike<boolean | number> | undefined;
    /** Default `'error'`: a NaN is refused. `'omit'`: a NaN, or a `null` in an array, is a missing value. */
    nan?: NanPolicy | undefined;
}

/** Options of {@link accuracy}. */
interface AccuracyOptions {
    /** The history before the forecast, for `mase` and `rmsse`. */
    training?: ArrayLike<number | null> | undefined;
    /** Observations in a season of the history, 1 to 1,000,000. Default: 1, no season. */
    seasonLength?: number | undefined;
    /** Lower bounds of an interval, as long as `actual`; needs `upper` and `level`. */
    lower?: ArrayLike<number | null> | undefined;
    /** Upper bounds. */
    upper?: ArrayLike<number | null> | undefined;
    /** The probability that the interval was to hold the value, 1e-12 to 1 − 1e-12. */
    level?: number | undefined;
    /** Quantile forecasts, each as long as `actual`, for `pinball`. At most 1000. */
    quantiles?: readonly {
        /** Which quantile: τ, from 1e-12 to 1 − 1e-12. */
        probability: number;
        /** What it was forecast to be. */
        forecast: ArrayLike<number | null>;
    }[] | undefined;
    /** Default `'error'`: a NaN is refused. `'omit'`: where either of a pair is NaN (in an array also `null`), it is left out. */
    nan?: NanPolicy | undefined;
}
/** What {@link accuracy} returns; with e = actual − predicted. A measure that is not defined is NaN. */
interface Accuracy {
    /** Mean error, in the unit of the values; above 0 where forecasts were too low. */
    me: number;
    /** Mean absolute error, in the unit of the values. */
    mae: number;
    /** Root mean squared error, in the unit of the values. */
    rmse: number;
    /** Mean of |e / actual|, a fraction (0.1 is 10 %). NaN if a value is 0. */
    mape: number;
    /** Mean of 2|e| / (|actual| + |predicted|) as in the M4 competition, a fraction from 0 to 2; a pair of zeros counts 0. */
    smape: number;
    /** Σ|e| / Σ|actual|, a fraction. NaN if all values are 0. */
    wape: number;
    /** `mae` over that of the seasonal naive method on the training. NaN without training, or if that never errs. */
    mase: number;
    /** `rmse` over that of the seasonal naive method on the training. NaN without training, or if that never errs. */
    rmsse: number;
    /** Mean pinball loss over all quantiles τ: τe where e ≥ 0, (τ − 1)e elsewhere. NaN without quantiles. */
    pinball: number;
    /** The share of values within the interval. NaN without interval. */
    coverage: number;
    /** Winkler's score: the interval's width and 2/(1 − level) times how far a value is outside, on average. NaN without. */
    winkler: number;
    /** Pairs measured. */
    count: number;
}
/**
 * How far forecasts were from what came.
 *
 * @param actual what came; finite numbers
 * @param predicted what was forecast, as long as `actual`
 * @param options training, interval, quantiles, what a NaN means
 * @returns the measures; ratios are fractions, not percent
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (lengths that differ, a NaN or an infinity with its index),
 *   `ERR_INSUFFICIENT_DATA` (no pair)
 * @see Hyndman & Koehler (2006), *Int. J. Forecasting* 22, 679–688; Makridakis et al. (2020), *Int. J. Forecasting* 36,
 *   54–74; Koenker & Bassett (1978), *Econometrica* 46, 33–50; Winkler (1972), *JASA* 67, 187–191
 *
 * @example
 * const { mase, wape } = stats.accuracy(lastWeek, forecastOfLastWeek, { training: before, seasonLength: 7 });
 */
declare function accuracy(actual: ArrayLike<number | null>, predicted: ArrayLike<number | null>, options?: AccuracyOptions): Accuracy;

/** Forecasts of many series in columns. */

/** The forecast of one of many series. */
interface SeriesForecast {
    /** What made it. */
    method: Exclude<ForecastMethod, 'auto'>;
    /** The next values; a view of the batch's. */
    forecast: Float64Array;
    /** One for each level; views of the batch's. */
    intervals: ForecastInterval[];
}
/** What {@link forecastMany} resolves with: columns for all series, `h` items (the horizon) for each. */
declare class Forecasts {
    /** How many series. */
    readonly length: number;
    /** Steps for each. */
    readonly horizon: number;
    /** The next values of every series, one after the other; NaN where one failed. */
    readonly forecast: Float64Array;
    /** One for each level, of every series one after the other; NaN where one failed. */
    readonly intervals: readonly ForecastInterval[];
    /** What made each series' forecast; `null` where it failed. */
    readonly methods: readonly (SeriesForecast['method'] | null)[];
    /** Why a series failed, by its index. */
    readonly errors: ReadonlyMap<number, ClinicoreError>;
    /** @internal */
    constructor(answer: ForecastManyAnswer, { horizon, levels }: ForecastSettings, own?: (series: number) => ClinicoreError | undefined);
    /**
     * The forecast of one series.
     *
     * @param index which, from 0
     * @returns its forecast, as views into the columns
     * @throws ClinicoreError the series' own error where it failed; `ERR_INVALID_ARGUMENT` for an index that is none
     */
    at(index: number): SeriesForecast;
}
/**
 * Forecasts of many series: see {@link forecastMany}. Nothing to construct, hence only a type.
 *
 * @reexport
 */
type ForecastBatch = Forecasts;

/** Options of {@link backtest}: what is to be forecast, and from where. */
interface BacktestOptions extends ForecastOptions {
    /** How many values the first forecast is made from. 1 to 1,000,000. */
    initial: number;
    /** How many values later each next forecast is made. 1 to 1,000,000. Default: 1. */
    step?: number | undefined;
    /** `'expanding'` (default): from all values so far. `'sliding'`: from the last `initial` only. */
    window?: 'expanding' | 'sliding' | undefined;
}
/** How well an interval of a {@link Backtest} held what came. */
interface BacktestInterval extends ForecastInterval {
    /** The share of values within it. */
    coverage: number;
    /** Winkler's score: width and 2/(1 − level) times how far values were outside, on average. */
    winkler: number;
}
/** What {@link backtest} resolves with: columns for all windows, `h` items (the horizon) for each. */
interface Backtest {
    /** How many forecasts were made. */
    length: number;
    /** Steps of each. */
    horizon: number;
    /** How many values came before each forecast. */
    origins: Uint32Array;
    /** What made each forecast. */
    methods: SeriesForecast['method'][];
    /** The forecasts, window after window. */
    forecast: Float64Array;
    /** What came; NaN where it is missing or closed. */
    actual: Float64Array;
    /** One for each level, window after window. */
    intervals: BacktestInterval[];
    /** The errors of all windows and steps; scaled by the first window's history. */
    accuracy: Accuracy;
    /** The errors of all windows, for each step ahead (length `h`). */
    steps: Accuracy[];
}
/**
 * How good forecasts would have been: forecasts the series from one origin after the other, each time from what was known
 * then, and holds them against what came. Every forecast is the one {@link forecast} makes of the same values.
 *
 * The work is split over the pool's threads, in the bulk lane by default. `onProgress` counts windows.
 *
 * @param values the series, oldest first, evenly spaced: at least `initial` and the horizon. Copied
 * @param options as those of {@link forecast}, and where to forecast from. A `closed` mask is as long as `values`; closed
 *   days are not measured
 * @returns forecasts, what came, and measures of error
 * @throws ClinicoreError (as a rejection) as {@link forecast}, for the first window that fails; `ERR_INSUFFICIENT_DATA`
 *   (fewer values than `initial` and the horizon), `ERR_LIMIT_EXCEEDED` (a horizon above 10,000,
 *   more than 10 million numbers in the answer: windows × horizon × (1 + 2 × levels))
 * @see Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed., §5.10; `tsCV` in R's package forecast
 *
 * @example
 * const { accuracy, intervals } = await stats.backtest(dailySales, {
 *   method: 'seasonal-naive', seasonLength: 7, horizon: 7, initial: 56, step: 7,
 * });
 * console.log(accuracy.mase, intervals[1].coverage); // of the 95 % interval
 */
declare function backtest(values: ArrayLike<number | null>, options: BacktestOptions): Promise<Backtest>;

/** Options of {@link forecastMany}. */
interface ForecastManyOptions extends Omit<ForecastOptions, 'closed'> {
    /**
     * Closed days (`true` or 1) of the calendar that all series share. They all end on the same day: the last `horizon`
     * items are the days ahead, those before go back from each series' last. As long as the longest series and the horizon,
     * or longer.
     */
    closed?: ArrayLike<boolean | number> | undefined;
}
/**
 * Forecasts thousands of series in one call, each as {@link forecast} does: the same numbers to the last bit, whatever
 * the number of threads. A series that cannot be forecast does not fail the others.
 *
 * The first 100,000 values (and series) are read before the call returns its promise, as everything else is. Further ones
 * are read in batches of about 2 ms, so that the event loop stays free: leave them alone until the promise settles.
 *
 * The work is split over the pool's threads, in the bulk lane by default. `onProgress` counts series.
 *
 * @param data values and offsets
 * @param options as those of {@link forecast}, for all series alike
 * @returns the forecasts in columns, and one by one
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (offsets that do not ascend from 0 to the number of
 *   values, an option out of range; a NaN or an infinity is the error of its series), `ERR_LIMIT_EXCEEDED` (more than 100 million
 *   numbers in the answer), `ERR_BUSY`, `ERR_ABORTED`
 *
 * @example
 * // Three articles with 2, 3 and 1 days of sales.
 * const batch = await stats.forecastMany({ values: [3, 4, 8, 9, 7, 0], offsets: [0, 2, 5, 6] }, { horizon: 7 });
 * for (let article = 0; article < batch.length; article++) {
 *   if (!batch.errors.has(article)) console.log(batch.at(article).forecast);
 * }
 */
declare function forecastMany(data: RaggedSeries, options: ForecastManyOptions): Promise<ForecastBatch>;

/** A prediction interval for each step of the horizon. */
interface ForecastInterval {
    /** The probability that it holds the value. */
    level: number;
    /** Lower bounds, in the unit of the values; NaN where the data are too few to know. */
    lower: Float64Array;
    /** Upper bounds, in the unit of the values; NaN where the data are too few to know. */
    upper: Float64Array;
}
/** How the model behind a forecast was fitted. */
type ForecastFit = Pick<Fit, 'model' | 'parameters' | 'sigma2' | 'logLikelihood' | 'aic' | 'aicc' | 'bic' | 'converged' | 'iterations'>;
/** What {@link forecast} resolves with. `n` is the number of values, `h` the horizon. */
interface Forecast {
    /** What made it. */
    method: Exclude<ForecastMethod, 'auto'>;
    /** The history (length `n`); NaN where it is missing or closed. */
    values: Float64Array;
    /** The next values (length `h`), in the unit of the values; 0 on closed days. */
    forecast: Float64Array;
    /** One for each level asked for, each of length `h`; empty with `intervals: 'none'`. */
    intervals: ForecastInterval[];
    /** One-step forecasts of the history (length `n`); NaN where there are none, and on days that are never open. */
    fitted: Float64Array;
    /** `values` less `fitted` (length `n`); NaN where either is. */
    residuals: Float64Array;
    /** What Croston, SBA and TSB smoothed by (`beta` in TSB only); `null` for other methods. */
    intermittent: {
        /** Of the sizes of demands. */
        alpha: number;
        /** Of the probability of a demand. */
        beta: number;
    } | null;
    /** The model that `'ses'`, `'holt'`, `'holt-winters'` or `'ets'` fitted; `null` for other methods. */
    fit: ForecastFit | null;
    /**
     * What `'auto'` compared, and by which score: AICc or error, less is better, NaN for a method that could not take part; an
     * AICc of `-Infinity` (in JSON `null`) for one that fits without any error, as all do a constant series.
     * Empty where it had no choice, or none was asked for.
     */
    candidates: {
        /** What was tried. */
        method: Exclude<ForecastMethod, 'auto'>;
        /** How good it was: less is better. */
        score: number;
    }[];
}
/**
 * Forecasts a series, with prediction intervals: by the method named, or by the one that suits the data.
 *
 * The work is done on the pool, in the interactive lane by default.
 *
 * @param values the series, oldest first, evenly spaced. Copied
 * @param options horizon, season, method, intervals, closed days, demand, signal, progress, lane
 * @returns the forecast, its intervals, how it fits the history, and what made it
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a NaN or an infinity in the series with its index, an
 *   option out of range, a mask of the wrong length, demand below 0 for an intermittent method, values beyond 1e140 or
 *   unlike by less than 1e-140), `ERR_INSUFFICIENT_DATA` (nothing but missing values, too few for the method or for
 *   conformal intervals, a season with a part that has no value, a day of the season that opens in the horizon only),
 *   `ERR_LIMIT_EXCEEDED` (conformal intervals of more than 10 million windows × steps), `ERR_BUSY`, `ERR_ABORTED`
 * @see Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed., chapter 5, and R's package forecast
 *   (`meanf`, `naive`, `snaive`, `rwf`, `thetaf`); Croston (1972), *Operational Research Quarterly* 23, 289–303;
 *   Syntetos & Boylan (2005), *Int. J. Forecasting* 21, 303–314; Teunter, Syntetos & Babai (2011), *European J.
 *   Operational Research* 214, 606–615; Lei et al. (2018), *JASA* 113, 1094–1111 (conformal intervals)
 *
 * @example
 * // Next week's sales of a clinic that is closed on Sundays; `dailySales` begins on a Monday.
 * const closed = Array.from({ length: dailySales.length + 7 }, (_, day) => day % 7 === 6);
 * const { forecast, intervals } = await stats.forecast(dailySales, {
 *   horizon: 7, seasonLength: 7, closed, nonNegative: true, integer: true,
 * });
 * console.log(forecast[6]); // 0: a Sunday
 */
declare function forecast(values: ArrayLike<number | null>, options: ForecastOptions): Promise<Forecast>;

/** Options of {@link Regression.predict}. */
interface PredictOptions {
    /**
     * What the interval is to hold: `'confidence'`, the mean of `y` at this `x`; `'prediction'`, a single new `y` (of weight
     * 1), which is wider.
     */
    interval: 'confidence' | 'prediction';
    /** How probably it holds it, between 0 and 1. Default 0.95. */
    level?: number | undefined;
}
/** Predictions with their interval, each as long as the `x` that were asked for. */
interface Band {
    /** The predictions. */
    fit: Float64Array;
    /** The lower ends; NaN where no degree of freedom is left to estimate them with. */
    lower: Float64Array;
    /** The upper ends. */
    upper: Float64Array;
}
/**
 * A least squares fit. Arrays by coefficient are in the order intercept (unless there is none), then columns or rising
 * powers. With *n* rows and *p* coefficients there are *n − p* degrees of freedom; where that is 0, what needs them is NaN.
 *
 * @typeParam X what a prediction is asked for: one list of `x`, or one for each column
 */
interface Regression<X> {
    /** The coefficients. */
    readonly coefficients: number[];
    /** Their standard errors. */
    readonly standardErrors: number[];
    /** Coefficients over their standard errors. */
    readonly tValues: number[];
    /** Probability of a |t| this large were the coefficient 0 (two-sided, Student's t). */
    readonly pValues: number[];
    /** *R²*, the share of the variance explained: of `y` about its mean or, without an intercept, about 0. NaN for a constant `y`. */
    readonly rSquared: number;
    /** *R²* less what the number of coefficients alone brings. */
    readonly adjustedRSquared: number;
    /** The standard deviation of the residuals, in the unit of `y`. */
    readonly residualStandardDeviation: number;
    /** Rows that were used. */
    readonly count: number;
    /** Rows less coefficients. */
    readonly degreesOfFreedom: number;
    /** The *F* statistic of the regression: that all coefficients but the intercept are 0. */
    readonly fStatistic: number;
    /** Probability of an *F* this large, were they. */
    readonly fPValue: number;
    /** The fitted `y` of each row, NaN for one left out; empty unless the option `residuals` asked for it. */
    readonly fitted: Float64Array;
    /** `y` less {@link fitted}. */
    readonly residuals: Float64Array;
    /**
     * Predicts `y`.
     *
     * @param x where: finite numbers
     * @returns a prediction for each
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
     */
    predict(x: X): Float64Array;
    /**
     * Predicts `y` with an interval, as R's `predict.lm` does.
     *
     * @param x where: finite numbers
     * @param options which interval, and its level
     * @returns a prediction for each, with its ends
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
     */
    predict(x: X, options: PredictOptions): Band;
    /** The numbers above, without the rows, for `JSON.stringify`. */
    toJSON(): RegressionJson;
}
/** What a {@link Regression} is in JSON, where NaN becomes `null`. */
type RegressionJson = Omit<Regression<unknown>, 'fitted' | 'residuals' | 'predict' | 'toJSON'>;

/** Numbers: a `Float64Array`, which is read in place, or an array, where `null` stands for a missing value. */
type Numbers = ArrayLike<number | null>;
/** Options of every regression. */
interface RegressionOptions {
    /** How much each row counts, above 0: as the inverse of its variance. Default: all the same. */
    weights?: Numbers | undefined;
    /**
     * What a NaN (in an array, also a `null`) means: a mistake (`'error'`, the default), or a missing value, whose row is left
     * out (`'omit'`).
     */
    nan?: NanPolicy | undefined;
    /** Whether to give the fitted values and residuals of all rows as well. Default `false`, for they take memory. */
    residuals?: boolean | undefined;
}

/** A curve that is a straight line of logarithms. */
interface Curve {
    /** `[a, b]` of the curve's formula. */
    readonly coefficients: [number, number];
    /** The straight line that was fitted: its errors, tests and *R²* are of the logarithms. */
    readonly linear: Regression<ArrayLike<number>>;
    /**
     * Predicts `y`: on a curve of `ln y` its median, not its mean.
     *
     * @param x where: finite numbers, above 0 where the curve is of `ln x`
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
     */
    predict(x: ArrayLike<number>): Float64Array;
    /**
     * Predicts `y` with an interval: the line's, taken back from logarithms.
     *
     * @param x where: finite numbers, above 0 where the curve is of `ln x`
     * @param options which interval, and its level
     * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
     */
    predict(x: ArrayLike<number>, options: PredictOptions): Band;
}
/**
 * `y = a·e^(bx)`, fitted as the straight line `ln y = ln a + bx` (R's `lm(log(y) ~ x)`): it makes relative errors small. The
 * package regression@2 weighs each point by its `y`: `{ weights: y }` does the same.
 *
 * @param x finite numbers, not all the same
 * @param y as many numbers above 0
 * @param options weights, missing values, residuals
 * @returns `[a, b]`, the line, predictions
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is no finite number, or a `y` not above 0, with its index;
 *   lengths that differ; `x` the same everywhere), `ERR_INSUFFICIENT_DATA` (fewer than two rows)
 *
 * @example
 * const [start, rate] = stats.exponentialRegression(months, patients).coefficients;
 */
declare function exponentialRegression(x: Numbers, y: Numbers, options?: RegressionOptions): Curve;
/**
 * `y = a + b·ln x` by least squares (R's `lm(y ~ log(x))`).
 *
 * @param x numbers above 0, not all the same
 * @param y as many finite numbers
 * @param options weights, missing values, residuals
 * @returns `[a, b]`, the line, predictions
 * @throws ClinicoreError as {@link exponentialRegression}, for an `x` not above 0
 *
 * @example
 * stats.logarithmicRegression(weeks, skill).predict([52]);
 */
declare function logarithmicRegression(x: Numbers, y: Numbers, options?: RegressionOptions): Curve;
/**
 * `y = a·x^b`, fitted as the straight line `ln y = ln a + b·ln x` (R's `lm(log(y) ~ log(x))`).
 *
 * @param x numbers above 0, not all the same
 * @param y as many numbers above 0
 * @param options weights, missing values, residuals
 * @returns `[a, b]`, the line, predictions
 * @throws ClinicoreError as {@link exponentialRegression}, also for an `x` not above 0
 *
 * @example
 * const [, elasticity] = stats.powerRegression(prices, units).coefficients;
 */
declare function powerRegression(x: Numbers, y: Numbers, options?: RegressionOptions): Curve;

/** Options of {@link linearRegression} and {@link multipleRegression}. */
interface LinearRegressionOptions extends RegressionOptions {
    /** Whether there is a constant term. Default `true`; without one, the fit goes through the origin. */
    intercept?: boolean | undefined;
}
/** Options of {@link polynomialRegression}. */
interface PolynomialRegressionOptions extends RegressionOptions {
    /** The highest power, 1 to 20. */
    degree: number;
}
/**
 * The straight line `y = b₀ + b₁x` by least squares, as R's `lm(y ~ x)`. Right for any offset of `x`, epoch milliseconds
 * included. The coefficients are `[b₀, b₁]`.
 *
 * @param x finite numbers, not all the same
 * @param y as many finite numbers, at least two
 * @param options intercept, weights, missing values, residuals
 * @returns the coefficients with their errors, tests and predictions
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; lengths that differ; `x`
 *   the same everywhere), `ERR_INSUFFICIENT_DATA` (fewer rows than coefficients)
 *
 * @example
 * const trend = stats.linearRegression(days, sales);
 * const [start, perDay] = trend.coefficients;
 * const next = trend.predict([90, 91, 92], { interval: 'prediction', level: 0.9 });
 */
declare function linearRegression(x: Numbers, y: Numbers, options?: LinearRegressionOptions): Regression<ArrayLike<number>>;
/**
 * `y = b₀ + b₁x₁ + b₂x₂ + …` by least squares, as R's `lm(y ~ x1 + x2)`. The coefficients are `[b₀, b₁, b₂, …]`, or, without
 * an intercept, `[b₁, b₂, …]`. Of up to 1,000 rows, columns that almost make each other up leave ten digits; beyond, a column
 * that those before it make up to *k* digits leaves 16 − *k*.
 *
 * @param columns the predictors, 1 to 64 lists as long as `y`, of finite numbers; none may be made up of the others
 * @param y finite numbers, at least as many as coefficients
 * @param options intercept, weights, missing values, residuals
 * @returns the coefficients with their errors, tests and predictions
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; lengths that differ; a
 *   column that those before it make up to ten digits), `ERR_INSUFFICIENT_DATA` (fewer rows than coefficients),
 *   `ERR_LIMIT_EXCEEDED` (more than 64 columns, or values times coefficients more than 50,000,000)
 * @see G. H. Golub & C. F. Van Loan, *Matrix Computations*, 4th ed. (2013), 5.3
 *
 * @example
 * const model = stats.multipleRegression([staff, isMonday], patients);
 * model.pValues; // of the intercept, of staff, of isMonday
 * model.predict([[4, 5], [1, 0]]); // four on a Monday, five on another day
 */
declare function multipleRegression(columns: readonly Numbers[], y: Numbers, options?: LinearRegressionOptions): Regression<readonly ArrayLike<number>[]>;
/**
 * `y = b₀ + b₁x + b₂x² + …` by least squares, fitted in powers of the centred, scaled `x`, so that neither a high degree nor
 * a large `x` costs the digits that normal equations lose. The coefficients are of the powers of `x` itself, rising:
 * `[b₀, b₁, b₂, …]`.
 *
 * @param x finite numbers, with more different values than the degree
 * @param y as many finite numbers
 * @param options degree, weights, missing values, residuals
 * @returns the coefficients with their errors, tests and predictions
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; lengths that differ; too
 *   few different `x`), `ERR_INSUFFICIENT_DATA` (fewer rows than coefficients), `ERR_LIMIT_EXCEEDED` (values times
 *   coefficients more than 50,000,000)
 *
 * @example
 * const curve = stats.polynomialRegression(days, sales, { degree: 3 });
 * curve.predict([91, 92]);
 */
declare function polynomialRegression(x: Numbers, y: Numbers, options: PolynomialRegressionOptions): Regression<ArrayLike<number>>;

/** The curves of the package regression. */
type RegressionJsKind = 'linear' | 'exponential' | 'logarithmic' | 'power' | 'polynomial';
/** Options of {@link regressionJs}, as that package names them. */
interface RegressionJsOptions {
    /** Decimals that everything is rounded to. Default 2. */
    precision?: number | undefined;
    /** The highest power of a polynomial, 1 to 20. Default 2. */
    order?: number | undefined;
}
/** What {@link regressionJs} returns, as that package names it. */
interface RegressionJs {
    /** The coefficients, rounded: `[slope, intercept]`; `[a, b]`; of a polynomial the highest power first. */
    equation: number[];
    /** The formula as text. */
    string: string;
    /** `[x, prediction]` for each point, rounded. */
    points: [number, number][];
    /** *R²* of the rounded predictions, rounded. */
    r2: number;
    /**
     * The curve at a place: `[x, prediction]`, rounded.
     *
     * @param x the place
     */
    predict: (x: number) => [number, number];
}
/**
 * What regression@2.0.1 gives, digit for digit, for services that move from it: coefficients are rounded before anything is
 * computed with them, and a polynomial comes from normal equations. {@link linearRegression} and its neighbours are what to
 * move to. It runs in JavaScript on every backend, for V8's `exp` and `pow` are part of the answer.
 *
 * @param kind which of that package's functions
 * @param data points `[x, y]`; one whose `y` is `null` is predicted but not fitted
 * @param options precision and order
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a point that is not two finite numbers, with its path),
 *   `ERR_INSUFFICIENT_DATA` (no points), `ERR_LIMIT_EXCEEDED` (more than 1,000,000 points, or for a polynomial more than
 *   20,000,000 divided by the square of its order)
 *
 * @example
 * const { equation, r2 } = stats.regressionJs('linear', [[0, 1], [32, 67], [12, 79]]);
 * equation; // [1.79, 22.75]
 */
declare function regressionJs(kind: RegressionJsKind, data: readonly (readonly [number, number | null])[], options?: RegressionJsOptions): RegressionJs;

/** Options of {@link theilSen}. */
interface TheilSenOptions extends TaskOptions {
    /** How probably the interval holds the slope, between 0 and 1. Default 0.95. */
    level?: number | undefined;
    /**
     * `'separate'` (the default, as SciPy's): median of `y` less slope times median of `x`; `'joint'`: the median of
     * `y − slope·x`.
     */
    intercept?: 'separate' | 'joint' | undefined;
}
/** What {@link theilSen} returns. */
interface TheilSen {
    /** The median of the slopes between all pairs of points. */
    slope: number;
    /** See {@link TheilSenOptions.intercept}. */
    intercept: number;
    /** The lower end of the slope's interval. */
    lower: number;
    /** The upper end of the slope's interval. */
    upper: number;
}
/** Options of {@link mannKendall}. */
interface MannKendallOptions extends TaskOptions {
    /** From which confidence on a trend is one, between 0 and 1. Default 0.95: *p* below 0.05. */
    level?: number | undefined;
}
/** What {@link mannKendall} returns. */
interface MannKendall {
    /** `'none'` where *p* is not below 1 − level. */
    trend: 'increasing' | 'decreasing' | 'none';
    /** Pairs of values that rise with time less pairs that fall. */
    s: number;
    /** The variance of *S* without a trend, with the correction for ties. */
    variance: number;
    /** *S*, moved by 1 towards 0 (continuity correction), over its standard deviation. */
    z: number;
    /** Probability of a |z| this large without a trend. */
    p: number;
    /** Kendall's τ-b of values and time, −1 to 1. */
    tau: number;
    /** Sen's slope: the median change a step. */
    slope: number;
}
/**
 * The Theil–Sen line: the median of the slopes between all pairs of points. Up to 29 % of the points may be wrong without
 * moving it far. Pairs with the same `x` are left out. Agrees with SciPy's `theilslopes`.
 *
 * The work is done on the pool, in the interactive lane by default. `onProgress` counts pairs.
 *
 * @param x finite numbers, not all the same; `null` for 0, 1, 2, … Copied
 * @param y as many finite numbers, 2 to 5,000. Copied
 * @param options level of the interval, convention of the intercept, signal, progress, lane
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index; lengths that differ; `x`
 *   the same everywhere), `ERR_INSUFFICIENT_DATA` (fewer than two points), `ERR_LIMIT_EXCEEDED` (more than 5,000),
 *   `ERR_BUSY`, `ERR_ABORTED`
 * @see P. K. Sen (1968), *J. Am. Stat. Assoc.* 63, 1379–1389
 *
 * @example
 * const { slope, lower, upper } = await stats.theilSen(null, dailySales, { level: 0.9 });
 */
declare function theilSen(x: ArrayLike<number> | null, y: ArrayLike<number>, options?: TheilSenOptions): Promise<TheilSen>;
/**
 * The Mann–Kendall test for a monotonic trend of evenly spaced values, of whatever shape, and Sen's slope.
 *
 * The work is done on the pool, in the interactive lane by default. `onProgress` counts pairs.
 *
 * @param y finite numbers, oldest first, 2 to 5,000. Copied
 * @param options the level at which a trend is one, signal, progress, lane
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a value that is no finite number, with its index),
 *   `ERR_INSUFFICIENT_DATA` (fewer than two values), `ERR_LIMIT_EXCEEDED` (more than 5,000), `ERR_BUSY`, `ERR_ABORTED`
 * @see H. B. Mann (1945), *Econometrica* 13, 245–259; M. G. Kendall (1970), *Rank Correlation Methods*
 *
 * @example
 * const { trend, p } = await stats.mannKendall(weeklyReturns);
 */
declare function mannKendall(y: ArrayLike<number>, options?: MannKendallOptions): Promise<MannKendall>;

/**
 * Statistics and forecasting: `clinicore/stats`.
 *
 * @module clinicore/stats
 */

type stats_d_Accuracy = Accuracy;
type stats_d_AccuracyOptions = AccuracyOptions;
type stats_d_Anomaly = Anomaly;
type stats_d_AnomalyBatch = AnomalyBatch;
type stats_d_AnomalyOptions = AnomalyOptions;
type stats_d_Backtest = Backtest;
type stats_d_BacktestInterval = BacktestInterval;
type stats_d_BacktestOptions = BacktestOptions;
type stats_d_Band = Band;
type stats_d_BinRule = BinRule;
type stats_d_ChangepointOptions = ChangepointOptions;
type stats_d_Changepoints = Changepoints;
type stats_d_ClassicalDecomposition = ClassicalDecomposition;
type stats_d_ClassicalDecompositionOptions = ClassicalDecompositionOptions;
type stats_d_CorrelationMethod = CorrelationMethod;
type stats_d_CorrelationOptions = CorrelationOptions;
type stats_d_Curve = Curve;
type stats_d_DescribeOptions = DescribeOptions;
type stats_d_Description = Description;
type stats_d_DispersionOptions = DispersionOptions;
type stats_d_Fit = Fit;
type stats_d_FitBatch = FitBatch;
type stats_d_FitOptions = FitOptions;
type stats_d_FitSettings = FitSettings;
type stats_d_FitStates = FitStates;
type stats_d_FixedSmoothingOptions = FixedSmoothingOptions;
type stats_d_FixedSmoothingResult = FixedSmoothingResult;
type stats_d_Forecast = Forecast;
type stats_d_ForecastBatch = ForecastBatch;
type stats_d_ForecastChartColors = ForecastChartColors;
type stats_d_ForecastChartLabels = ForecastChartLabels;
type stats_d_ForecastChartOptions = ForecastChartOptions;
type stats_d_ForecastFit = ForecastFit;
type stats_d_ForecastInterval = ForecastInterval;
type stats_d_ForecastLike = ForecastLike;
type stats_d_ForecastManyOptions = ForecastManyOptions;
type stats_d_ForecastMethod = ForecastMethod;
type stats_d_ForecastOptions = ForecastOptions;
type stats_d_Histogram = Histogram;
type stats_d_HistogramOptions = HistogramOptions;
type stats_d_HoltOptions = HoltOptions;
type stats_d_HoltResult = HoltResult;
type stats_d_HoltWintersOptions = HoltWintersOptions;
type stats_d_HoltWintersResult = HoltWintersResult;
type stats_d_InitialRule = InitialRule;
type stats_d_InitialStates = InitialStates;
type stats_d_InterpolateOptions = InterpolateOptions;
type stats_d_KurtosisOptions = KurtosisOptions;
type stats_d_LinearRegressionOptions = LinearRegressionOptions;
type stats_d_LoessOptions = LoessOptions;
type stats_d_MannKendall = MannKendall;
type stats_d_MannKendallOptions = MannKendallOptions;
type stats_d_MedianAbsoluteDeviationOptions = MedianAbsoluteDeviationOptions;
type stats_d_Moments = Moments;
declare const stats_d_Moments: typeof Moments;
type stats_d_MomentsJson = MomentsJson;
type stats_d_MstlOptions = MstlOptions;
type stats_d_MstlResult = MstlResult;
type stats_d_NanPolicy = NanPolicy;
type stats_d_Numbers = Numbers;
type stats_d_PolynomialRegressionOptions = PolynomialRegressionOptions;
type stats_d_PredictOptions = PredictOptions;
type stats_d_QuantileOptions = QuantileOptions;
type stats_d_QuantileType = QuantileType;
type stats_d_RaggedSeries = RaggedSeries;
type stats_d_Regression<X> = Regression<X>;
type stats_d_RegressionJs = RegressionJs;
type stats_d_RegressionJsKind = RegressionJsKind;
type stats_d_RegressionJsOptions = RegressionJsOptions;
type stats_d_RegressionJson = RegressionJson;
type stats_d_RegressionOptions = RegressionOptions;
type stats_d_RollingDeviationOptions = RollingDeviationOptions;
type stats_d_RollingOptions = RollingOptions;
type stats_d_SampleOptions = SampleOptions;
type stats_d_SampleValues = SampleValues;
type stats_d_Seasonal = Seasonal;
type stats_d_Segment = Segment;
type stats_d_SeriesForecast = SeriesForecast;
type stats_d_SesOptions = SesOptions;
type stats_d_SesResult = SesResult;
type stats_d_SimpleStatistics = SimpleStatistics;
type stats_d_SkewnessOptions = SkewnessOptions;
type stats_d_SmoothingConvention = SmoothingConvention;
type stats_d_SmoothingInterval = SmoothingInterval;
type stats_d_SmoothingOptions = SmoothingOptions;
type stats_d_StlConvention = StlConvention;
type stats_d_StlOptions = StlOptions;
type stats_d_StlResult = StlResult;
type stats_d_TheilSen = TheilSen;
type stats_d_TheilSenOptions = TheilSenOptions;
type stats_d_TimeSeriesEngine = TimeSeriesEngine;
declare const stats_d_TimeSeriesEngine: typeof TimeSeriesEngine;
declare const stats_d_accuracy: typeof accuracy;
declare const stats_d_backtest: typeof backtest;
declare const stats_d_changepoints: typeof changepoints;
declare const stats_d_classicalDecomposition: typeof classicalDecomposition;
declare const stats_d_correlation: typeof correlation;
declare const stats_d_covariance: typeof covariance;
declare const stats_d_describe: typeof describe;
declare const stats_d_detectAnomalies: typeof detectAnomalies;
declare const stats_d_detectAnomaliesMany: typeof detectAnomaliesMany;
declare const stats_d_exponentialRegression: typeof exponentialRegression;
declare const stats_d_fit: typeof fit;
declare const stats_d_fitMany: typeof fitMany;
declare const stats_d_forecast: typeof forecast;
declare const stats_d_forecastChart: typeof forecastChart;
declare const stats_d_forecastMany: typeof forecastMany;
declare const stats_d_histogram: typeof histogram;
declare const stats_d_holt: typeof holt;
declare const stats_d_holtWinters: typeof holtWinters;
declare const stats_d_interpolate: typeof interpolate;
declare const stats_d_interquartileRange: typeof interquartileRange;
declare const stats_d_kurtosis: typeof kurtosis;
declare const stats_d_linearRegression: typeof linearRegression;
declare const stats_d_logarithmicRegression: typeof logarithmicRegression;
declare const stats_d_mannKendall: typeof mannKendall;
declare const stats_d_max: typeof max;
declare const stats_d_mean: typeof mean;
declare const stats_d_median: typeof median;
declare const stats_d_medianAbsoluteDeviation: typeof medianAbsoluteDeviation;
declare const stats_d_min: typeof min;
declare const stats_d_mstl: typeof mstl;
declare const stats_d_multipleRegression: typeof multipleRegression;
declare const stats_d_polynomialRegression: typeof polynomialRegression;
declare const stats_d_powerRegression: typeof powerRegression;
declare const stats_d_quantile: typeof quantile;
declare const stats_d_regressionJs: typeof regressionJs;
declare const stats_d_robustZScores: typeof robustZScores;
declare const stats_d_rollingMean: typeof rollingMean;
declare const stats_d_rollingMedian: typeof rollingMedian;
declare const stats_d_rollingStandardDeviation: typeof rollingStandardDeviation;
declare const stats_d_ses: typeof ses;
declare const stats_d_skewness: typeof skewness;
declare const stats_d_standardDeviation: typeof standardDeviation;
declare const stats_d_stl: typeof stl;
declare const stats_d_sum: typeof sum;
declare const stats_d_theilSen: typeof theilSen;
declare const stats_d_variance: typeof variance;
declare const stats_d_zScores: typeof zScores;
declare namespace stats_d {
  export { stats_d_Moments as Moments, stats_d_TimeSeriesEngine as TimeSeriesEngine, stats_d_accuracy as accuracy, stats_d_backtest as backtest, stats_d_changepoints as changepoints, stats_d_classicalDecomposition as classicalDecomposition, stats_d_correlation as correlation, stats_d_covariance as covariance, stats_d_describe as describe, stats_d_detectAnomalies as detectAnomalies, stats_d_detectAnomaliesMany as detectAnomaliesMany, stats_d_exponentialRegression as exponentialRegression, stats_d_fit as fit, stats_d_fitMany as fitMany, stats_d_forecast as forecast, stats_d_forecastChart as forecastChart, stats_d_forecastMany as forecastMany, stats_d_histogram as histogram, stats_d_holt as holt, stats_d_holtWinters as holtWinters, stats_d_interpolate as interpolate, stats_d_interquartileRange as interquartileRange, stats_d_kurtosis as kurtosis, stats_d_linearRegression as linearRegression, stats_d_logarithmicRegression as logarithmicRegression, stats_d_mannKendall as mannKendall, stats_d_max as max, stats_d_mean as mean, stats_d_median as median, stats_d_medianAbsoluteDeviation as medianAbsoluteDeviation, stats_d_min as min, stats_d_mstl as mstl, stats_d_multipleRegression as multipleRegression, stats_d_polynomialRegression as polynomialRegression, stats_d_powerRegression as powerRegression, stats_d_quantile as quantile, stats_d_regressionJs as regressionJs, stats_d_robustZScores as robustZScores, stats_d_rollingMean as rollingMean, stats_d_rollingMedian as rollingMedian, stats_d_rollingStandardDeviation as rollingStandardDeviation, stats_d_ses as ses, stats_d_skewness as skewness, stats_d_standardDeviation as standardDeviation, stats_d_stl as stl, stats_d_sum as sum, stats_d_theilSen as theilSen, stats_d_variance as variance, stats_d_zScores as zScores };
  export type { stats_d_Accuracy as Accuracy, stats_d_AccuracyOptions as AccuracyOptions, stats_d_Anomaly as Anomaly, stats_d_AnomalyBatch as AnomalyBatch, stats_d_AnomalyOptions as AnomalyOptions, stats_d_Backtest as Backtest, stats_d_BacktestInterval as BacktestInterval, stats_d_BacktestOptions as BacktestOptions, stats_d_Band as Band, stats_d_BinRule as BinRule, stats_d_ChangepointOptions as ChangepointOptions, stats_d_Changepoints as Changepoints, stats_d_ClassicalDecomposition as ClassicalDecomposition, stats_d_ClassicalDecompositionOptions as ClassicalDecompositionOptions, stats_d_CorrelationMethod as CorrelationMethod, stats_d_CorrelationOptions as CorrelationOptions, stats_d_Curve as Curve, stats_d_DescribeOptions as DescribeOptions, stats_d_Description as Description, stats_d_DispersionOptions as DispersionOptions, stats_d_Fit as Fit, stats_d_FitBatch as FitBatch, stats_d_FitOptions as FitOptions, stats_d_FitSettings as FitSettings, stats_d_FitStates as FitStates, stats_d_FixedSmoothingOptions as FixedSmoothingOptions, stats_d_FixedSmoothingResult as FixedSmoothingResult, stats_d_Forecast as Forecast, stats_d_ForecastBatch as ForecastBatch, stats_d_ForecastChartColors as ForecastChartColors, stats_d_ForecastChartLabels as ForecastChartLabels, stats_d_ForecastChartOptions as ForecastChartOptions, stats_d_ForecastFit as ForecastFit, stats_d_ForecastInterval as ForecastInterval, stats_d_ForecastLike as ForecastLike, stats_d_ForecastManyOptions as ForecastManyOptions, stats_d_ForecastMethod as ForecastMethod, stats_d_ForecastOptions as ForecastOptions, stats_d_Histogram as Histogram, stats_d_HistogramOptions as HistogramOptions, stats_d_HoltOptions as HoltOptions, stats_d_HoltResult as HoltResult, stats_d_HoltWintersOptions as HoltWintersOptions, stats_d_HoltWintersResult as HoltWintersResult, stats_d_InitialRule as InitialRule, stats_d_InitialStates as InitialStates, stats_d_InterpolateOptions as InterpolateOptions, stats_d_KurtosisOptions as KurtosisOptions, stats_d_LinearRegressionOptions as LinearRegressionOptions, stats_d_LoessOptions as LoessOptions, stats_d_MannKendall as MannKendall, stats_d_MannKendallOptions as MannKendallOptions, stats_d_MedianAbsoluteDeviationOptions as MedianAbsoluteDeviationOptions, stats_d_MomentsJson as MomentsJson, stats_d_MstlOptions as MstlOptions, stats_d_MstlResult as MstlResult, stats_d_NanPolicy as NanPolicy, stats_d_Numbers as Numbers, stats_d_PolynomialRegressionOptions as PolynomialRegressionOptions, stats_d_PredictOptions as PredictOptions, stats_d_QuantileOptions as QuantileOptions, stats_d_QuantileType as QuantileType, stats_d_RaggedSeries as RaggedSeries, stats_d_Regression as Regression, stats_d_RegressionJs as RegressionJs, stats_d_RegressionJsKind as RegressionJsKind, stats_d_RegressionJsOptions as RegressionJsOptions, stats_d_RegressionJson as RegressionJson, stats_d_RegressionOptions as RegressionOptions, stats_d_RollingDeviationOptions as RollingDeviationOptions, stats_d_RollingOptions as RollingOptions, stats_d_SampleOptions as SampleOptions, stats_d_SampleValues as SampleValues, stats_d_Seasonal as Seasonal, stats_d_Segment as Segment, stats_d_SeriesForecast as SeriesForecast, stats_d_SesOptions as SesOptions, stats_d_SesResult as SesResult, stats_d_SimpleStatistics as SimpleStatistics, stats_d_SkewnessOptions as SkewnessOptions, stats_d_SmoothingConvention as SmoothingConvention, stats_d_SmoothingInterval as SmoothingInterval, stats_d_SmoothingOptions as SmoothingOptions, stats_d_StlConvention as StlConvention, stats_d_StlOptions as StlOptions, stats_d_StlResult as StlResult, stats_d_TheilSen as TheilSen, stats_d_TheilSenOptions as TheilSenOptions };
}

/** The package's version, from its package.json. */
declare const version: string;

export { ClinicoreError, backend, configure, crypto_d as crypto, dicom_d as dicom, export_d as export, loadError, pdf_d as pdf, stats_d as stats, version };
export type { ErrorCode, ErrorDetails, Lane, PoolOptions, PoolStatus, TaskOptions };
