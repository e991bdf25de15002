import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { explicit, item, part10, sequence } from './dicom-bytes';
import { files, read } from './dicom-golden';

const EXPLICIT = '1.2.840.10008.1.2.1';

/** A file in the given character set, with a sequence of two items. */
const source = (charset: string) =>
  part10(
    EXPLICIT,
    Buffer.concat([
      explicit(0x0008_0005, 'CS', charset.length % 2 ? `${charset} ` : charset),
      explicit(0x0008_0018, 'UI', '1.2.3\0'),
      sequence(0x0008_1140, [item(explicit(0x0008_1155, 'UI', '1.1\0')), item(explicit(0x0008_1155, 'UI', '1.2\0'))]),
      explicit(0x0010_0010, 'PN', 'Doe^Jane'),
    ]),
  );
const opened = (charset = 'ISO_IR 192') => dicom.open(source(charset));
const reopened = async (edit: dicom.DicomEdit) => dicom.open(await edit.toBuffer());

describe.each(backends)('the edit of a file on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each<[string, dicom.Where, dicom.DicomInput, unknown]>([
    ['a text', 'PatientID', 'P-1042', 'P-1042'],
    ['a name as a string', 'PatientName', 'Roe^Jo==ろう', { Alphabetic: 'Roe^Jo', Phonetic: 'ろう' }],
    ['a name in its groups', 'PatientName', { Ideographic: '山田' }, { Ideographic: '山田' }],
    ['several texts', 'ImageType', ['DERIVED', 'SECONDARY', 'A B'], ['DERIVED', 'SECONDARY', 'A B']],
    [
      'an empty value among others',
      'OtherPatientNames',
      ['A', null, 'B'],
      [{ Alphabetic: 'A' }, null, { Alphabetic: 'B' }],
    ],
    ['no value', 'PatientSex', null, null],
    ['a number', 'Rows', 512, 512],
    ['a decimal with 16 characters', 'PatientWeight', 1 / 3, 0.33333333333333],
    ['a small decimal', 'PatientWeight', -1.2345678901234e-7, -1.2345678901e-7],
    ['an integer', 'InstanceNumber', -7, -7],
    ['a float', 'CylinderAxis', 1.1, 1.1],
    ['a float that is none', 'CylinderAxis', 'NaN', 'NaN'],
    ['a tag', 'FrameIncrementPointer', '00181063', '00181063'],
    ['an integer of 64 bits', 'ExtendedOffsetTable', Buffer.alloc(8, 1), Buffer.alloc(8, 1)],
    ['bytes', 'EncapsulatedDocument', Buffer.from('%PDF'), Buffer.from('%PDF')],
    ['an odd number of bytes', 'EncapsulatedDocument', Buffer.from('odd'), Buffer.from('odd\0')],
    ['a text with lines', 'PatientComments', 'one\r\ntwo \\ three', 'one\r\ntwo \\ three'],
    ['a UID', 'StudyInstanceUID', '2.25.7', '2.25.7'],
    ['a date', 'StudyDate', '20280229', '20280229'],
    ['a time', 'StudyTime', '235960.123456', '235960.123456'],
    ['a date and time', 'AcquisitionDateTime', '20260301143000.5+0100', '20260301143000.5+0100'],
    ['an age', 'PatientAge', '018M', '018M'],
    ['a title', 'RetrieveAETitle', 'CLINIC 1', 'CLINIC 1'],
    ['a URI', 'RetrieveURL', 'https://a.example/b?c=1', 'https://a.example/b?c=1'],
    ['an element of an item', 'ReferencedImageSequence[1].ReferencedSOPInstanceUID', '1.9', '1.9'],
    ['an element of a new item', 'ReferencedImageSequence[2].ReferencedSOPInstanceUID', '1.3', '1.3'],
    ['an element of new sequences', 'RightLensSequence.CylinderSequence.CylinderPower', -0.75, -0.75],
    ['a private element of a new creator', { group: 0x0009, creator: 'ACME', element: 0x10 }, 'x', 'x'],
    ['an element of the file meta information', 'SourceApplicationEntityTitle', 'CLINIC', 'CLINIC'],
  ])('sets %s', async (_, where, value, want) => {
    const file = await opened();
    const isPrivate = typeof where === 'object';
    const result = await reopened(dicom.edit(file).set(where, value, isPrivate ? { vr: 'LO' } : undefined));
    expect(result.get(where)).toEqual(want);
    // And nothing else.
    const [before, after] = [file.toJSON(), result.toJSON()];
    const top = Object.keys(after).filter((tag) => JSON.stringify(after[tag]) !== JSON.stringify(before[tag]));
    expect(top.length).toBe(isPrivate ? 2 : where === 'SourceApplicationEntityTitle' ? 0 : 1);
    expect(Object.keys(before).every((tag) => tag in after)).toBe(true);
  });

  it('sets the items of a sequence, from DICOM JSON or another file', async () => {
    const file = await opened();
    const json = { '00081155': { vr: 'UI', Value: ['1.7'] }, '00091001': { vr: 'UN', InlineBinary: 'AAE=' } } as const;
    const result = await reopened(
      dicom
        .edit(file)
        .set('ReferencedImageSequence', [json as never, ...file.items('ReferencedImageSequence')])
        .set('ReferencedImageSequence[0].ReferencedSOPClassUID', '1.8')
        .set('ReferencedStudySequence', []),
    );
    expect(result.toJSON()['00081140']?.Value).toEqual([
      { '00081150': { vr: 'UI', Value: ['1.8'] }, ...json },
      { '00081155': { vr: 'UI', Value: ['1.1'] } },
      { '00081155': { vr: 'UI', Value: ['1.2'] } },
    ]);
    expect(result.get('ReferencedStudySequence')).toBeNull();
  });

  it('removes elements, in items too, and what is set after that is new', async () => {
    const file = await opened();
    const edit = dicom
      .edit(file)
      .remove('PatientName')
      .remove('PatientSex')
      .remove('ReferencedImageSequence[1].ReferencedSOPInstanceUID');
    const result = await reopened(edit);
    expect(result.has('PatientName')).toBe(false);
    expect(result.items('ReferencedImageSequence').map((one) => [...one].length)).toEqual([1, 0]);
    const again = await reopened(
      edit
        .remove('ReferencedImageSequence')
        .set('ReferencedImageSequence.ReferencedSOPClassUID', '1.5')
        .set('PatientName', 'A'),
    );
    expect(again.toJSON()['00081140']?.Value).toEqual([{ '00081150': { vr: 'UI', Value: ['1.5'] } }]);
    expect(again.get('PatientName')).toEqual({ Alphabetic: 'A' });
  });

  it('reserves blocks for private creators, and finds them again', async () => {
    const acme = (element: number) => ({ group: 0x0009, creator: 'ACME', element });
    const other = { group: 0x0009, creator: 'OTHER', element: 1 };
    const result = await reopened(
      dicom
        .edit(await opened())
        .set(acme(1), 'a', { vr: 'LO' })
        .set(other, 1, { vr: 'US' })
        .set(acme(2), 'b', { vr: 'LO' }),
    );
    expect([...result].filter(({ tag }) => tag.startsWith('0009')).map(({ tag }) => tag)).toEqual([
      '00090010',
      '00090011',
      '00091001',
      '00091002',
      '00091101',
    ]);
    const changed = await reopened(dicom.edit(result).set(acme(2), 'c').remove(other).remove(acme(9)));
    expect([changed.get(acme(1)), changed.get(acme(2)), changed.get(other)]).toEqual(['a', 'c', undefined]);
  });

  it.each<[string, dicom.Where, unknown, object?]>([
    ['a date of no calendar', 'StudyDate', '20260230'],
    ['a range of dates', 'StudyDate', '20260101-20260201'],
    ['a time of no clock', 'StudyTime', '2460'],
    ['a month that does not exist', 'AcquisitionDateTime', '202613'],
    ['a UID with a leading zero', 'StudyInstanceUID', '1.02'],
    ['a UID of 65 characters', 'StudyInstanceUID', `1.${'1'.repeat(63)}`],
    ['a code in lower case', 'Modality', 'op'],
    ['a code of 17 characters', 'Modality', 'A'.repeat(17)],
    ['a line of 65 characters', 'PatientID', 'é'.repeat(65)],
    ['a short line of 17 characters', 'AccessionNumber', '1'.repeat(17)],
    ['a line with a backslash', 'PatientID', 'a\\b'],
    ['a line with a line feed', 'PatientID', 'a\nb'],
    ['an escape', 'PatientComments', 'a\u001b$Bb'],
    ['half a character', 'PatientID', '\ud800'],
    ['a name of four groups', 'PatientName', 'a=b=c=d'],
    ['a name of six components', 'PatientName', 'a^b^c^d^e^f'],
    ['a group of 65 characters', 'PatientName', { Alphabetic: 'a'.repeat(65) }],
    ['a name with another property', 'PatientName', { Alphabetic: 'a', alphabetic: 'b' }],
    ['a number beyond its VR', 'Rows', 65_536],
    ['a fraction for an integer', 'Rows', 0.5],
    ['an integer beyond 32 bits', 'InstanceNumber', 2 ** 31],
    ['a decimal of 17 characters', 'PatientWeight', '1.234567890123456'],
    ['a number that is none', 'PatientWeight', Number.NaN],
    ['a float beyond 32 bits', 'CylinderAxis', 1e39],
    ['a text for a number', 'Rows', '512'],
    ['a number for a text', 'PatientID', 512],
    ['an age without its unit', 'PatientAge', '018'],
    ['a title of spaces', 'RetrieveAETitle', '  '],
    ['two values where there is one', 'PatientComments', ['a', 'b']],
    ['text for bytes', 'EncapsulatedDocument', '%PDF'],
    ['half a number', 'PixelData', Buffer.alloc(3), { vr: 'OW' }],
    ['no array of items', 'ReferencedImageSequence', 'x'],
    ['an item with a keyword', 'ReferencedImageSequence', [{ PatientID: { vr: 'LO' } }]],
    ['an item with a link', 'ReferencedImageSequence', [{ '00100020': { vr: 'LO', BulkDataURI: 'x' } }]],
    ['an item with a wrong value', 'ReferencedImageSequence', [{ '00100020': { vr: 'LO', Value: [1] } }]],
    ['nothing', 'PatientID', undefined],
  ])('refuses %s, and changes nothing', async (_, where, value, options) => {
    const file = await opened();
    const edit = dicom.edit(file);
    const refused = await failure(() => edit.set(where, value as string, options));
    expect(refused.code).toBe('ERR_INVALID_ARGUMENT');
    expect((refused.details as { argument: string }).argument).toMatch(/^value/);
    // No message holds what may be a patient's.
    for (const given of [value].flat()) {
      if (typeof given === 'string' && given.length > 4) expect(refused.message).not.toContain(given);
    }
    expect((await edit.toBuffer()).equals(source('ISO_IR 192'))).toBe(true);
  });

  it.each<[string, dicom.Where, object?]>([
    ['the transfer syntax', 'TransferSyntaxUID'],
    ['a group length', 0x0010_0000],
    ['a delimiter', 0xfffe_e000],
    ['a private element without its creator', '00091001', { vr: 'LO' }],
    ['an item beyond the next', 'ReferencedImageSequence[3].ReferencedSOPInstanceUID'],
    ['a path through what is no sequence', 'PatientName.PatientID'],
    ['a private element within what is none', 'PatientName[0].00091001', { vr: 'LO' }],
  ])('refuses %s', async (_, where, options) => {
    const edit = dicom.edit(await opened());
    expect(await failure(() => edit.set(where, 'X', options))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'where' },
    });
    expect((await edit.toBuffer()).equals(source('ISO_IR 192'))).toBe(true);
  });

  it('refuses what is no open file, and options it does not know', async () => {
    const file = await opened();
    const [first] = file.items('ReferencedImageSequence');
    for (const other of [undefined, {}, source(''), first]) {
      expect(await failure(() => dicom.edit(other as never))).toMatchObject({ details: { argument: 'file' } });
    }
    expect(await failure(() => dicom.edit(file, { charset: 'x' } as never))).toMatchObject({
      details: { argument: 'options' },
    });
    expect(await failure(() => dicom.edit(file).set('PatientID', 'x', { vr: 'XX' } as never))).toMatchObject({
      details: { argument: 'options.vr' },
    });
    expect(await failure(() => dicom.edit(file).set('00111001' as never, 'x'))).toMatchObject({
      details: { argument: 'where' },
    });
    for (const characterSet of ['', [], 'UTF-16', 'iso_ir 192', ['ISO 2022 IR 6', 'x']]) {
      expect(await failure(() => dicom.edit(file, { characterSet }))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
  });

  it('keeps fragments of encapsulated pixel data as such', async () => {
    const path = files.find((file) => file.endsWith('JPEG2000.dcm')) ?? '';
    const file = await dicom.open(read(path));
    const fragments = (await file.bytes('PixelData')) as Buffer;
    const result = await dicom.edit(file).set('PixelData', fragments).toBuffer();
    expect(result.subarray(-fragments.length - 8).equals(read(path).subarray(-fragments.length - 8))).toBe(true);
    expect(await failure(() => dicom.edit(file).set('PixelData', Buffer.alloc(8)))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    });
  });

  it('adds no pixel data to a file whose transfer syntax would encapsulate them', async () => {
    const file = await dicom.open(part10('1.2.840.10008.1.2.4.50', explicit(0x0010_0020, 'LO', 'A ')));
    expect(await failure(() => dicom.edit(file).set('PixelData', Buffer.alloc(8)))).toMatchObject({
      code: 'ERR_UNSUPPORTED',
      details: { argument: 'where' },
    });
  });

  it('refuses sequences that are nested too deep, and have no end', async () => {
    const item: Record<string, unknown> = { '00081140': { vr: 'SQ', Value: [] } };
    (item['00081140'] as { Value: unknown[] }).Value.push(item);
    const file = await opened();
    expect(await failure(() => dicom.edit(file).set('ReferencedImageSequence', [item] as never))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { limit: 64 },
    });
  });

  it('says when all private blocks of a group are taken', async () => {
    const creators = Array.from({ length: 0xf0 }, (_, at) => explicit(0x0009_0010 + at, 'LO', `C${100 + at}`));
    const edit = dicom.edit(await dicom.open(part10(EXPLICIT, Buffer.concat(creators))));
    const last = { group: 0x0009, creator: `C${100 + 0xef}`, element: 1 };
    expect((await reopened(edit.set(last, 'x', { vr: 'LO' }))).get('0009FF01')).toBe('x');
    expect(await failure(() => edit.set({ ...last, creator: 'OTHER' }, 'x', { vr: 'LO' }))).toMatchObject({
      code: 'ERR_UNSUPPORTED',
    });
  });
});
