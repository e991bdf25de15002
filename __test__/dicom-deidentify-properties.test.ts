/** Data sets with secrets planted where they can be: none may be in the bytes of the result. */
import { createRequire } from 'node:module';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { dicom } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type * as attributeTableModule from '../js/dicom/deidentify/attribute-table';
import { backends, useBackend } from './backends';
import { CT, ENHANCED_CT, KEY } from './dicom-deidentify-bytes';

const require = createRequire(import.meta.url);
const { ATTRIBUTES } = require('../dist/dicom/deidentify/attribute-table.js') as typeof attributeTableModule;

const SECRET = 'SEKRET';
const LONG = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const VRS = 'AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OW PN SH SL SS ST TM UC UI UL UN UR US UT'.split(' ');

/** Times in bytes, of which `retainDates` keeps any. */
const TIMESTAMPS = [0x0034_0007, 0x0400_0310];

/** The attributes of table E.1-1, but the sequences in which UIDs alone are replaced, and times in bytes. */
const LISTED: number[] = [];
let group = '';
for (const word of ATTRIBUTES.trim().split(/\s+/)) {
  if (word.endsWith(':')) group = word.slice(0, -1).replace('xx', '02');
  else if (!word.includes('U*')) LISTED.push(Number.parseInt(group + word.slice(0, 4).replace('xxxx', '0022'), 16));
}
for (const tag of TIMESTAMPS) LISTED.splice(LISTED.indexOf(tag), 1);

interface Syntax {
  uid: string;
  isExplicit: boolean;
  isBig: boolean;
}
const SYNTAXES: Syntax[] = [
  { uid: '1.2.840.10008.1.2', isExplicit: false, isBig: false },
  { uid: '1.2.840.10008.1.2.1', isExplicit: true, isBig: false },
  { uid: '1.2.840.10008.1.2.2', isExplicit: true, isBig: true },
  { uid: '1.2.840.10008.1.2.1.99', isExplicit: true, isBig: false },
];

/** An element of a drawn data set; a sequence holds items. */
type Drawn = { tag: number; vr: string; value: string } | { tag: number; items: Drawn[][]; isOpen: boolean };

const elementBytes = (syntax: Syntax, tag: number, vr: string, value: Buffer, length = value.length): Buffer => {
  const { isExplicit, isBig } = syntax;
  const isLong = isExplicit && LONG.has(vr) && tag >>> 16 !== 0xfffe;
  const header = Buffer.alloc(isLong ? 12 : 8);
  const u16 = (number: number, at: number) =>
    isBig ? header.writeUInt16BE(number, at) : header.writeUInt16LE(number, at);
  const u32 = (number: number, at: number) =>
    isBig ? header.writeUInt32BE(number, at) : header.writeUInt32LE(number, at);
  u16(tag >>> 16, 0);
  u16(tag & 0xffff, 2);
  if (!isExplicit || tag >>> 16 === 0xfffe) u32(length, 4);
  else {
    header.write(vr, 4, 'latin1');
    if (isLong) u32(length, 8);
    else u16(length, 6);
  }
  return Buffer.concat([header, value]);
};

function encoded(syntax: Syntax, drawn: Drawn): Buffer {
  if (!('items' in drawn)) {
    const { tag, vr, value } = drawn;
    return elementBytes(syntax, tag, vr, Buffer.from(value.length % 2 ? `${value} ` : value, 'latin1'));
  }
  const { tag, items, isOpen } = drawn;
  const end = (delimiter: number) => (isOpen ? elementBytes(syntax, delimiter, '', Buffer.alloc(0)) : Buffer.alloc(0));
  const length = isOpen ? 0xffff_ffff : undefined;
  const bodies = items.map((elements) => {
    const body = Buffer.concat([...elements.map((each) => encoded(syntax, each))]);
    return elementBytes(syntax, 0xfffe_e000, '', Buffer.concat([body, end(0xfffe_e00d)]), length ?? body.length);
  });
  const all = Buffer.concat(bodies);
  return elementBytes(syntax, tag, 'SQ', Buffer.concat([all, end(0xfffe_e0dd)]), length ?? all.length);
}

function file(syntax: Syntax, elements: Drawn[]): Buffer {
  const meta: Syntax = { uid: '', isExplicit: true, isBig: false };
  const dataSet = Buffer.concat(elements.map((each) => encoded(syntax, each)));
  return Buffer.concat([
    Buffer.alloc(128, SECRET),
    Buffer.from('DICM'),
    elementBytes(meta, 0x0002_0010, 'UI', Buffer.from(syntax.uid.length % 2 ? `${syntax.uid}\0` : syntax.uid)),
    elementBytes(meta, 0x0002_0016, 'AE', Buffer.from(SECRET)),
    syntax.uid.endsWith('.99') ? deflateRawSync(dataSet) : dataSet,
  ]);
}

/** The bytes of a file with its data set, inflated. */
function written(bytes: Buffer, { meta, transferSyntax }: dicom.DicomFile): Buffer {
  if (!transferSyntax.endsWith('.99')) return bytes;
  const { offset = 0, length = 0 } = [...meta].at(-1) ?? {};
  const start = offset + length;
  return Buffer.concat([bytes.subarray(0, start), inflateRawSync(bytes.subarray(start))]);
}

const value = fc
  .tuple(fc.constantFrom('', 'a', 'Doe^', '1.2.', '2026', 'x\\'), fc.constantFrom('', '^Jane', '\\y', '.5'))
  .map(([before, after]) => before + SECRET + after);
const listed = fc.constantFrom(...LISTED);
const anyPrivate = fc
  .tuple(fc.integer({ min: 4, max: 0x7ffe }), fc.integer({ min: 1, max: 0xffff }))
  .map(([half, element]) => (half * 2 + 1) * 0x1_0000 + element);
const unknown = fc.constantFrom(0x0018_9ffe, 0x0010_9999, 0x0040_fff0, 0x6000_1234, 0x5000_0001, 0x0008_fff1);
const vr = fc.constantFrom(...VRS);
const planted = fc.record({ tag: fc.oneof(listed, anyPrivate, unknown), vr, value });
const FREE_TEXTS = [0x0024_0044, 0x0042_0010, 0x0044_0009, 0x0014_2006, 0x0008_1190, 0x0014_1020, 0x0070_1209];
const freeText = fc.record({
  tag: fc.constantFrom(...FREE_TEXTS),
  vr: fc.constantFrom('LT', 'ST', 'UT', 'PN', 'UR'),
  value,
});
/** Sequences that stay and ones that go. */
const holders = fc.constantFrom(
  0x0008_1115,
  0x0008_1199,
  0x0008_2218,
  0x5200_9230,
  0x0008_1140,
  0x0040_0275,
  0x0040_a730,
);

const { elements } = fc.letrec<{ elements: Drawn[]; one: Drawn; sequence: Drawn }>((tie) => ({
  elements: fc.array(tie('one'), { maxLength: 6 }),
  one: fc.oneof({ maxDepth: 4, withCrossShrink: true }, planted, freeText, tie('sequence')),
  sequence: fc.record({
    tag: fc.oneof(holders, listed, anyPrivate),
    items: fc.array(tie('elements'), { maxLength: 3 }),
    isOpen: fc.boolean(),
  }),
}));

const KEPT = [
  { tag: 0x0008_0060, vr: 'CS', value: 'MR' },
  { tag: 0x0018_0050, vr: 'DS', value: '2.5' },
  { tag: 0x0020_0013, vr: 'IS', value: '7' },
];

describe.each(backends)('whatever the data set, de-identified on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const drawn = fc.record({
    syntax: fc.constantFrom(...SYNTAXES),
    sopClass: fc.constantFrom(CT, ENHANCED_CT, '1.2.840.10008.5.1.4.1.1.88.11', '1.2.3'),
    elements,
    isSorted: fc.boolean(),
  });

  it('no secret is in its bytes, and what may stay does', async () => {
    let opened = 0;
    await fc.assert(
      fc.asyncProperty(drawn, async ({ syntax, sopClass, elements: secrets, isSorted }) => {
        const all: Drawn[] = [{ tag: 0x0008_0016, vr: 'UI', value: sopClass }, ...secrets, ...KEPT];
        // Group 0002 ends where another begins: what is first decides how the data set is read.
        if (isSorted) all.sort((a, b) => a.tag - b.tag);
        const data = file(syntax, all);
        let source: dicom.DicomFile;
        try {
          source = await dicom.open(data);
        } catch {
          return;
        }
        opened++;
        const bytes = await (await dicom.deidentify(source, { key: KEY })).toBuffer();
        const result = await dicom.open(bytes);
        expect(written(bytes, result).includes(SECRET)).toBe(false);
        expect(result.toText()).not.toContain(SECRET);
        if (source.get('Modality') === 'MR') {
          expect([result.get('Modality'), result.get('SliceThickness'), result.get('InstanceNumber')]).toEqual([
            'MR',
            2.5,
            7,
          ]);
        }
      }),
      { seed: 17, numRuns: 600 },
    );
    expect(opened).toBeGreaterThan(400);
  });

  it('options let nothing through but what they are for', async () => {
    const options = fc.record(
      {
        retainDates: fc.constantFrom('full', 'modified'),
        retainUids: fc.boolean(),
        cleanGraphics: fc.boolean(),
        cleanStructuredContent: fc.boolean(),
        cleanDescriptors: fc.constant(() => null),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(drawn, options, async ({ syntax, sopClass, elements: secrets }, chosen) => {
        const data = file(syntax, [{ tag: 0x0008_0016, vr: 'UI', value: sopClass }, ...secrets, ...KEPT]);
        let source: dicom.DicomFile;
        try {
          source = await dicom.open(data);
        } catch {
          return;
        }
        const options = { key: KEY, ...(chosen as dicom.DeidentifyOptions) };
        const bytes = await (await dicom.deidentify(source, options)).toBuffer();
        expect(written(bytes, await dicom.open(bytes)).includes(SECRET)).toBe(false);
      }),
      { seed: 18, numRuns: 400 },
    );
  });
});
