/** Bar codes and matrix codes: what each kind can say. */
import type { CodeMessage } from '../contract/pdf';
import { ClinicoreError } from '../errors';
import { boolean, type Fields, invalid, number, oneOf } from '../validate';
import type { Draft, Place } from './draft';
import { figure } from './figure';
import { name } from './text';

type Kind = CodeMessage['code'];

/** Bytes of a QR code of the largest version, by its error correction (ISO/IEC 18004, table 7). */
const QR_BYTES = { L: 2_953, M: 2_331, Q: 1_663, H: 1_273 };
/** A longer bar code would be wider than a page at the width scanners can read. */
const MAX_CODE128 = 80;
/** Base 256 characters of the largest square symbol (ISO/IEC 16022, table 7), less those that say it is UTF-8. */
const MAX_DATA_MATRIX = 1_553;

export function code(draft: Draft, fields: Fields, place: Place): CodeMessage {
  const kind = fields.get('code', (value, path) => oneOf(value, path, ['qr', 'code128', 'ean13', 'dataMatrix']));
  const isBars = kind === 'code128' || kind === 'ean13';
  const level = fields.optional('level', undefined, (value, path) =>
    oneOf(only(kind, ['qr'], value, path), path, ['L', 'M', 'Q', 'H']),
  );
  const cross = fields.optional('cross', undefined, (value, path) => boolean(only(kind, ['qr'], value, path), path));
  const bars =
    <T>(check: (value: unknown, path: string) => T) =>
    (value: unknown, path: string): T =>
      check(only(kind, ['code128', 'ean13'], value, path), path);
  const height = fields.optional(
    'height',
    40,
    bars((value, path) => number(value, path, 4, 14_400)),
  );
  const showText = fields.optional('showText', true, bars(boolean));
  return {
    type: 'code',
    ...figure(fields),
    code: kind,
    value: fields.get('value', value(kind, level ?? 'M')),
    width: fields.optional('width', isBars ? 160 : 96, number, 4, 14_400),
    height: isBars ? height : null,
    ...(kind === 'qr' && { level: level ?? 'M' }),
    ...(cross && { cross }),
    ...(isBars && showText && { style: draft.styles.index(place.look) }),
  };
}

/** Refuses an option of other kinds: it would have no effect. */
function only(kind: Kind, kinds: Kind[], given: unknown, path: string): unknown {
  if (kinds.includes(kind)) return given;
  const message = `${path} must be left out of this kind of code: it is for ${kinds.join(' and ')}`;
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: path });
}

const value = (kind: Kind, level: keyof typeof QR_BYTES) => (given: unknown, path: string) => {
  switch (kind) {
    case 'qr':
      return shorter(text(given, path), path, QR_BYTES[level]);
    case 'dataMatrix':
      return shorter(text(given, path), path, MAX_DATA_MATRIX);
    case 'code128':
      return shorter(ascii(given, path), path, MAX_CODE128);
    case 'ean13':
      return ean13(given, path);
  }
};

/** Line breaks are data in a code: the payload of a payment has its fields on lines. */
function text(given: unknown, path: string): string {
  if (typeof given !== 'string') invalid(path, 'a string', given);
  const lines = given.split(/\r?\n/);
  if (given === '' || lines.every((line) => line === '')) invalid(path, 'a text that is not empty', given);
  for (const line of lines) if (line.trim() !== '') name(line, path, 7_100);
  return given;
}

function ascii(given: unknown, path: string): string {
  if (typeof given !== 'string' || !/^[ -~]+$/.test(given)) {
    invalid(path, 'at least one letter, digit or sign of ASCII', given);
  }
  return given;
}

function shorter(given: string, path: string, limit: number): string {
  const length = Buffer.byteLength(given);
  if (length <= limit) return given;
  throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `${path} must be at most ${limit} bytes of UTF-8, got ${length}`, {
    argument: path,
    limit,
    given: length,
  });
}

/** Thirteen digits of which the last checks the others (GS1 General Specifications, 7.9.1); of twelve it is added. */
function ean13(given: unknown, path: string): string {
  if (typeof given !== 'string' || !/^\d{12,13}$/.test(given)) invalid(path, 'a string of 12 or 13 digits', given);
  const sum = Array.from(given.slice(0, 12), (digit, at) => Number(digit) * (at % 2 ? 3 : 1)).reduce((a, b) => a + b);
  const check = String((10 - (sum % 10)) % 10);
  if (given.length === 13 && given[12] !== check) invalid(path, 'an EAN-13 whose check digit is right', given);
  return given.slice(0, 12) + check;
}
