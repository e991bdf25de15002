/** A font's file: whether it is one, whole, and may be embedded. */
import { ClinicoreError } from '../../../errors';

/** The largest font file that is read: the widest shipping ones, of Chinese, Japanese and Korean, are half as large. */
const MAX_FONT_BYTES = 32 * 2 ** 20;

/** Refuses what is no font, what is more than one, and what must not be embedded. */
export function checkFontFile(data: Buffer): void {
  if (data.length > MAX_FONT_BYTES) {
    const message = `data must have at most ${MAX_FONT_BYTES} bytes, got ${data.length}`;
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', message, {
      argument: 'data',
      limit: MAX_FONT_BYTES,
      given: data.length,
    });
  }
  const signature = data.toString('latin1', 0, 4);
  if (signature === 'ttcf') throw unsupported('a collection of fonts; give the file of one font');
  if (['wOFF', 'wOF2'].includes(signature)) throw unsupported('a web font; give its TrueType or OpenType file');
  if (!['\0\x01\0\0', 'true', 'OTTO'].includes(signature)) throw malformed('no TrueType or OpenType font');
  const tables = tablesOf(data);
  if (tables === undefined) throw malformed('it is cut off');
  if (['cmap', 'head', 'hhea', 'hmtx', 'maxp'].some((tag) => !tables.has(tag))) {
    throw malformed('a table every font needs is missing');
  }
  if (!tables.has('CFF ') && !(tables.has('glyf') && tables.has('loca'))) throw malformed('it has no outlines');
  const post = tables.get('post');
  const unnamed = post?.subarray(0, 4).equals(POST_2) === true && post.length < 34;
  if (unnamed || !namesEnd(tables.get('name'), !tables.has('CFF ')))
    throw malformed('its names reach beyond their table');
  if (!isNamedShortly(tables.get('name'))) throw malformed('its PostScript name is long, and not in ASCII');
  const unitsPerEm = u16(tables.get('head'), 18);
  if (unitsPerEm === undefined || unitsPerEm < 16 || unitsPerEm > 16384) {
    throw malformed('its units per em are not between 16 and 16384');
  }
  if (!glyphsAreThere(tables)) throw malformed('its outlines cannot be read');
  const licence = u16(tables.get('OS/2'), 8) ?? 0;
  // https://learn.microsoft.com/typography/opentype/spec/os2#fstype: of several bits the least restrictive holds.
  if ((licence & 0xf) === 0x2 || (licence & 0x300) !== 0) {
    throw unsupported('its licence (fsType) forbids to embed it in documents');
  }
}

/** A `post` table that names the glyphs, and says first how many. */
const POST_2 = Buffer.from([0, 2, 0, 0]);

/** Names that PDF writers keep, by their id. */
const KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14];

/** Whether names end within what offsets can say, and the Unicode ones (of version 0), which are kept, in their table. */
function namesEnd(names: Buffer | undefined, isKept: boolean): boolean {
  if (names === undefined) return !isKept;
  const [version, count, storage] = [u16(names, 0), u16(names, 2), u16(names, 4)];
  if (version === undefined || count === undefined || storage === undefined) return !isKept;
  const isChecked = isKept && version === 0;
  if (isChecked && (6 + 12 * count > names.length || storage > names.length)) return false;
  for (let at = 6; at < 6 + 12 * count && at + 12 <= names.length; at += 12) {
    const [platform, encoding, name, length, offset] = [0, 2, 6, 8, 10].map((field) =>
      names.readUInt16BE(at + field),
    ) as [number, number, number, number, number];
    if (offset + length > 0xffff) return false;
    if (!isChecked || !isUnicode(platform, encoding) || !KEPT_NAMES.includes(name)) continue;
    if (storage + offset + length > names.length) return false;
  }
  return true;
}

const isUnicode = (platform: number, encoding: number) =>
  platform === 0 || (platform === 3 && [0, 1, 10].includes(encoding));

const POSTSCRIPT_NAME = 6;

/** Whether the font's own name has only letters of ASCII, as it must, or few: native's writer cuts it where that is a letter's end. */
function isNamedShortly(names: Buffer | undefined): boolean {
  if (names === undefined) return true;
  const [count = 0, storage = 0] = [u16(names, 2), u16(names, 4)];
  for (let at = 6; at < 6 + 12 * count && at + 12 <= names.length; at += 12) {
    if (u16(names, at + 6) !== POSTSCRIPT_NAME) continue;
    const [platform, encoding] = [names.readUInt16BE(at), names.readUInt16BE(at + 2)];
    const [length, offset] = [names.readUInt16BE(at + 8), storage + names.readUInt16BE(at + 10)];
    if (offset + length > names.length) continue;
    // The first that is there is the font's name, if its letters are of a kind that is read.
    const isWide = isUnicode(platform, encoding);
    const isKnown = isWide || (platform === 1 && encoding === 0);
    if (!isKnown || length <= (isWide ? 2 : 1) * MOST_LETTERS) return true;
    const letters = names.subarray(offset, offset + (isWide ? length & ~1 : length));
    return letters.every((byte, place) => byte <= (isWide && place % 2 === 0 ? 0 : 0x7f));
  }
  return true;
}

/** Letters that fit the 109 bytes of a name, whatever they are. */
const MOST_LETTERS = 36;

/** Whether there are places in `glyf` and widths for all glyphs. */
function glyphsAreThere(tables: Map<string, Buffer>): boolean {
  const count = u16(tables.get('maxp'), 4) ?? 0;
  const metrics = u16(tables.get('hhea'), 34) ?? 0;
  if (metrics === 0 || 4 * metrics + 2 * Math.max(count - metrics, 0) > (tables.get('hmtx')?.length ?? 0)) return false;
  const [glyphs, places] = [tables.get('glyf'), tables.get('loca')];
  if (tables.has('CFF ') || glyphs === undefined || places === undefined) return true;
  const isLong = u16(tables.get('head'), 50) !== 0;
  const size = isLong ? 4 : 2;
  if (size * (count + 1) > places.length) return false;
  const place = (glyph: number) => (isLong ? places.readUInt32BE(4 * glyph) : 2 * places.readUInt16BE(2 * glyph));
  for (let glyph = 0; glyph < count; glyph++) {
    if (place(glyph) > place(glyph + 1) || place(glyph + 1) > glyphs.length) return false;
  }
  return true;
}

/** The tables' bytes by tag; none if the file ends before one of them does. */
function tablesOf(data: Buffer): Map<string, Buffer> | undefined {
  const count = u16(data, 4) ?? 0;
  if (12 + 16 * count > data.length) return undefined;
  const tables = new Map<string, Buffer>();
  for (let at = 12; at < 12 + 16 * count; at += 16) {
    const [offset, length] = [data.readUInt32BE(at + 8), data.readUInt32BE(at + 12)];
    if (offset + length > data.length) return undefined;
    const tag = data.toString('latin1', at, at + 4);
    // Of two with one tag the first is read.
    if (!tables.has(tag)) tables.set(tag, data.subarray(offset, offset + length));
  }
  return tables;
}

const u16 = (data: Buffer | undefined, at: number): number | undefined =>
  data !== undefined && at + 2 <= data.length ? data.readUInt16BE(at) : undefined;

export const malformed = (reason: string) =>
  new ClinicoreError('ERR_MALFORMED_INPUT', `data is malformed: ${reason}`, { argument: 'data' });

const unsupported = (reason: string) =>
  new ClinicoreError('ERR_UNSUPPORTED', `data is not supported: ${reason}`, { argument: 'data' });
