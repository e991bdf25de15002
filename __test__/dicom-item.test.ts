import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { element, explicit, item, part10, sequence } from './dicom-bytes';
import { expected, read } from './dicom-golden';

const fd = (tag: number, ...numbers: number[]) => explicit(tag, 'FD', Buffer.from(Float64Array.from(numbers).buffer));

/** A right lens with two cylinders, two references, and private elements of two creators. */
const dataSet = Buffer.concat([
  explicit(0x0008_0005, 'CS', 'ISO_IR 144'),
  explicit(0x0008_0008, 'CS', 'ORIGINAL\\PRIMARY'),
  explicit(0x0008_0050, 'SH', ''),
  sequence(0x0008_1115, [item(explicit(0x0020_000e, 'UI', '1.1\0')), item(explicit(0x0020_000e, 'UI', '1.2\0'))]),
  sequence(0x0008_1140, []),
  explicit(0x0009_0010, 'LO', 'ACME'),
  explicit(0x0009_0011, 'LO', 'OTHER '),
  explicit(0x0009_1001, 'SH', 'first '),
  explicit(0x0009_1101, 'SH', 'second'),
  explicit(0x0010_0010, 'PN', Buffer.from([0xb6, 0x5e, 0xb6])),
  explicit(0x0010_0020, 'LO', 'a "quoted" \u0007 id'),
  sequence(0x0046_0014, [
    item(
      Buffer.concat([
        sequence(0x0046_0018, [item(fd(0x0046_0147, -0.75)), item(fd(0x0046_0147, -1.25))]),
        fd(0x0046_0146, 2.5, 0),
      ]),
    ),
  ]),
  explicit(0x5400_1010, 'OW', Buffer.from([1, 0, 2, 0])),
  explicit(0x7fe0_0010, 'OB', Buffer.alloc(4)),
]);
const data = part10('1.2.840.10008.1.2.1', dataSet);

describe.each(backends)('an open DICOM file on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each<[string, dicom.Where, unknown]>([
    ['a keyword', 'PatientName', { Alphabetic: 'Ж^Ж' }],
    ['a tag', 0x0010_0010, { Alphabetic: 'Ж^Ж' }],
    ['eight digits', '00100010', { Alphabetic: 'Ж^Ж' }],
    ['a tag in brackets', '(0010,0010)', { Alphabetic: 'Ж^Ж' }],
    ['a keyword of the file meta information', 'TransferSyntaxUID', '1.2.840.10008.1.2.1'],
    ['a path', 'RightLensSequence.SpherePower', [2.5, 0]],
    ['a path through first items', 'RightLensSequence.CylinderSequence.CylinderPower', -0.75],
    ['a path with the number of an item', 'RightLensSequence[0].CylinderSequence[1].CylinderPower', -1.25],
    ['a path of digits', '00460014.(0046,0018)[1].00460147', -1.25],
    ['a private element of a creator', { group: 0x0009, creator: 'OTHER', element: 0x01 }, 'second'],
    ['a private tag', '00091001', 'first'],
    ['an element with several values', 'ImageType', ['ORIGINAL', 'PRIMARY']],
    ['an element without a value', 'AccessionNumber', null],
    ['a sequence without items', 'ReferencedImageSequence', null],
    ['an element there is not', 'PatientSex', undefined],
    ['an item there is not', 'ReferencedSeriesSequence[2].SeriesInstanceUID', undefined],
    ['a path through what is no sequence', 'PatientName.PatientID', undefined],
    ['a creator there is not', { group: 0x0009, creator: 'NONE', element: 0x01 }, undefined],
    ['binary data', 'WaveformData', Buffer.from([1, 0, 2, 0])],
  ])('is read by %s', async (_, where, want) => {
    const file = await dicom.open(data);
    expect(file.get(where)).toEqual(want);
    expect(file.has(where)).toBe(want !== undefined);
  });

  it.each<[string, string, unknown]>([
    ['PN', '   ', null],
    ['LO', ' ', null],
    ['PN', 'Doe^Jane= =', { Alphabetic: 'Doe^Jane' }],
    ['LO', ' both sides  ', 'both sides'],
    ['UC', ' the end only ', ' the end only'],
    ['LO', 'a\\b ', ['a', 'b']],
    ['LT', 'a\\b ', 'a\\b'],
    ['UI', '1.2.3\0', '1.2.3'],
    ['IS', ' 12 ', 12],
    ['IS', '9007199254740993', '9007199254740993'],
    ['DS', '9007199254740993.', 9007199254740992],
    ['DS', '-1.5\\\\1e400\\0x10\\Infinity\\+.5', [-1.5, null, '1e400', '0x10', 'Infinity', 0.5]],
  ])('reads %s "%s" as parse does', async (vr, value, want) => {
    const file = part10('1.2.840.10008.1.2.1', explicit(0x0009_1001, vr, value));
    expect((await dicom.open(file)).get(0x0009_1001)).toEqual(want);
    const values = (await dicom.parse(file))['00091001']?.Value ?? [null];
    expect(values).toEqual(Array.isArray(want) ? want : [want]);
  });

  it.each<[string, unknown]>([
    ['a misspelt keyword', 'PatientNmae'],
    ['a path that ends in an item', 'ReferencedSeriesSequence[1]'],
    ['an empty text', ''],
    ['half a path', 'RightLensSequence.'],
    ['a name of Object.prototype', 'constructor'],
    ['a tag that is too large', 2 ** 32],
    ['a fraction', 0.5],
    ['a private element of an even group', { group: 8, creator: 'ACME', element: 1 }],
    ['a private element beyond its block', { group: 9, creator: 'ACME', element: 0x100 }],
    ['nothing', undefined],
  ])('refuses %s', async (_, where) => {
    const file = await dicom.open(data);
    for (const call of [
      () => file.get(where as string),
      () => file.items(where as string),
      () => file.bytes(where as string),
    ]) {
      expect(await failure(call)).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'where' } });
    }
  });

  it('gives its items, which read as it does', async () => {
    const file = await dicom.open(data);
    const items = file.items('ReferencedSeriesSequence');
    expect(items.map((series) => series.get('SeriesInstanceUID'))).toEqual(['1.1', '1.2']);
    const [lens] = file.get('RightLensSequence') as dicom.DicomItem[];
    expect(lens?.get('CylinderSequence.CylinderPower')).toBe(-0.75);
    expect(file.items('PatientSex')).toEqual([]);
    expect(file.items('PatientName')).toEqual([]);
    expect([...file.meta].map(({ keyword }) => keyword)).toEqual(['TransferSyntaxUID']);
  });

  it('says of an element where it is', async () => {
    const file = await dicom.open(data);
    const name = file.element('PatientName');
    expect(name).toMatchObject({ tag: '00100010', vr: 'PN', keyword: 'PatientName', length: 3 });
    expect(data.subarray(name?.offset, (name?.offset ?? 0) + 3)).toEqual(Buffer.from([0xb6, 0x5e, 0xb6]));
    expect(await file.bytes('PatientName')).toEqual(Buffer.from([0xb6, 0x5e, 0xb6]));
    expect(file.element('00091001')?.keyword).toBeUndefined();
    expect(file.element('PatientSex')).toBeUndefined();
  });

  it('gives its elements by tag, of those with the same the last', async () => {
    const file = await dicom.open(
      Buffer.concat([
        explicit(0x0008_0060, 'CS', 'OP'),
        explicit(0x0010_0020, 'LO', 'a '),
        explicit(0x0008_0070, 'LO', 'b '),
        explicit(0x0010_0020, 'LO', 'c '),
      ]),
    );
    expect([...file].map(({ tag }) => tag)).toEqual(['00080060', '00080070', '00100020']);
    expect(file.get('PatientID')).toBe('c');
  });

  it('is DICOM JSON, also for JSON.stringify', async () => {
    const file = await dicom.open(data);
    const want = await dicom.parse(data);
    expect(file.toJSON()).toEqual(want);
    expect(JSON.parse(JSON.stringify({ file }))).toEqual({ file: JSON.parse(JSON.stringify(want)) });
    expect(file.toJSON({ pixelData: true })).toEqual(await dicom.parse(data, { pixelData: true }));
    expect(file.items('ReferencedSeriesSequence')[1]?.toJSON()).toEqual({ '0020000E': { vr: 'UI', Value: ['1.2'] } });
  });

  it('names where bulk data are, with a path that leads there', async () => {
    const inner = sequence(0x0009_1010, [item(explicit(0x0009_1011, 'OB', Buffer.from([7, 8])))]);
    const file = await dicom.open(
      part10('1.2.840.10008.1.2.1', Buffer.concat([inner, explicit(0x7fe0_0010, 'OB', Buffer.alloc(4))])),
    );
    const seen: dicom.BulkData[] = [];
    const json = file.toJSON({
      pixelData: true,
      bulkDataUri: (value) => {
        seen.push(value);
        return value.path.startsWith('7FE0') ? `/bulk/${value.path}` : undefined;
      },
    });
    expect(json['7FE00010']).toEqual({ vr: 'OB', BulkDataURI: '/bulk/7FE00010' });
    expect(json['00091010']?.Value).toEqual([{ '00091011': { vr: 'OB', InlineBinary: 'Bwg=' } }]);
    expect(await file.bytes(seen[0]?.path as string)).toEqual(Buffer.from([7, 8]));
    expect(await failure(() => file.toJSON({ bulkDataUri: 'x' } as never))).toMatchObject({
      details: { argument: 'options.bulkDataUri' },
    });
  });

  it('is text, whose lines are cut and hold no control characters', async () => {
    const file = await dicom.open(
      Buffer.concat([
        dataSet,
        explicit(0xfffc_fffc, 'OB', Buffer.alloc(2)),
        explicit(0x0010_4000, 'LT', 'x'.repeat(70)),
      ]),
    );
    const lines = file.toText().split('\n');
    expect(lines).toContain(`(0010,0010) PN ${'[Ж^Ж]'.padEnd(40)} # 3 PatientName`);
    expect(lines).toContain(`(0010,0020) LO ${'[a "quoted"   id]'.padEnd(40)} # 15 PatientID`);
    expect(lines).toContain(`(0008,0050) SH ${'(no value)'.padEnd(40)} # 0 AccessionNumber`);
    expect(lines).toContain(`(0009,1001) SH ${'[first]'.padEnd(40)} # 6 Unknown`);
    expect(lines).toContain(`(0008,1115) SQ ${'(2 items)'.padEnd(40)} # 40 ReferencedSeriesSequence`);
    expect(lines).toContain(`    (0020,000E) UI ${'[1.2]'.padEnd(40)} # 4 SeriesInstanceUID`);
    expect(lines).toContain(`(5400,1010) OW ${'01\\00\\02\\00'.padEnd(40)} # 4 WaveformData`);
    expect(lines).toContain(`(0010,4000) LT [${'x'.repeat(64)}…] # 70 PatientComments`);
    expect(file.toText()).not.toContain('FFFC');
  });

  it('is not its content in a log', async () => {
    const { inspect } = await import('node:util');
    const file = await dicom.open(data);
    expect(inspect(file)).toBe(`{ transferSyntax: '1.2.840.10008.1.2.1', size: ${data.length}, elements: 26 }`);
  });

  it('gives no more values at once than it may', async () => {
    const many = explicit(0x0009_1001, 'LO', Buffer.alloc(3000, 'a\\'));
    const file = await dicom.open(many, { maxElements: 1000 });
    const refused = { code: 'ERR_LIMIT_EXCEEDED', details: { limit: 1000, offset: 0, option: 'maxElements' } };
    expect(await failure(() => file.get('00091001'))).toMatchObject(refused);
    expect(await failure(() => file.toJSON())).toMatchObject(refused);
  });

  it('reads the names of all character set files as pydicom does', async () => {
    const files = Object.keys(expected).filter(
      (file) => file.includes('charset_files/') && !file.includes('SQEncoding'),
    );
    expect(files.length).toBe(15);
    for (const name of files) {
      const file = await dicom.open(read(name));
      expect([file.get('PatientName')].flat(), name).toEqual((expected[name] as dicom.DicomJson)['00100010']?.Value);
    }
  });

  it('reads numbers of a big-endian file, and its binary data in little endian', async () => {
    const swapped = (tag: number, vr: string, value: Buffer) => {
      const bytes = element(tag, vr, value);
      bytes.subarray(0, 4).swap16();
      if (bytes.length - value.length === 12) bytes.subarray(8, 12).swap32();
      else bytes.subarray(6, 8).swap16();
      return bytes;
    };
    const file = await dicom.open(
      part10(
        '1.2.840.10008.1.2.2',
        Buffer.concat([
          swapped(0x0028_0010, 'US', Buffer.from([1, 2])),
          swapped(0x5400_1010, 'OW', Buffer.from([1, 2, 3, 4])),
        ]),
      ),
    );
    expect(file.get('Rows')).toBe(0x0102);
    expect(file.get('WaveformData')).toEqual(Buffer.from([2, 1, 4, 3]));
    expect(await file.bytes('WaveformData')).toEqual(Buffer.from([1, 2, 3, 4]));
  });
});
