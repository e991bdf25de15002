import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import {
  CT,
  deidentified,
  ENHANCED_CT,
  EXPLICIT_LITTLE,
  element,
  explicit,
  fileOf,
  item,
  KEY,
  part10,
  sequence,
  text,
} from './dicom-deidentify-bytes';

const done = (report: dicom.DeidentificationReport) =>
  Object.fromEntries(report.changes.map(({ path, action, reason }) => [path, `${action}: ${reason}`]));

describe.each(backends)('de-identified on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('an attribute becomes what table E.1-1 says, by its Type in the SOP class', async () => {
    const elements = [
      text(0x0008_002a, 'DT', '20260301120000'),
      text(0x0008_0060, 'CS', 'CT'),
      text(0x0008_0080, 'LO', 'St. Elsewhere'),
      text(0x0010_0010, 'PN', 'Doe^Jane'),
      text(0x0010_0020, 'LO', 'MRN-4711'),
      text(0x0010_4000, 'LT', 'lives next door to Mr Smith'),
      text(0x0018_1000, 'LO', 'SN-99'),
      text(0x0020_0010, 'SH', ''),
    ];
    const ct = await deidentified(fileOf(CT, ...elements));
    expect(done(ct.report)).toMatchObject({
      '0008002A': 'remove: table E.1-1: X/Z/D',
      '00080080': 'remove: table E.1-1: X/Z/D',
      '00100010': 'empty: table E.1-1: Z',
      '00100020': 'empty: table E.1-1: Z/D',
      '00104000': 'remove: table E.1-1: X',
      '00181000': 'remove: table E.1-1: X/Z/D',
      '00120062': 'add: PS3.15 E.1.1',
    });
    expect(ct.file.get('PatientName')).toBeNull();
    expect(ct.file.has('PatientComments')).toBe(false);
    expect(ct.file.get('Modality')).toBe('CT');
    expect(ct.report.changes.some(({ path }) => path === '00200010')).toBe(false);

    const enhanced = await deidentified(fileOf(ENHANCED_CT, ...elements));
    expect(done(enhanced.report)).toMatchObject({
      '0008002A': 'replace: table E.1-1: X/Z/D',
      '00181000': 'replace: table E.1-1: X/Z/D',
    });
    expect(enhanced.file.get('AcquisitionDateTime')).toBe('19000101000000');
    expect(enhanced.file.get('DeviceSerialNumber')).toBe('REMOVED');
  });

  it('keeps an object of an unknown SOP class valid, and says so', async () => {
    const { file, report } = await deidentified(
      fileOf('1.2.3.4', text(0x0008_0080, 'LO', 'St. Elsewhere'), text(0x0010_0020, 'LO', 'MRN-4711')),
    );
    expect(file.get('InstitutionName')).toBe('REMOVED');
    expect(file.get('PatientID')).toBe('REMOVED');
    expect(report.warnings.map(({ kind }) => kind)).toEqual(['unknownClass']);
  });

  it.each<[string, string, boolean]>([
    ['a SOP class', '1.2.840.10008.5.1.4.1.1.77.1.5.4', true],
    ['a palette', '1.2.840.10008.1.5.1', true],
    ['an instance that a device put below the root of the standard', '1.2.840.10008.5.1.4.1.1.2.20260301143000', false],
    ['what only begins like it', '1.2.840.100081.2', false],
    ['its root alone', '1.2.840.10008', false],
  ])('of %s the UID stays only if it is the standard’s', async (_, uid, stays) => {
    const { file } = await deidentified(fileOf(CT, text(0x0008_0018, 'UI', uid)));
    expect(file.get('SOPInstanceUID') === uid).toBe(stays);
  });

  it('the same file, options and key give the same bytes; another key other UIDs', async () => {
    const data = fileOf(CT, text(0x0008_0018, 'UI', '1.2.3.4.5'));
    const first = await deidentified(data);
    expect((await deidentified(data)).bytes).toEqual(first.bytes);
    const other = await deidentified(data, { key: Buffer.alloc(32, 8) });
    expect(other.file.get('SOPInstanceUID')).not.toBe(first.file.get('SOPInstanceUID'));
    // The key as text is its bytes in UTF-8.
    const asText = await deidentified(data, { key: '\u0007'.repeat(32) });
    expect(asText.bytes).toEqual(first.bytes);
  });

  it('says of itself how it was de-identified', async () => {
    const { file } = await deidentified(fileOf(CT), {
      retainDates: 'modified',
      retainDeviceIdentity: true,
      cleanGraphics: true,
    });
    expect(file.get('PatientIdentityRemoved')).toBe('YES');
    expect(file.get('DeidentificationMethod')).toBe('PS3.15 2026c Annex E, by Clinicore');
    expect(file.get('LongitudinalTemporalInformationModified')).toBe('MODIFIED');
    const codes = file.items('DeidentificationMethodCodeSequence');
    expect(codes.map((each) => each.get('CodeValue'))).toEqual(['113100', '113103', '113107', '113109']);
    expect(codes[2]?.get('CodeMeaning')).toBe('Retain Longitudinal Temporal Information Modified Dates Option');
    expect(new Set(codes.map((each) => each.get('CodingSchemeDesignator')))).toEqual(new Set(['DCM']));
  });

  it('replaces what an earlier de-identification said', async () => {
    const { file } = await deidentified(
      fileOf(CT, text(0x0012_0062, 'CS', 'NO'), text(0x0012_0063, 'LO', 'by Dr Smith'), sequence(0x0012_0064, [])),
    );
    expect(file.get('PatientIdentityRemoved')).toBe('YES');
    expect(file.get('DeidentificationMethod')).toBe('PS3.15 2026c Annex E, by Clinicore');
    expect(file.items('DeidentificationMethodCodeSequence').length).toBe(1);
  });

  it.each<[string, Buffer, string, string]>([
    ['private elements', text(0x0009_1001, 'LO', 'SECRET'), '00091001', 'private'],
    ['private creators', text(0x0009_0010, 'LO', 'SECRET'), '00090010', 'private'],
    ['groups nobody may use', text(0xffff_0010, 'LO', 'SECRET'), 'FFFF0010', 'private'],
    ['elements that PS3.6 does not know', text(0x0018_9fff, 'LO', 'SECRET'), '00189FFF', 'unknown'],
    ['elements of commands', text(0x0000_0200, 'AE', 'SECRET'), '00000200', 'out of place'],
    ['curves', text(0x5002_0022, 'LO', 'SECRET'), '50020022', 'table E.1-1: X'],
    ['overlays', text(0x6000_3000, 'OW', 'SECRET'), '60003000', 'table E.1-1: X'],
    ['what is left of overlays', text(0x6000_1500, 'LO', 'SECRET'), '60001500', 'an overlay without its data'],
    ['group lengths', explicit(0x0018_0000, 'UL', 'SECR'), '00180000', 'a group length'],
    ['trailing padding', text(0xfffc_fffc, 'OB', 'SECRET'), 'FFFCFFFC', 'table E.1-1: X'],
    ['icons', sequence(0x0088_0200, [item(text(0x7fe0_0010, 'OB', 'SECRET'))]), '00880200', 'table E.1-1: X'],
    ['signatures', sequence(0xfffa_fffa, [item(text(0x0400_0115, 'OB', 'SECRET'))]), 'FFFAFFFA', 'table E.1-1: X'],
    [
      'original attributes',
      sequence(0x0400_0561, [item(sequence(0x0400_0550, [item(text(0x0010_0010, 'PN', 'SECRET'))]))]),
      '04000561',
      'table E.1-1: X',
    ],
    [
      'encrypted attributes',
      sequence(0x0400_0500, [item(text(0x0400_0520, 'OB', 'SECRET'))]),
      '04000500',
      'the original, encrypted',
    ],
    [
      'sequences that cannot be read',
      explicit(0x0008_1115, 'UT', 'SECRET'),
      '00081115',
      'a sequence that cannot be read',
    ],
  ])('%s go', async (_, bytes, path, reason) => {
    const { bytes: result, report } = await deidentified(
      part10(EXPLICIT_LITTLE, Buffer.concat([bytes, text(0x0008_0016, 'UI', CT)])),
    );
    expect(report.changes).toContainEqual(expect.objectContaining({ path, action: 'remove', reason }));
    expect(result.includes('SECR')).toBe(false);
  });

  it.each<[string, number, string, string]>([
    ['a name', 0x0014_2006, 'PN', 'a name'],
    ['a long text', 0x0024_0044, 'LT', 'free text'],
    ['the title of a document', 0x0042_0010, 'ST', 'free text'],
    ['an address', 0x0008_1190, 'UR', 'an address'],
    ['a name where none belongs', 0x0008_0008, 'PN', 'a name'],
    ['a kind that is no UID', 0x0008_1150, 'UI', 'not a UID'],
  ])('%s that no table lists is emptied', async (_, tag, vr, reason) => {
    const { bytes, report } = await deidentified(fileOf(CT, text(tag, vr, 'SECRET')));
    expect(report.changes).toContainEqual(expect.objectContaining({ action: 'empty', reason }));
    expect(bytes.includes('SECRET')).toBe(false);
  });

  it('of elements with the same tag one is left, also where they are out of order', async () => {
    const { bytes, file, report } = await deidentified(
      Buffer.concat([
        text(0x0010_0010, 'PN', 'SECRET^A'),
        text(0x0008_0060, 'CS', 'SECRET'),
        text(0x0010_0010, 'PN', 'SECRET^B'),
        text(0x0008_0060, 'CS', 'CT'),
        text(0x0008_0016, 'UI', CT),
        text(0x0010_4000, 'LT', 'SECRET'),
        text(0x0010_4000, 'LT', 'SECRET'),
      ]),
    );
    expect(bytes.includes('SECRET')).toBe(false);
    expect(file.get('Modality')).toBe('CT');
    expect(report.changes.filter(({ reason }) => reason === 'repeated').map(({ path }) => path)).toEqual([
      '00100010',
      '00080060',
      '00104000',
    ]);
  });

  it('goes into items of any depth, in sequences of defined and undefined length, and in UN', async () => {
    const delimited = (tag: number, vr: string, inner: Buffer) =>
      Buffer.concat([
        element(tag, vr, '', 0xffff_ffff),
        element(0xfffe_e000, '', inner, 0xffff_ffff),
        element(0xfffe_e00d, '', ''),
        element(0xfffe_e0dd, '', ''),
      ]);
    const implicit = element(0x0010_0010, '', 'SECRET^X');
    let nested: Buffer = Buffer.concat([text(0x0010_0010, 'PN', 'SECRET^Y'), delimited(0x0008_1115, 'UN', implicit)]);
    for (let depth = 0; depth < 20; depth++) {
      nested = depth % 2 ? sequence(0x0008_1115, [item(nested)]) : delimited(0x0008_1115, 'SQ', nested);
    }
    const { bytes, report } = await deidentified(fileOf(CT, nested));
    expect(bytes.includes('SECRET')).toBe(false);
    const paths = report.changes.filter(({ action }) => action === 'empty').map(({ path }) => path);
    expect(paths).toEqual([`${'00081115[0].'.repeat(20)}00100010`, `${'00081115[0].'.repeat(21)}00100010`]);
  });

  it('an encapsulated document becomes an empty page', async () => {
    const pdf = 'application/pdf';
    const { file } = await deidentified(
      fileOf(
        '1.2.840.10008.5.1.4.1.1.104.1',
        text(0x0042_0011, 'OB', '%PDF-1.7 SECRET'),
        text(0x0042_0012, 'LO', pdf),
        explicit(0x0042_0015, 'UL', Buffer.from([15, 0, 0, 0])),
      ),
    );
    const document = await file.bytes('EncapsulatedDocument');
    expect(document?.toString('latin1')).toMatch(/^%PDF-1\.4\n[\s\S]*startxref\n\d+\n%%EOF\n+$/);
    expect(file.get('EncapsulatedDocumentLength')).toBe(document?.length);
    expect(file.get('MIMETypeOfEncapsulatedDocument')).toBe(pdf);
  });

  it.each<[string, string, Buffer[], string[]]>([
    ['eyes', 'OP', [], ['burnedInLikely', 'recognizableLikely']],
    ['ultrasound', 'US', [], ['burnedInLikely']],
    ['slices', 'CT', [], ['recognizableLikely']],
    ['what says it is clean', 'US', [text(0x0028_0301, 'CS', 'NO')], []],
    [
      'what says it is not',
      'CR',
      [text(0x0028_0301, 'CS', 'YES'), text(0x0028_0302, 'CS', 'YES')],
      ['burnedIn', 'recognizable'],
    ],
    ['overlays in pixels', 'CR', [explicit(0x6000_0010, 'US', Buffer.from([1, 0]))], ['overlayInPixels']],
  ])('warns of the pixels of %s', async (_, modality, elements, want) => {
    const { file, report } = await deidentified(
      fileOf(CT, text(0x0008_0060, 'CS', modality), ...elements, explicit(0x7fe0_0010, 'OW', Buffer.alloc(2))),
    );
    expect(report.imageWarnings.map(({ kind }) => kind)).toEqual(want);
    expect(file.get('PatientIdentityRemoved')).toBe(want.includes('burnedIn') ? 'NO' : 'YES');
    const none = await deidentified(fileOf(CT, text(0x0008_0060, 'CS', modality), ...elements));
    expect(none.report.imageWarnings).toEqual([]);
  });

  it.each<[string, number[], boolean]>([
    ['a JPEG with a comment', [0xff, 0xd8, 0xff, 0xe0, 0, 2, 0xff, 0xfe, 0, 4, 0x41, 0x42, 0xff, 0xda], true],
    ['a JPEG with EXIF', [0xff, 0xd8, 0xff, 0xe1, 0, 4, 0x41, 0x42], true],
    ['a plain JPEG', [0xff, 0xd8, 0xff, 0xe0, 0, 2, 0xff, 0xee, 0, 2, 0xff, 0xda, 0, 2, 0xff, 0xfe], false],
    ['a JPEG 2000 with a comment', [0xff, 0x4f, 0xff, 0x51, 0, 2, 0xff, 0x64, 0, 4, 0x41, 0x42], true],
    ['a plain JPEG 2000', [0xff, 0x4f, 0xff, 0x51, 0, 2, 0xff, 0x90, 0, 2, 0xff, 0x64], false],
    ['something else', [0x00, 0x01, 0xff, 0xfe], false],
  ])('warns of what %s holds besides the image', async (_, codestream, want) => {
    const pixels = Buffer.concat([
      element(0x7fe0_0010, 'OB', '', 0xffff_ffff),
      item(Buffer.alloc(4)),
      item(Buffer.from(codestream)),
      element(0xfffe_e0dd, '', ''),
    ]);
    const { report } = await deidentified(fileOf(CT, text(0x0008_0060, 'CS', 'CR'), pixels));
    expect(report.imageWarnings.map(({ kind }) => kind)).toEqual(want ? ['codestreamText'] : []);
  });

  it('leaves the file as it is, and gives the result as often as it is asked for', async () => {
    const data = fileOf(CT, text(0x0010_0010, 'PN', 'Doe^Jane'));
    const before = Buffer.from(data);
    const file = await dicom.open(data);
    const result = await dicom.deidentify(file, { key: KEY });
    const bytes = await result.toBuffer();
    const pieces: Buffer[] = [];
    for await (const piece of result.toStream()) pieces.push(piece as Buffer);
    expect(Buffer.concat(pieces)).toEqual(bytes);
    expect(data).toEqual(before);
    expect(file.get('PatientName')).toEqual({ Alphabetic: 'Doe^Jane' });
  });

  it('reads what was not kept in memory of a path, and writes to one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clinicore-deidentify-'));
    try {
      const [from, to] = [join(folder, 'from.dcm'), join(folder, 'to.dcm')];
      const uids = Array.from({ length: 400 }, (_, number) => `1.2.3.4.${number}`).join('\\');
      const data = fileOf(
        CT,
        text(0x0008_0018, 'UI', '1.2.3.4.5'),
        text(0x0008_3010, 'UI', uids),
        text(0x0010_4000, 'LT', 'SECRET'.repeat(1000)),
        explicit(0x7fe0_0010, 'OW', Buffer.alloc(50_000, 3)),
      );
      writeFileSync(from, data);
      await using file = await dicom.open(from, { maxValueBytes: 1024 });
      const result = await dicom.deidentify(file, { key: KEY });
      await result.toFile(to);
      expect(readFileSync(to)).toEqual((await deidentified(data)).bytes);
      const after = await dicom.open(to);
      await after.close();
      expect(readFileSync(to).includes('1.2.3.4.')).toBe(false);

      const passed = await dicom.open(createReadStream(from), { maxValueBytes: 8192 });
      const unread = await dicom.deidentify(passed, { key: KEY });
      expect(unread.report).toEqual(result.report);
      expect(await failure(() => unread.toBuffer())).toMatchObject({
        code: 'ERR_LIMIT_EXCEEDED',
        details: { option: 'pixelData' },
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses a DICOMDIR', async () => {
    const file = await dicom.open(fileOf('1.2.840.10008.1.3.10', sequence(0x0004_1220, [])));
    expect(await failure(() => dicom.deidentify(file, { key: KEY }))).toMatchObject({ code: 'ERR_UNSUPPORTED' });
  });

  it('can be aborted', async () => {
    const file = await dicom.open(fileOf(CT));
    const refused = { code: 'ERR_ABORTED' };
    expect(await failure(() => dicom.deidentify(file, { key: KEY, signal: AbortSignal.abort() }))).toMatchObject(
      refused,
    );
  });
});
