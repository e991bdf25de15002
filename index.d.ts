// Generated from js/ by `npm run build:js`. The whole public contract of the package.
/** What a backend is: the one interface that the native binding and the JavaScript fallback both keep. */

/** The queue a call waits in: interactive work runs before any bulk work. */
type Lane = 'interactive' | 'bulk';
/** What the work pool is doing. */
interface PoolStatus {
    /** Worker threads (the JavaScript backend runs one call at a time on the event loop and says 0). */
    threads: number;
    /** How many calls may wait before the next is refused with `ERR_BUSY`. */
    maxQueue: number;
    /** Calls being worked on. */
    running: number;
    /** Calls waiting in the interactive lane. */
    interactive: number;
    /** Calls waiting in the bulk lane. */
    bulk: number;
}

/** Which backend runs the calls: `'native'` (Rust) or `'js'` (the fallback). Chosen once, when the package loads. */
declare const backend: 'native' | 'js';
/**
 * Why the native backend did not load, with the commands that mend it; `null` when it did, or when
 * `CLINICORE_BACKEND=js` asked for JavaScript.
 */
declare const loadError: Error | null;

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
/** A stable, machine-readable error code: one of the keys of {@link ERROR_CODES}. */
type ErrorCode = keyof typeof ERROR_CODES;
/** Where and by how much the input was wrong. Never holds a patient's data, a password or a key. */
interface ErrorDetails {
    /** Path of the argument, such as `options.alpha` or `data.lines[3].quantity`. */
    argument?: string;
    /** Index into a series, list or column. */
    index?: number;
    /** Sheet of a workbook, from 0. */
    sheet?: number;
    /** Column of a table, from 0. */
    column?: number;
    /** Row of a table, from 0; a header is not counted. */
    row?: number;
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
 * The one class of error this package throws or rejects with.
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
     * @param code one of {@link ERROR_CODES}
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
    signal?: AbortSignal;
    /**
     * Called now and then with how much of the work is done (`0 <= done <= total`; the unit is the call's own).
     * An error it throws stops the call and becomes its rejection.
     */
    onProgress?: (done: number, total: number) => void;
    /**
     * Which queue the call waits in: `interactive` work (someone is waiting for it) runs before any `bulk` work.
     * Each call documents its default.
     */
    lane?: Lane;
}

/** Options of {@link hashPassword}. */
interface HashPasswordOptions extends TaskOptions {
    /**
     * The base-2 logarithm of bcrypt's iterations: one more takes twice as long. 10, the least OWASP accepts, to 16, the
     * most {@link verifyPassword} accepts by default. Default: 12, some 0.2 s of one core.
     */
    cost?: number;
}
/** Options of {@link verifyPassword}. */
interface VerifyPasswordOptions extends TaskOptions {
    /**
     * The highest cost of a stored hash that is worked on, 4 to 31; a higher one is refused with `ERR_LIMIT_EXCEEDED`,
     * for a hash of cost 31 keeps a core busy for 30 hours. Default: 16, some 3 s.
     */
    maxCost?: number;
}
/**
 * Hashes a password with bcrypt, for storing: 60 characters that begin with `$2b$` and hold a salt of their own.
 *
 * bcrypt reads 72 bytes and stops at a NUL, so passwords it would not read whole are refused, not cut: more than 72
 * bytes as UTF-8, a NUL character, lone surrogates; and the empty one. Limit the length in your sign-up form.
 *
 * The work is done on the pool, in the interactive lane by default. `onProgress` counts iterations.
 *
 * @param password text, which is read as UTF-8 without any normalisation, or bytes. JavaScript text cannot be wiped
 *   from memory: to wipe a password, pass a Buffer and `fill(0)` it as soon as this function has returned its promise.
 *   Clinicore wipes its own copies, but cannot vouch for those that V8, the TLS layer or a body parser made
 * @param options cost, signal, progress, lane
 * @returns the hash
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (a password bcrypt would not read whole, a cost out of
 *   range), `ERR_BUSY`, `ERR_ABORTED`. No message holds any of the password
 * @see Provos & Mazières (1999), *A Future-Adaptable Password Scheme*, USENIX; OWASP Password Storage Cheat Sheet
 *
 * @example
 * const hash = await crypto.hashPassword(form.password);
 * await db.insert(staff).values({ email: form.email, passwordHash: hash });
 */
declare function hashPassword(password: string | Uint8Array, options?: HashPasswordOptions): Promise<string>;
/**
 * Whether a password is the one a stored hash was made from. Reads bcrypt's `$2a$`, `$2b$`, `$2y$` (PHP, Apache) and
 * `$2x$` (PHP before 5.3.7), from npm bcrypt, bcryptjs and any other implementation.
 *
 * Answers `false`, without an error and without work, for text or bytes that no hash can be made of: empty, more than
 * 72 bytes as UTF-8, with a NUL or a lone surrogate. So whatever text a login form sends, the answer is a boolean. It is
 * `false` too for a longer password of which another package hashed only the first 72 bytes: its owner must reset it.
 *
 * The work is done on the pool, in the interactive lane by default. `onProgress` counts iterations.
 *
 * @param password as in {@link hashPassword}
 * @param hash the stored hash, read strictly: a truncated or padded one is an error, not a wrong password
 * @param options highest cost, signal, progress, lane
 * @returns `true` if the password is right; digests are compared in constant time
 * @throws ClinicoreError (as a rejection) `ERR_MALFORMED_INPUT` (not a bcrypt hash: mend the database),
 *   `ERR_LIMIT_EXCEEDED` (a hash above `maxCost`), `ERR_INVALID_ARGUMENT` (an argument of the wrong type), `ERR_BUSY`,
 *   `ERR_ABORTED`. No message holds any of the password or the hash
 * @see {@link hashPassword}
 *
 * @example
 * if (!(await crypto.verifyPassword(form.password, user.passwordHash))) response.status(401).end();
 */
declare function verifyPassword(password: string | Uint8Array, hash: string, options?: VerifyPasswordOptions): Promise<boolean>;

type crypto_d_HashPasswordOptions = HashPasswordOptions;
type crypto_d_VerifyPasswordOptions = VerifyPasswordOptions;
declare const crypto_d_hashPassword: typeof hashPassword;
declare const crypto_d_verifyPassword: typeof verifyPassword;
declare namespace crypto_d {
  export { crypto_d_hashPassword as hashPassword, crypto_d_verifyPassword as verifyPassword };
  export type { crypto_d_HashPasswordOptions as HashPasswordOptions, crypto_d_VerifyPasswordOptions as VerifyPasswordOptions };
}

/** A value representation (PS3.5 6.2): what kind of value an element holds. */
type DicomVr = 'AE' | 'AS' | 'AT' | 'CS' | 'DA' | 'DS' | 'DT' | 'FD' | 'FL' | 'IS' | 'LO' | 'LT' | 'OB' | 'OD' | 'OF' | 'OL' | 'OV' | 'OW' | 'PN' | 'SH' | 'SL' | 'SQ' | 'SS' | 'ST' | 'SV' | 'TM' | 'UC' | 'UI' | 'UL' | 'UN' | 'UR' | 'US' | 'UT' | 'UV';
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
    /** Where the value can be fetched from instead. {@link parse} has no such place and never sets it. */
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
/** Options of {@link parse}. */
interface ParseOptions extends TaskOptions {
    /**
     * Whether pixel data (7FE0,0008), (7FE0,0009) and (7FE0,0010), at any depth, are in the result as `InlineBinary`. By
     * default they are not in it at all, and not copied. Encapsulated pixel data are given as they stand in the file,
     * with their item tags. Default: `false`.
     */
    pixelData?: boolean;
    /**
     * Whether the file meta information (group 0002) is in the result, such as the Transfer Syntax UID `'00020010'`. It is
     * not part of the data set, and so not of the DICOM JSON model. Default: `false`.
     */
    fileMeta?: boolean;
    /**
     * How many elements, sequence items and values there may be; of an element with several values, each after the first
     * counts as one more. A million cost up to about 200 MB of memory. Only large lists, such as the contours of a
     * radiotherapy structure set, need more than the default. 1 to 100,000,000. Default: 2,000,000.
     */
    maxElements?: number;
    /** How deep sequences may be nested. 1 to 1024. Default: 64. */
    maxDepth?: number;
    /**
     * How many bytes a deflated data set may inflate to. 1 to 4,294,967,295. Default: 536,870,912 (512 MiB). Beyond the
     * first 1 MiB, more than 200 times its deflated size is refused in any case.
     */
    maxInflatedBytes?: number;
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
 * is made in one go, which takes about 2 ms for each megabyte.
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

type dicom_d_DicomJson = DicomJson;
type dicom_d_DicomJsonElement = DicomJsonElement;
type dicom_d_DicomPersonName = DicomPersonName;
type dicom_d_DicomValue = DicomValue;
type dicom_d_DicomVr = DicomVr;
type dicom_d_ParseOptions = ParseOptions;
declare const dicom_d_parse: typeof parse;
declare namespace dicom_d {
  export { dicom_d_parse as parse };
  export type { dicom_d_DicomJson as DicomJson, dicom_d_DicomJsonElement as DicomJsonElement, dicom_d_DicomPersonName as DicomPersonName, dicom_d_DicomValue as DicomValue, dicom_d_DicomVr as DicomVr, dicom_d_ParseOptions as ParseOptions };
}

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
    type: 'string';
    values: readonly (string | null | undefined)[];
}
/** Finite numbers. */
interface Float64Column extends ColumnBase {
    type: 'float64';
    values: readonly (number | null | undefined)[] | Float64Array;
}
/** Integers from -2,147,483,648 to 2,147,483,647. Larger ones: a `decimal` column with `scale: 0`. */
interface Int32Column extends ColumnBase {
    type: 'int32';
    values: readonly (number | null | undefined)[] | Int32Array;
}
/** `true` or `false`. */
interface BooleanColumn extends ColumnBase {
    type: 'boolean';
    values: readonly (boolean | null | undefined)[];
}
/**
 * Calendar dates from 1900-01-01 to 9999-12-31: `'YYYY-MM-DD'`, or a Date at midnight UTC. A Date at any other time is
 * refused, because which day it means depends on a time zone. Default format `yyyy-mm-dd`.
 */
interface DateColumn extends ColumnBase {
    type: 'date';
    values: readonly (string | Date | null | undefined)[];
}
/**
 * Moments from 1900-01-01 to 9999-12-31: Dates, or milliseconds since 1970-01-01T00:00:00Z. Excel knows no time zones:
 * the cell shows UTC. Default format `yyyy-mm-dd hh:mm:ss`.
 */
interface TimestampColumn extends ColumnBase {
    type: 'timestamp';
    values: readonly (Date | number | null | undefined)[] | Float64Array;
}
/**
 * Exact decimals, such as money: integers counted in units of `10^-scale`. With `scale: 2`, 1234 is 12.34, and those
 * digits stand in the file. At most 15 digits, because Excel keeps no more and changes the rest to zeros: send longer
 * numbers (identifiers) as text. Default format: all `scale` decimals.
 */
interface DecimalColumn extends ColumnBase {
    type: 'decimal';
    /** Decimals, 0 to 15. */
    scale: number;
    values: readonly (number | bigint | null | undefined)[] | BigInt64Array | Int32Array;
}
/** A column of a sheet: its `type` says what its `values` are. `null` and `undefined` are empty cells. */
type Column = StringColumn | Float64Column | Int32Column | BooleanColumn | DateColumn | TimestampColumn | DecimalColumn;

/** A sheet of a workbook: columns of equal length under one header row. */
interface Sheet {
    /**
     * What its tab says: 1 to 31 characters without `[]:*?/\` or control characters, no apostrophe at either end, not
     * `History`, different from the other sheets' names whatever the case.
     */
    name: string;
    /** 1 to 16,384 columns of at most 1,048,575 values each. */
    columns: readonly Column[];
    /** Keep the header in sight while the rows scroll. Default true. */
    freezeHeader?: boolean;
    /** Put a filter button on each header. Default true. */
    autoFilter?: boolean;
}
/** Options of {@link xlsx}. Default lane: `bulk`. Progress counts rows. */
interface XlsxOptions extends TaskOptions {
    /**
     * Mark texts that begin like a formula (with `=`, `+`, `-`, `@`, a full-width form of these, a tab, a line break or
     * NUL) with Excel's own quote prefix. No text is ever a formula in the file; the mark keeps it text when someone
     * edits the cell. Values are unchanged, numbers untouched. Default true.
     */
    escapeFormulas?: boolean;
    /** The document's title. Default: none. */
    title?: string;
    /** Who made the document. Default: none. */
    author?: string;
    /** When the document was made. Default: none, so that the same sheets give the same bytes. */
    created?: Date;
}
/**
 * Writes an Excel workbook (.xlsx) from columns: typed cells, number formats, a header that stays in sight, filters.
 *
 * Everything happens in memory: no cell is ever written to a temporary file. The same arguments give the same bytes
 * (on the same backend and Node version).
 *
 * All but the values is read before the call returns its promise. The values are read in order, the first rows at
 * once and the others in batches of about 2 ms, so that the event loop stays free: leave the arrays alone until the
 * promise settles. While they are read, the call counts as one that waits: when too many do, the next is refused before
 * it reads any. A value changed meanwhile may be in the file in its old or its new state; a column whose length
 * changes is refused.
 *
 * @param sheets 1 to 255 sheets, 100 million cells in all
 * @param options what the file tells about itself, formula protection, abort, progress, lane
 * @returns the file
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` for a value that its column's type cannot hold (NaN,
 *   infinities, dates before 1900, lone surrogates), columns of different lengths, names that Excel refuses;
 *   `ERR_LIMIT_EXCEEDED` for more rows, columns or characters than Excel holds; `details` has `sheet`, `column` and
 *   `row`, from 0, the header not counted. `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const file = await clinicore.export.xlsx([
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
 * response.type('xlsx').send(file);
 */
declare function xlsx(sheets: readonly Sheet[], options?: XlsxOptions): Promise<Buffer>;

type export_d_BooleanColumn = BooleanColumn;
type export_d_Column = Column;
type export_d_ColumnBase = ColumnBase;
type export_d_DateColumn = DateColumn;
type export_d_DecimalColumn = DecimalColumn;
type export_d_Float64Column = Float64Column;
type export_d_Int32Column = Int32Column;
type export_d_Sheet = Sheet;
type export_d_StringColumn = StringColumn;
type export_d_TimestampColumn = TimestampColumn;
type export_d_XlsxOptions = XlsxOptions;
declare const export_d_xlsx: typeof xlsx;
declare namespace export_d {
  export { export_d_xlsx as xlsx };
  export type { export_d_BooleanColumn as BooleanColumn, export_d_Column as Column, export_d_ColumnBase as ColumnBase, export_d_DateColumn as DateColumn, export_d_DecimalColumn as DecimalColumn, export_d_Float64Column as Float64Column, export_d_Int32Column as Int32Column, export_d_Sheet as Sheet, export_d_StringColumn as StringColumn, export_d_TimestampColumn as TimestampColumn, export_d_XlsxOptions as XlsxOptions };
}

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
    /** Price of one in the currency's minor unit (cents): an integer of 0 or more. */
    unitPrice: number;
    /** What is taken off the line, in minor units: an integer of 0 or more. Default 0. */
    discount?: number;
    /** Tax in percent, as a decimal string of up to 3 digits and 4 decimals: `'19'`, `'7.5'`, `'0'`. */
    taxRate: string;
}
/** What an invoice adds up to, in minor units. */
interface InvoiceTotals {
    /** Sum of the lines' net amounts. */
    net: number;
    /** Sum of the taxes: for each rate, the rate's share of its lines' sum, rounded half away from zero (EN 16931). */
    tax: number;
    /** `net + tax`: what is to be paid. */
    gross: number;
}
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
    dueDate?: string;
    /** ISO 4217 code such as `'EUR'`. It says what a minor unit is: a hundredth of a EUR, a JPY, a thousandth of a KWD. */
    currency: string;
    /** Who sells. */
    seller: Party;
    /** Who buys. */
    buyer: Party;
    /** What is sold: 1 to 100,000 lines with at most 20 different tax rates, on at most 10,000 pages. */
    lines: InvoiceLine[];
    /** Printed under the totals: at most 5,000 characters, line breaks allowed. */
    notes?: string;
    /** How to pay, printed above the notes: at most 5,000 characters, line breaks allowed. */
    paymentTerms?: string;
    /** Totals you have computed already: refused if the lines do not add up to them. */
    totals?: InvoiceTotals;
}
/** The template's words, each one line of at most 60 characters. */
interface InvoiceLabels {
    /** Heading of the document: `'Invoice'`. */
    title: string;
    /** Before the invoice's number: `'Invoice no.'`. */
    number: string;
    /** Before the day of issue: `'Date'`. */
    issueDate: string;
    /** Before the day it is to be paid: `'Due date'`. */
    dueDate: string;
    /** Above the buyer: `'Bill to'`. */
    billTo: string;
    /** Before a tax number: `'Tax ID'`. */
    taxId: string;
    /** Head of the column of descriptions: `'Description'`. */
    description: string;
    /** Head of the column of quantities: `'Quantity'`. */
    quantity: string;
    /** Head of the column of prices: `'Unit price'`. */
    unitPrice: string;
    /** Head of the column of discounts, left out when there are none: `'Discount'`. */
    discount: string;
    /** Head of the column of tax rates: `'Tax'`. */
    taxRate: string;
    /** Head of the column of net amounts: `'Amount'`. */
    amount: string;
    /** Before the running sum at the end of a page: `'Carried forward'`. */
    carriedForward: string;
    /** Before the running sum at the start of the next: `'Brought forward'`. */
    broughtForward: string;
    /** Before the sum without tax: `'Subtotal'`. */
    subtotal: string;
    /** Before each tax, where `{rate}` and `{base}` stand for the rate and the amount it is on: `'Tax {rate} on {base}'`. */
    tax: string;
    /** Before what is to be paid: `'Total'`. */
    total: string;
    /** Above the payment terms: `'Payment terms'`. */
    paymentTerms: string;
    /** Above the notes: `'Notes'`. */
    notes: string;
    /** In the foot, where `{page}` and `{pages}` stand for its number and how many there are: `'Page {page} of {pages}'`. */
    page: string;
}
/** Options of {@link invoice}. */
interface InvoiceOptions extends TaskOptions {
    /** BCP 47 tag: the document's language, and how its numbers and dates are printed. Default `'en'`. */
    locale?: string;
    /** The template's words in the document's language. Those left out are English. */
    labels?: Partial<InvoiceLabels>;
    /** The paper. Default `'A4'`. */
    pageSize?: 'A4' | 'Letter';
    /** Colour of headings and rules, `'#rrggbb'`. Default `'#0f6277'`. */
    accentColor?: string;
}
/**
 * Makes an invoice as a PDF: A4 or Letter, over as many pages as its lines need, with the table's head and the running
 * sum on every page, the tax of each rate, and "page x of y".
 *
 * Amounts are computed exactly, in integers. The embedded font (Noto Sans) covers Latin, Greek and Cyrillic; a character
 * it lacks is refused, never printed as a box. The same arguments always give the same bytes on the same backend, and
 * the same text at the same places on both.
 *
 * Up to 500 lines are read before the call returns its promise, as everything else is. Further ones are read in order,
 * in batches of about 2 ms, so that the event loop stays free: leave them alone until the promise settles. While they
 * are read, the call counts as one that waits.
 *
 * The work is done in lines: `onProgress` counts each twice, once laid out and once drawn.
 *
 * @param data what the invoice says
 * @param options how it looks; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a field of the wrong form, no lines, a control character, too many marks
 *   on a character, totals that do not add up: `details.required` is the right one), `ERR_UNSUPPORTED` (a character the font lacks: `details.argument`
 *   is the field, `details.codePoint` the character; `options.locale` where it comes from the locale's dates or
 *   numbers), `ERR_LIMIT_EXCEEDED` (too many lines, tax rates or pages, a text too long for its field, an amount above
 *   2^53 - 1), `ERR_ABORTED`, `ERR_BUSY`
 * @see EN 16931-1 for the rounding of taxes
 *
 * @example
 * const file = await pdf.invoice({
 *   number: 'INV-2026-00042',
 *   issueDate: '2026-03-01',
 *   currency: 'EUR',
 *   seller: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'], taxId: 'DE123456789' },
 *   buyer: { name: 'Jana Nováková', address: ['Dlouhá 733/29', '110 00 Praha 1'] },
 *   lines: [{ description: 'Single-vision lens', quantity: '2', unitPrice: 8900, taxRate: '19' }],
 * }, { locale: 'de-DE', labels: { title: 'Rechnung' } });
 */
declare function invoice(data: InvoiceData, options?: InvoiceOptions): Promise<Buffer>;

type pdf_d_InvoiceData = InvoiceData;
type pdf_d_InvoiceLabels = InvoiceLabels;
type pdf_d_InvoiceLine = InvoiceLine;
type pdf_d_InvoiceOptions = InvoiceOptions;
type pdf_d_InvoiceTotals = InvoiceTotals;
type pdf_d_Party = Party;
declare const pdf_d_invoice: typeof invoice;
declare namespace pdf_d {
  export { pdf_d_invoice as invoice };
  export type { pdf_d_InvoiceData as InvoiceData, pdf_d_InvoiceLabels as InvoiceLabels, pdf_d_InvoiceLine as InvoiceLine, pdf_d_InvoiceOptions as InvoiceOptions, pdf_d_InvoiceTotals as InvoiceTotals, pdf_d_Party as Party };
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

/** How the season joins the level: `'additive'` (a swing of the same size) or `'multiplicative'` (in proportion). */
type Seasonal = 'additive' | 'multiplicative';
/** Options of {@link holtWinters}. */
interface HoltWintersOptions {
    /** Observations in a season, *m*: 7 for daily values with a weekly season. 2 to 1,000,000. */
    seasonLength: number;
    /** How many values to forecast. 1 to 1,000,000. */
    horizon: number;
    /** Smoothing of the level, 0 to 1: 0 never moves it, 1 follows the last value. */
    alpha: number;
    /** Smoothing of the trend, 0 to 1. */
    beta: number;
    /** Smoothing of the season, 0 to 1. */
    gamma: number;
    /** Default `'additive'`. `'multiplicative'` needs values above 0. */
    seasonal?: Seasonal;
}
/** What {@link holtWinters} returns. `n` is the number of values, `m` the season's length. */
interface HoltWintersResult {
    /** The next `horizon` values, in the unit of the values. */
    forecast: Float64Array;
    /** One-step-ahead forecasts (length `n`); NaN in the first season, which only starts the recursion. */
    fitted: Float64Array;
    /** Level after each value (length `n`); NaN in the first season. */
    level: Float64Array;
    /** Trend per step after each value (length `n`); NaN in the first season. */
    trend: Float64Array;
    /** Seasonal component after each value (length `n`), added or multiplied; the start values in the first season. */
    seasonal: Float64Array;
    /** Sum of squared one-step errors, from the second season on. */
    sse: number;
}
/**
 * Holt-Winters forecast (triple exponential smoothing) with fixed parameters, as R's `stats::HoltWinters` computes it:
 * starting from a classical decomposition of the first two seasons, with the season updated by the new level.
 *
 * @param values the series, oldest first, evenly spaced, without gaps: at least two seasons of finite numbers.
 *   A `Float64Array` is read in place, an array is copied
 * @param options season, horizon and smoothing parameters
 * @returns the forecast and the filtered components
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a NaN in the series with its index, a parameter out of range, values
 *   not above 0 for a multiplicative season), `ERR_INSUFFICIENT_DATA` (fewer than two seasons)
 * @see R 4, `HoltWinters` in package stats; Winters (1960), *Management Science* 6, 324–342
 *
 * @example
 * const { forecast } = stats.holtWinters(dailySales, {
 *   seasonLength: 7, horizon: 28, alpha: 0.3, beta: 0.05, gamma: 0.2, seasonal: 'additive',
 * });
 */
declare function holtWinters(values: ArrayLike<number>, options: HoltWintersOptions): HoltWintersResult;

/**
 * Statistics and forecasting: `clinicore/stats`.
 *
 * @module
 */

type stats_d_HoltWintersOptions = HoltWintersOptions;
type stats_d_HoltWintersResult = HoltWintersResult;
type stats_d_Seasonal = Seasonal;
declare const stats_d_holtWinters: typeof holtWinters;
declare namespace stats_d {
  export { stats_d_holtWinters as holtWinters };
  export type { stats_d_HoltWintersOptions as HoltWintersOptions, stats_d_HoltWintersResult as HoltWintersResult, stats_d_Seasonal as Seasonal };
}

/** The package's version, from its package.json. */
declare const version: string;

export { ClinicoreError, backend, configure, crypto_d as crypto, dicom_d as dicom, export_d as export, loadError, pdf_d as pdf, stats_d as stats, version };
export type { ErrorCode, ErrorDetails, Lane, PoolOptions, PoolStatus, TaskOptions };
