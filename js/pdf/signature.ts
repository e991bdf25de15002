/** Signing a PDF (PAdES B-B, ETSI EN 319 142-1): the file with a place for the signature, and the signature put there. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ClinicoreError } from '../errors';
import { bytes, integer, limitLength, line, record } from '../validate';
import { time } from './about';
import { malformed, PdfReader } from './revision/reader';
import { Revision } from './revision/revision';
import { dictionary, entries, reference, textOf } from './revision/syntax';

const MAX_FILE_BYTES = 512 << 20;
/** Hashed in one turn of the event loop: some 5 ms. */
const HASHED_AT_ONCE = 4 << 20;

/** Options of {@link prepareSignature}. */
export interface SignatureOptions {
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
export interface PreparedSignature {
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
export async function prepareSignature(file: Uint8Array, options: SignatureOptions): Promise<PreparedSignature> {
  const fields = record(options, 'options').only(['signingTime', 'name', 'reason', 'location', 'reservedBytes']);
  const [year, ...rest] = fields.get('signingTime', time) as number[];
  const date = `(D:${year}${rest.map((part) => String(part).padStart(2, '0')).join('')}Z)`;
  const said = (['Name', 'Reason', 'Location'] as const).flatMap((name): [string, string][] => {
    const text = fields.optional(name.toLowerCase(), undefined, line, 200);
    return text === undefined ? [] : [[name, textOf(text)]];
  });
  const reserved = fields.optional('reservedBytes', 16_384, integer, 1_024, 1 << 20);
  const reader = new PdfReader(checkedFile(file));
  if (reader.trailer.has('Encrypt')) {
    const message = 'file is not supported: it is protected by a password';
    throw new ClinicoreError('ERR_UNSUPPORTED', message, { argument: 'file' });
  }
  const signature: [string, string][] = [
    ['Type', '/Sig'],
    ['Filter', '/Adobe.PPKLite'],
    ['SubFilter', '/ETSI.CAdES.detached'],
    ['M', date],
    ...said,
    ['ByteRange', UNKNOWN_RANGE],
    ['Contents', `<${'0'.repeat(2 * reserved)}>`],
  ];
  const revision = revised(reader, dictionary(signature));
  const { length } = reader.bytes;
  // The last one: what the signature says of itself stands before, whatever it says.
  const rangeAt = revision.lastIndexOf(UNKNOWN_RANGE);
  const start = length + revision.indexOf('<', rangeAt);
  const restart = start + 2 * reserved + 2;
  const byteRange: PreparedSignature['byteRange'] = [0, start, restart, length + revision.length - restart];
  const range = `[${byteRange.join(' ')}`.padEnd(UNKNOWN_RANGE.length - 1);
  const added = `${revision.slice(0, rangeAt)}${range}]${revision.slice(rangeAt + UNKNOWN_RANGE.length)}`;
  const prepared = Buffer.concat([reader.bytes, Buffer.from(added, 'latin1')]);
  const hash = createHash('sha256');
  for await (const part of signedParts(prepared, start, restart)) hash.update(part);
  return { file: prepared, digest: hash.digest(), byteRange };
}

/** As wide as the widest. */
const UNKNOWN_RANGE = `[0 ${[0, 0, 0].map(() => '9'.repeat(10)).join(' ')}]`;

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
export function embedSignature(file: Uint8Array, cms: Uint8Array): Buffer {
  const prepared = checkedFile(file);
  const signature = Buffer.from(bytes(cms, 'cms'));
  if (!isSignedData(signature)) {
    throw new ClinicoreError('ERR_MALFORMED_INPUT', 'cms must be a CMS signature (SignedData) as DER', {
      argument: 'cms',
    });
  }
  const { start, restart } = placeFor(prepared);
  const room = (restart - start - 2) / 2;
  if (signature.length > room) {
    const message = `cms must have at most the ${room} bytes that were reserved, got ${signature.length}`;
    const details = { argument: 'cms', limit: room, given: signature.length, option: 'reservedBytes' };
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', message, details);
  }
  const parts = [prepared.subarray(0, start), prepared.subarray(restart)];
  const isSigned = ['sha256', 'sha384', 'sha512'].some((algorithm) => {
    const hash = createHash(algorithm);
    for (const part of parts) hash.update(part);
    return signature.includes(hash.digest());
  });
  if (!isSigned) {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', "cms must sign this file's digest", { argument: 'cms' });
  }
  const signed = Buffer.from(prepared);
  signed.write(signature.toString('hex'), start + 1, 'latin1');
  return signed;
}

function checkedFile(file: unknown): Buffer {
  const given = bytes(file, 'file');
  limitLength(given.length, 'file', MAX_FILE_BYTES);
  return Buffer.from(given.buffer, given.byteOffset, given.length);
}

/** What is added to the file: the signature, its field, and what these hang on. */
function revised(reader: PdfReader, signature: string): string {
  const { catalog, page } = reader.root();
  const revision = new Revision(reader);
  const root = reader.dictionary(catalog);
  const sheet = reader.dictionary(page);
  const { form, number } = formOf(reader, root);
  const field: [string, string][] = [
    ['Type', '/Annot'],
    ['Subtype', '/Widget'],
    ['FT', '/Sig'],
    ['T', textOf(`Signature ${1 + (form.get('Fields')?.match(/ R\b/g) ?? []).length}`)],
    ['TU', '(Signature)'],
    // Printed and locked, as PDF/A asks; without area, and beside the page, so that nothing is to be seen or read out.
    ['F', '132'],
    ['Rect', '[-1 -1 -1 -1]'],
    ['P', `${page} 0 R`],
    ['V', `${revision.add(signature)} 0 R`],
  ];
  const item = `${revision.add(dictionary(field))} 0 R`;
  form.set('Fields', revision.appended(form.get('Fields'), item));
  // There are signatures, and what was signed may only be added to.
  form.set('SigFlags', '3');
  if (number === undefined) root.set('AcroForm', `${revision.add(dictionary(form))} 0 R`);
  else revision.replace(number, dictionary(form));
  sheet.set('Annots', revision.appended(sheet.get('Annots'), item));
  if (!sheet.has('Tabs')) sheet.set('Tabs', '/S');
  revision.replace(page, dictionary(sheet));
  revision.replace(catalog, dictionary(root));
  return revision.finish();
}

/** The form that a file has already, and the number of its object where it has one. */
function formOf(reader: PdfReader, root: Map<string, string>): { form: Map<string, string>; number?: number } {
  const value = root.get('AcroForm');
  const number = reference(value);
  if (number !== undefined) return { form: reader.dictionary(number), number };
  return { form: entries(value ?? '<<>>') ?? malformed('its form is no dictionary') };
}

/** The signed parts of a file, cut small; the event loop turns between them. */
async function* signedParts(file: Buffer, start: number, restart: number): AsyncGenerator<Buffer> {
  for (const part of [file.subarray(0, start), file.subarray(restart)]) {
    for (let at = 0; at < part.length; at += HASHED_AT_ONCE) {
      yield part.subarray(at, at + HASHED_AT_ONCE);
      if (at + HASHED_AT_ONCE < part.length) await nextTurn();
    }
  }
}

/** Where the last signature's room is, if it is still free. */
function placeFor(file: Buffer): { start: number; restart: number } {
  const at = file.lastIndexOf('/ByteRange [');
  const range = at < 0 ? null : /^\/ByteRange \[0 (\d+) (\d+) (\d+) *\]/.exec(file.toString('latin1', at, at + 64));
  const [start, restart, rest] = (range?.slice(1) ?? []).map(Number) as [number?, number?, number?];
  const isFree =
    start !== undefined &&
    restart !== undefined &&
    restart + (rest as number) === file.length &&
    file.toString('latin1', start, start + 1) === '<' &&
    /^0*>$/.test(file.toString('latin1', start + 1, restart));
  if (!isFree) {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      'file must be one that prepareSignature made, without a signature',
      {
        argument: 'file',
      },
    );
  }
  return { start, restart };
}

/** `SignedData`, 1.2.840.113549.1.7.2, as the content type at the beginning of a sequence (RFC 5652, 5.1). */
const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex');

/** Whether it is one sequence of DER, whole, that begins as CMS signatures do. */
function isSignedData(cms: Buffer): boolean {
  if (cms[0] !== 0x30 || cms.length < 16) return false;
  const first = cms[1] as number;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (lengthBytes > 4 || first === 0x80) return false;
  const length = lengthBytes === 0 ? first : cms.readUIntBE(2, lengthBytes);
  const start = 2 + lengthBytes;
  return start + length === cms.length && cms.subarray(start, start + SIGNED_DATA.length).equals(SIGNED_DATA);
}
