import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { CT, code, deidentified, element, explicit, fileOf, item, KEY, sequence, text } from './dicom-deidentify-bytes';

const SR = '1.2.840.10008.5.1.4.1.1.88.11';
const dates = Buffer.concat([
  text(0x0008_0020, 'DA', '20260301'),
  text(0x0008_0030, 'TM', '143000.5'),
  text(0x0008_0201, 'SH', '+0100'),
  text(0x0010_0020, 'LO', 'MRN-4711'),
  text(0x0010_0030, 'DA', '19500101'),
]);
/** How many days a shifted Study Date is off. */
const days = (shifted: unknown, from = '2026-03-01') =>
  (Date.parse(String(shifted).replace(/(....)(..)(..)/, '$1-$2-$3')) - Date.parse(from)) / 86_400_000;

describe.each(backends)('options of de-identification on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('dates go by default', async () => {
    const { file } = await deidentified(fileOf(CT, dates));
    expect(file.get('StudyDate')).toBeNull();
    expect(file.get('StudyTime')).toBeNull();
    expect(file.has('TimezoneOffsetFromUTC')).toBe(false);
    expect(file.get('LongitudinalTemporalInformationModified')).toBe('REMOVED');
  });

  it('dates stay in full, but not what is no date, nor the birth date', async () => {
    const more = [text(0x0008_0022, 'DA', 'Doe^Jane'), text(0x0008_0023, 'LO', 'Doe^Jane')];
    const { file, bytes, report } = await deidentified(fileOf(CT, dates, ...more), { retainDates: 'full' });
    expect(file.get('StudyDate')).toBe('20260301');
    expect(file.get('StudyTime')).toBe('143000.5');
    expect(file.get('TimezoneOffsetFromUTC')).toBe('+0100');
    expect(file.get('PatientBirthDate')).toBeNull();
    expect(file.get('LongitudinalTemporalInformationModified')).toBe('UNMODIFIED');
    expect(bytes.includes('Doe')).toBe(false);
    expect(report.warnings).toEqual([{ kind: 'unreadDate', message: '2 dates or times could not be read, and went' }]);
  });

  it('dates are moved back by as many days for all of a patient’s, and times stay', async () => {
    const options = { retainDates: 'modified' } as const;
    const more = [
      text(0x0008_002a, 'DT', '20260301143000.5+0100'),
      text(0x0008_0022, 'DA', '2026.03.31'),
      text(0x0018_1200, 'DA', '20260228\\20240229\\'),
    ];
    const { file } = await deidentified(fileOf(CT, dates, ...more), options);
    const off = days(file.get('StudyDate'));
    expect(off).toBeLessThanOrEqual(-1);
    expect(off).toBeGreaterThanOrEqual(-3652);
    expect(file.get('StudyTime')).toBe('143000.5');
    expect(days(String(file.get('AcquisitionDateTime')).slice(0, 8))).toBe(off);
    expect(String(file.get('AcquisitionDateTime')).slice(8)).toBe('143000.5+0100');
    expect(days(file.get('AcquisitionDate'), '2026-03-31')).toBe(off);
    const calibrated = file.get('DateOfLastCalibration') as string[];
    expect([days(calibrated[0], '2026-02-28'), days(calibrated[1], '2024-02-29'), calibrated[2]]).toEqual([
      off,
      off,
      null,
    ]);
    expect(file.get('LongitudinalTemporalInformationModified')).toBe('MODIFIED');

    const same = await deidentified(fileOf('1.2.3', dates, text(0x0020_000d, 'UI', '1.2.3')), options);
    expect(days(same.file.get('StudyDate'))).toBe(off);
    const other = await deidentified(fileOf(CT, dates, text(0x0010_0020, 'LO', 'MRN-4712')), options);
    expect(days(other.file.get('StudyDate'))).not.toBe(off);
    // Without the patient's ID the study's dates still move together.
    const unnamed = (time: string) =>
      fileOf(CT, text(0x0008_0020, 'DA', '20260301'), text(0x0008_0030, 'TM', time), text(0x0020_000d, 'UI', '1.2.3'));
    const [one, two] = [await deidentified(unnamed('10'), options), await deidentified(unnamed('11'), options)];
    expect(one.file.get('StudyDate')).toBe(two.file.get('StudyDate'));
  });

  it('a date that another option keeps does not give away how far others were moved', async () => {
    const data = fileOf(CT, dates, text(0x0018_1200, 'DA', '20260301'));
    const kept = await deidentified(data, { retainDeviceIdentity: true });
    expect(kept.file.get('DateOfLastCalibration')).toBe('20260301');
    const moved = await deidentified(data, { retainDeviceIdentity: true, retainDates: 'modified' });
    expect(moved.file.get('DateOfLastCalibration')).toBe(moved.file.get('StudyDate'));
  });

  it.each<[string, dicom.DeidentifyOptions, number, string, string]>([
    ['UIDs', { retainUids: true }, 0x0020_000d, 'UI', '1.2.3.4'],
    ['characteristics of the patient', { retainPatientCharacteristics: true }, 0x0010_1010, 'AS', '045Y'],
    ['the identity of the device', { retainDeviceIdentity: true }, 0x0018_1000, 'LO', 'SN-99'],
    ['the identity of the institution', { retainInstitutionIdentity: true }, 0x0008_0080, 'LO', 'St. Elsewhere'],
  ])('%s stay', async (_, options, tag, vr, value) => {
    const data = fileOf(CT, text(tag, vr, value));
    expect((await deidentified(data, options)).file.get(tag)).toBe(value);
    expect((await deidentified(data)).file.get(tag)).not.toBe(value);
  });

  it('UIDs that stay are UIDs', async () => {
    const { bytes } = await deidentified(fileOf(CT, text(0x0020_000d, 'UI', 'Doe^Jane')), { retainUids: true });
    expect(bytes.includes('Doe')).toBe(false);
  });

  it('the patient gets the name and ID you give, in the character set of the file', async () => {
    const data = fileOf(CT, text(0x0008_0005, 'CS', 'ISO_IR 144'), text(0x0010_0010, 'PN', 'Doe^Jane'));
    const { file, bytes } = await deidentified(data, { patientName: 'Жук^А', patientId: 'TRIAL-7' });
    expect(file.get('PatientName')).toEqual({ Alphabetic: 'Жук^А' });
    expect(file.get('PatientID')).toBe('TRIAL-7');
    expect(bytes.includes('Doe')).toBe(false);
    const latin = await dicom.open(fileOf(CT));
    expect(await failure(() => dicom.deidentify(latin, { key: KEY, patientName: 'Жук' }))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'options.patientName' },
    });
  });

  it('texts are what your function makes of them, or go', async () => {
    const seen: dicom.Descriptor[] = [];
    const cleanDescriptors = (descriptor: dicom.Descriptor) => {
      seen.push(descriptor);
      return descriptor.text.includes('Doe') ? null : descriptor.text.toUpperCase();
    };
    const data = fileOf(
      CT,
      text(0x0008_1030, 'LO', 'head of Mrs Doe'),
      text(0x0008_103e, 'LO', 'axial'),
      code(0x0008_1084, '99X', '1', 'broken leg'),
      text(0x0008_1080, 'LO', 'one\\two'),
      text(0x0024_0044, 'LT', 'slept'),
      text(0x0008_0070, 'LO', 'Acme'),
    );
    const { file, report } = await deidentified(data, { cleanDescriptors });
    expect(file.has('StudyDescription')).toBe(false);
    expect(file.get('SeriesDescription')).toBe('AXIAL');
    expect(file.get('AdmittingDiagnosesDescription')).toEqual(['ONE', 'TWO']);
    expect(file.get('AdmittingDiagnosesCodeSequence.CodeMeaning')).toBe('BROKEN LEG');
    expect(file.get('AdmittingDiagnosesCodeSequence.CodeValue')).toBe('1');
    expect(file.get('CommentsOnPatientPerformanceOfVisualField')).toBe('SLEPT');
    expect(file.get('Manufacturer')).toBe('Acme');
    expect(seen).toContainEqual({ text: 'axial', path: '0008103E', keyword: 'SeriesDescription', vr: 'LO' });
    expect(seen).toContainEqual({
      text: 'broken leg',
      path: '00081084[0].00080104',
      keyword: 'CodeMeaning',
      vr: 'LO',
    });
    expect(report.warnings.map(({ kind }) => kind)).toEqual(['cleanedText']);
  });

  it.each<[string, unknown, string]>([
    ['no text', 7, 'options.cleanDescriptors() must return a string or null, got number'],
    [
      'a character that the file cannot have',
      'Ж',
      'options.cleanDescriptors() holds a character that the Specific Character Set of its data set does not have',
    ],
  ])('a function that returns %s is refused', async (_, returned, message) => {
    const file = await dicom.open(fileOf(CT, text(0x0008_1030, 'LO', 'head')));
    const cleanDescriptors = () => returned as string;
    const refused = await failure(() => dicom.deidentify(file, { key: KEY, cleanDescriptors }));
    const details = { argument: 'options.cleanDescriptors()' };
    expect(refused).toEqual({ code: 'ERR_INVALID_ARGUMENT', message, details });
  });

  describe('of a report', () => {
    const contentItem = (type: string, name: Buffer, ...elements: Buffer[]) =>
      item(Buffer.concat([text(0x0040_a010, 'CS', 'CONTAINS'), text(0x0040_a040, 'CS', type), name, ...elements]));
    const named = (value: string) => code(0x0040_a043, 'DCM', value, 'name of the item');
    const data = fileOf(
      SR,
      text(0x0040_a040, 'CS', 'CONTAINER'),
      sequence(0x0040_a730, [
        contentItem('PNAME', named('121008'), text(0x0040_a123, 'PN', 'Dr^Who')),
        contentItem('TEXT', named('121071'), text(0x0040_a160, 'UT', 'Mrs Doe sees well')),
        contentItem('TEXT', named('999999'), text(0x0040_a160, 'UT', 'Mrs Doe again')),
        contentItem('CODE', named('121032'), code(0x0040_a168, 'DCM', 'F', 'Female')),
        contentItem('TEXT', named('121022'), text(0x0040_a160, 'UT', 'ACC-1')),
        contentItem('TEXT', named('121013'), text(0x0040_a160, 'UT', 'Scope 7')),
        contentItem('UIDREF', named('121012'), text(0x0040_a124, 'UI', '1.2.3.4')),
        contentItem('NUM', named('112039'), text(0x0040_a30a, 'DS', '42')),
        contentItem(
          'CONTAINER',
          named('121111'),
          sequence(0x0040_a730, [contentItem('DATE', named('111060'), text(0x0040_a121, 'DA', '20260301'))]),
        ),
      ]),
    );
    const types = (file: dicom.DicomFile) => file.items('ContentSequence').map((each) => each.get('ValueType'));

    it('nothing stays by default but that there was something', async () => {
      const { file, bytes, report } = await deidentified(data);
      expect(types(file)).toEqual(['TEXT']);
      expect(file.get('ContentSequence.TextValue')).toBe('REMOVED');
      expect(bytes.includes('Doe')).toBe(false);
      const change = { path: '0040A730', action: 'replace', reason: 'table E.1-1: D' };
      expect(report.changes).toContainEqual(expect.objectContaining(change));
    });

    it('content items stay as table E.3.4-1 says', async () => {
      const { file, bytes, report } = await deidentified(data, { cleanStructuredContent: true });
      expect(types(file)).toEqual(['PNAME', 'TEXT', 'TEXT', 'UIDREF', 'NUM', 'CONTAINER']);
      expect(file.get('ContentSequence[0].PersonName')).toEqual({ Alphabetic: 'REMOVED' });
      expect(file.get('ContentSequence[1].TextValue')).toBe('REMOVED');
      expect(file.get('ContentSequence[2].TextValue')).toBe('REMOVED');
      expect(file.get('ContentSequence[3].UID')).toMatch(/^2\.25\./);
      expect(file.get('ContentSequence[4].NumericValue')).toBe(42);
      expect(file.get('ContentSequence[5].ContentSequence.Date')).toBe('19000101');
      expect(bytes.includes('Doe')).toBe(false);
      const removed = report.changes.filter(({ tag }) => tag === 'FFFEE000');
      expect(removed.map(({ path, reason }) => [path, reason])).toEqual([
        ['0040A730[3]', 'table E.3.4-1: X'],
        ['0040A730[4]', 'table E.3.4-1: X'],
        ['0040A730[5]', 'table E.3.4-1: X'],
      ]);
    });

    it('other options hold in it too', async () => {
      const { file } = await deidentified(data, {
        cleanStructuredContent: true,
        retainPatientCharacteristics: true,
        retainDeviceIdentity: true,
        retainUids: true,
        retainDates: 'full',
        cleanDescriptors: ({ text }) => text.replaceAll('Mrs Doe', 'She'),
      });
      expect(types(file)).toEqual(['PNAME', 'TEXT', 'TEXT', 'CODE', 'TEXT', 'UIDREF', 'NUM', 'CONTAINER']);
      expect(file.get('ContentSequence[1].TextValue')).toBe('She sees well');
      expect(file.get('ContentSequence[2].TextValue')).toBe('She again');
      expect(file.get('ContentSequence[4].TextValue')).toBe('Scope 7');
      expect(file.get('ContentSequence[5].UID')).toBe('1.2.3.4');
      expect(file.get('ContentSequence[7].ContentSequence.Date')).toBe('20260301');
    });
  });

  it('annotations stay without their texts', async () => {
    const data = fileOf(
      '1.2.840.10008.5.1.4.1.1.11.1',
      sequence(0x0070_0001, [
        item(
          Buffer.concat([
            text(0x0070_0002, 'CS', 'LAYER'),
            sequence(0x0070_0008, [item(text(0x0070_0006, 'ST', 'Mrs Doe'))]),
          ]),
        ),
      ]),
    );
    const stays = await deidentified(data, { cleanGraphics: true });
    expect(stays.file.get('GraphicAnnotationSequence.GraphicLayer')).toBe('LAYER');
    expect(stays.file.get('GraphicAnnotationSequence.TextObjectSequence.UnformattedTextValue')).toBe('REMOVED');
    const goes = await deidentified(data);
    expect(goes.file.get('GraphicAnnotationSequence.GraphicLayer')).toBe('REMOVED');
    expect(goes.file.get('GraphicAnnotationSequence.TextObjectSequence.AnchorPoint')).toEqual([0, 0]);
    expect(goes.bytes.includes('Doe')).toBe(false);
  });

  // `dciodvfy` calls one value an error.
  it('the dummy of an annotation of waveforms has as many channels as it must: a pair (PS3.3 C.10.10)', async () => {
    const annotation = item(text(0x0070_0006, 'ST', 'Mrs Doe'));
    const data = fileOf('1.2.840.10008.5.1.4.1.1.9.1.1', sequence(0x0040_b020, [annotation]));
    const { file } = await deidentified(data);
    expect(file.get('WaveformAnnotationSequence.ReferencedWaveformChannels')).toEqual([0, 0]);
    expect(file.get('WaveformAnnotationSequence.UnformattedTextValue')).toBe('REMOVED');
  });

  it('private elements stay that are known to be safe, or vouched for, with their creators', async () => {
    const data = fileOf(
      CT,
      text(0x0009_0010, 'LO', 'ACME'),
      text(0x0009_0011, 'LO', 'OTHER'),
      text(0x0009_1001, 'LO', 'kept'),
      text(0x0009_1002, 'LO', 'gone'),
      text(0x0009_1101, 'LO', 'gone'),
      text(0x0009_1201, 'LO', 'gone'),
      text(0x7053_0010, 'LO', 'Philips PET Private Group'),
      text(0x7053_1000, 'DS', '1.5'),
      text(0x7053_1003, 'ST', 'gone'),
    );
    const privates = (file: dicom.DicomFile) =>
      [...file].map(({ tag }) => tag).filter((tag) => Number.parseInt(tag.slice(0, 4), 16) % 2 === 1);
    const tabled = await deidentified(data, { retainSafePrivate: true });
    expect(privates(tabled.file)).toEqual(['70530010', '70531000']);
    const vouched = await deidentified(data, { retainSafePrivate: [{ group: 0x0009, creator: 'ACME', element: 1 }] });
    expect(privates(vouched.file)).toEqual(['00090010', '00091001', '70530010', '70531000']);
    expect(vouched.bytes.includes('gone')).toBe(false);
    expect(vouched.report.warnings.map(({ kind }) => kind)).toEqual(['keptPrivate']);
  });

  describe('of pixels', () => {
    const u16 = (tag: number, value: number) => explicit(tag, 'US', Buffer.from([value & 0xff, value >> 8]));
    const picture = (photometric: string, samples: number, bits: number, planar: number, pixels: Buffer) =>
      fileOf(
        CT,
        u16(0x0028_0002, samples),
        text(0x0028_0004, 'CS', photometric),
        u16(0x0028_0006, planar),
        u16(0x0028_0010, 3),
        u16(0x0028_0011, 4),
        u16(0x0028_0100, bits),
        text(0x0028_0301, 'CS', 'YES'),
        explicit(0x7fe0_0010, bits === 8 ? 'OB' : 'OW', pixels),
      );
    const corner = [{ x: 1, y: 0, width: 2, height: 2 }];
    const inside = (at: number) => at === 1 || at === 2 || at === 5 || at === 6;
    const nines = (bytes: number) => Buffer.alloc(bytes, 9);

    it.each<[string, Buffer, (at: number) => number]>([
      ['grey in two frames', picture('MONOCHROME2', 1, 8, 0, nines(24)), (at) => (inside(at % 12) ? 0 : 9)],
      ['16 bits', picture('MONOCHROME2', 1, 16, 0, nines(24)), (at) => (inside(at >> 1) ? 0 : 9)],
      ['RGB', picture('RGB', 3, 8, 0, nines(36)), (at) => (inside(Math.floor(at / 3)) ? 0 : 9)],
      ['RGB in planes', picture('RGB', 3, 8, 1, nines(36)), (at) => (inside(at % 12) ? 0 : 9)],
      ['YBR in planes', picture('YBR_FULL', 3, 8, 1, nines(36)), (at) => (inside(at % 12) ? (at < 12 ? 0 : 128) : 9)],
    ])('a rectangle becomes black: %s', async (_, data, want) => {
      const { file, report } = await deidentified(data, { cleanPixelData: corner });
      const pixels = (await file.bytes('PixelData')) as Buffer;
      expect([...pixels]).toEqual([...pixels.keys()].map(want));
      expect(file.get('BurnedInAnnotation')).toBe('NO');
      expect(file.get('PatientIdentityRemoved')).toBe('YES');
      expect(file.items('DeidentificationMethodCodeSequence')[1]?.get('CodeValue')).toBe('113101');
      expect(report.imageWarnings).toEqual([]);
      const change = { path: '7FE00010', action: 'clean', reason: 'option cleanPixelData' };
      expect(report.changes).toContainEqual(expect.objectContaining(change));
    });

    it.each<[string, Buffer, object]>([
      ['no image', fileOf(CT), { code: 'ERR_UNSUPPORTED' }],
      ['bits', picture('MONOCHROME2', 1, 1, 0, nines(2)), { code: 'ERR_UNSUPPORTED' }],
      ['shared colours', picture('YBR_FULL_422', 3, 8, 0, nines(24)), { code: 'ERR_UNSUPPORTED' }],
      [
        'fragments',
        Buffer.concat([
          picture('MONOCHROME2', 1, 8, 0, nines(0)).subarray(0, -12),
          element(0x7fe0_0010, 'OB', '', 0xffff_ffff),
          item(Buffer.alloc(0)),
          item(nines(4)),
          element(0xfffe_e0dd, '', ''),
        ]),
        { code: 'ERR_UNSUPPORTED' },
      ],
      [
        'a rectangle beyond the image',
        picture('MONOCHROME2', 1, 8, 0, nines(12)),
        { code: 'ERR_INVALID_ARGUMENT', details: { argument: 'options.cleanPixelData[1]' } },
      ],
    ])('%s is refused', async (what, data, want) => {
      const beyond = what.startsWith('a rectangle') ? [{ x: 3, y: 0, width: 2, height: 1 }] : [];
      const file = await dicom.open(data);
      const cleanPixelData = [...corner, ...beyond];
      expect(await failure(() => dicom.deidentify(file, { key: KEY, cleanPixelData }))).toMatchObject(want);
    });
  });

  it.each<[string, unknown, string]>([
    ['no key', {}, 'options.key'],
    ['no options', undefined, 'options.key'],
    ['a short key', { key: Buffer.alloc(31) }, 'options.key'],
    ['a short key of text', { key: 'secret' }, 'options.key'],
    ['a key that is a number', { key: 7 }, 'options.key'],
    ['no key for dates', { retainUids: true, retainDates: 'modified' }, 'options.key'],
    ['other dates', { key: KEY, retainDates: true }, 'options.retainDates'],
    ['a list of something else', { key: KEY, retainSafePrivate: [{ group: 8 }] }, 'options.retainSafePrivate[0]'],
    ['a cleaner that is none', { key: KEY, cleanDescriptors: true }, 'options.cleanDescriptors'],
    ['two names', { key: KEY, patientName: 'a\\b' }, 'options.patientName'],
    [
      'a rectangle without a height',
      { key: KEY, cleanPixelData: [{ x: 0, y: 0, width: 1 }] },
      'options.cleanPixelData[0].height',
    ],
    ['an option there is not', { key: KEY, cleanFaces: true }, 'options'],
  ])('%s is refused', async (_, options, argument) => {
    const file = await dicom.open(fileOf(CT));
    const refused = await failure(() => dicom.deidentify(file, options as dicom.DeidentifyOptions));
    expect(refused).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
    expect(refused.message).not.toContain('secret');
  });

  it('without UIDs and dates to replace no key is needed; what is no file is refused', async () => {
    const file = await dicom.open(fileOf(CT, explicit(0x0010_0010, 'PN', 'Doe^Jane')));
    const { report } = await dicom.deidentify(file, { retainUids: true });
    expect(report.changes.length).toBeGreaterThan(0);
    expect(await failure(() => dicom.deidentify({} as dicom.DicomFile, { key: KEY }))).toMatchObject({
      details: { argument: 'file' },
    });
  });
});
