import { createRequire } from 'node:module';
import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import type * as charsetModule from '../js/dicom/charset';
import type * as repertoireModule from '../js/dicom/write/repertoire';
import { backends, failure, useBackend } from './backends';
import { explicit, item, part10, sequence } from './dicom-bytes';
import { expected, read } from './dicom-golden';

const require = createRequire(import.meta.url);
const { charsetOf, decode } = require('../dist/dicom/charset.js') as typeof charsetModule;
const { repertoireOf } = require('../dist/dicom/write/repertoire.js') as typeof repertoireModule;

const EXPLICIT = '1.2.840.10008.1.2.1';
const even = (text: string) => (text.length % 2 ? `${text} ` : text);
const opened = (charset: string, ...more: Buffer[]) =>
  dicom.open(part10(EXPLICIT, Buffer.concat([explicit(0x0008_0005, 'CS', even(charset)), ...more])));
const reopened = async (edit: dicom.DicomEdit) => dicom.open(await edit.toBuffer());

/** Names in the character sets of pydicom's files, whose bytes are those of PS3.5 H to K. */
const charsetFiles = Object.keys(expected).filter(
  (file) => file.includes('charset_files/') && !file.includes('SQEncoding'),
);

// How many characters each standard has.
it.each([
  ['JIS X 0208', 'jis-x-0208', 'ISO 2022 IR 87', 6879],
  ['JIS X 0212', 'jis-x-0212', 'ISO 2022 IR 159', 6067],
  ['KS X 1001:1998', 'ks-x-1001', 'ISO 2022 IR 149', 8226],
] as const)('every character of %s is written so that it is read again', (_, set, term, count) => {
  const terms = ['', term];
  const repertoire = repertoireOf(terms);
  const characters = new Set<string>();
  for (let row = 0xa1; row <= 0xfe; row++) {
    for (let cell = 0xa1; cell <= 0xfe; cell++) {
      const character = decode(Buffer.from([row, cell]), set, '');
      const bytes = repertoire.encode(character, '');
      if (!bytes || character === '\\') continue;
      expect(decode(bytes, charsetOf(Buffer.from(terms.join('\\'))), '')).toBe(character);
      characters.add(character);
    }
  }
  expect(characters.size).toBe(count);
});

it('all of Unicode is written in GB18030 so that it is read again', () => {
  const repertoire = repertoireOf(['GB18030']);
  for (let code = 0x80; code < 0x11_0000; code += code < 0x1_0000 ? 1 : 251) {
    const character = String.fromCodePoint(code);
    // Half a pair is no character; what is for private use is not the same in all editions.
    if (/[\p{Cs}\p{Co}\ufffd]/u.test(character)) continue;
    const bytes = repertoire.encode(character, '');
    expect(bytes && decode(bytes, 'gb18030', ''), code.toString(16)).toBe(character);
  }
});

describe.each(backends)('texts in the character set of a file on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('are the bytes of the examples of the standard, read and set again', async () => {
    expect(charsetFiles.length).toBe(15);
    const different: string[] = [];
    for (const path of charsetFiles) {
      const file = await dicom.open(read(path));
      const before = (await file.bytes('PatientName')) as Buffer;
      const result = await reopened(dicom.edit(file).set('PatientName', file.get('PatientName') as dicom.DicomInput));
      const after = (await result.bytes('PatientName')) as Buffer;
      expect(result.get('PatientName'), path).toEqual(file.get('PatientName'));
      if (!after.equals(before)) different.push(path.split('/').at(-1) as string);
    }
    // Their last name group is empty, and the escape at the end of the first is not needed.
    expect(different).toEqual(['chrKoreanMulti.dcm', 'chrX1.dcm', 'chrX2.dcm']);
  });

  it.each([
    ['ISO_IR 100', 'Zoë Müller'],
    ['ISO_IR 101', 'Łódź Žižka'],
    ['ISO_IR 109', 'Ħal Għaxaq'],
    ['ISO_IR 110', 'Ķēniņš Ģirts'],
    ['ISO_IR 144', 'Жуков Пётр'],
    ['ISO_IR 127', 'قباني لنزار'],
    ['ISO_IR 126', 'Διονυσιος'],
    ['ISO_IR 138', 'שרון דבורה'],
    ['ISO_IR 148', 'Çavuşoğlu Işık'],
    ['ISO_IR 203', 'Œuvre 10 €'],
    ['ISO_IR 166', 'นามสกุล ชื่อ'],
    ['ISO_IR 13', 'ﾔﾏﾀﾞ ﾀﾛｳ'],
    ['ISO_IR 192', '山田 𠮷野 😀'],
    ['GB18030', '王小东 𠮷野 € ﷽'],
    ['GBK', '王小东 冯'],
    ['ISO 2022 IR 6\\ISO 2022 IR 87\\ISO 2022 IR 159', '山田 太郎 丂'],
    ['\\ISO 2022 IR 149', '홍길동 洪吉洞'],
    ['\\ISO 2022 IR 58', '张小东'],
    ['ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126', 'é Жé Διé'],
  ])('are set in %s', async (charset, text) => {
    const file = await opened(charset);
    const comment = `${text}\r\n${text}`;
    const list = [text, `${text}x`, 'ASCII'];
    const result = await reopened(
      dicom
        .edit(file)
        .set('PatientName', `${text}^${text}`)
        .set('PatientComments', comment)
        .set('OtherPatientIDs', list),
    );
    expect(result.get('PatientName')).toEqual({ Alphabetic: `${text}^${text}` });
    expect(result.get('PatientComments')).toBe(comment);
    expect(result.get('OtherPatientIDs')).toEqual(list);
  });

  it.each([
    ['', 'é'],
    ['ISO_IR 6', 'é'],
    ['ISO_IR 100', 'Ж'],
    ['ISO_IR 144', 'é'],
    ['GBK', '😀'],
    ['\\ISO 2022 IR 87', 'é'],
    ['ISO_IR 999', 'é'],
  ])('are refused where %s cannot say them', async (charset, text) => {
    const edit = dicom.edit(await opened(charset));
    expect(await failure(() => edit.set('PatientID', text))).toEqual({
      code: 'ERR_INVALID_ARGUMENT',
      message: 'value holds a character that the Specific Character Set of its data set does not have',
      details: { argument: 'value' },
    });
  });

  it('are in the character set of their item, or of what holds it', async () => {
    const latin = item(Buffer.concat([explicit(0x0008_0005, 'CS', 'ISO_IR 100'), explicit(0x0010_0020, 'LO', 'a ')]));
    const file = await opened('ISO_IR 144', sequence(0x0010_1002, [latin, item(Buffer.alloc(0))]));
    const path = (at: number) => `OtherPatientIDsSequence[${at}].PatientID`;
    const result = await reopened(dicom.edit(file).set(path(0), 'é').set(path(1), 'Ж').set(path(2), 'Жж'));
    expect([0, 1, 2].map((at) => result.get(path(at)))).toEqual(['é', 'Ж', 'Жж']);
    expect(await result.bytes(path(0))).toEqual(Buffer.from([0xe9, 0x20]));
    expect(await failure(() => dicom.edit(file).set(path(1), 'é'))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });

  it('are read otherwise where another character set is set, and not changed', async () => {
    const file = await opened('ISO_IR 100', explicit(0x0010_0020, 'LO', Buffer.from('Ж')));
    const result = await reopened(dicom.edit(file).set('SpecificCharacterSet', 'ISO_IR 192').set('PatientName', 'Ж'));
    expect([result.get('PatientID'), result.get('PatientName')]).toEqual(['Ж', { Alphabetic: 'Ж' }]);
  });

  it('are converted, with those in items, to the character set that is asked for', async () => {
    for (const path of charsetFiles) {
      const file = await dicom.open(read(path));
      const result = await reopened(dicom.edit(file, { characterSet: 'ISO_IR 192' }).set('PatientComments', 'Ж 山'));
      const want = { ...file.toJSON(), '00104000': { vr: 'LT', Value: ['Ж 山'] } };
      expect(result.toJSON(), path).toEqual({ ...want, '00080005': { vr: 'CS', Value: ['ISO_IR 192'] } });
    }
    const latin = item(
      Buffer.concat([
        explicit(0x0008_0005, 'CS', 'ISO_IR 100'),
        explicit(0x0010_0020, 'LO', Buffer.from([0xe9, 0x20])),
      ]),
    );
    const cyrillic = explicit(0x0010_0010, 'PN', Buffer.from([0xb6, 0x5e, 0xb6, 0x20]));
    const file = await opened('ISO_IR 144', cyrillic, sequence(0x0010_1002, [latin]));
    const result = await reopened(dicom.edit(file, { characterSet: ['ISO 2022 IR 100', 'ISO 2022 IR 144'] }));
    expect(result.get('PatientName')).toEqual({ Alphabetic: 'Ж^Ж' });
    expect(result.items('OtherPatientIDsSequence')[0]?.toJSON()).toEqual({ '00100020': { vr: 'LO', Value: ['é'] } });
    expect(result.get('SpecificCharacterSet')).toEqual(['ISO 2022 IR 100', 'ISO 2022 IR 144']);
  });

  it('are not converted where that would lose a character', async () => {
    const cyrillic = explicit(0x0010_0010, 'PN', Buffer.from([0xb6, 0x5e, 0xb6, 0x20]));
    const broken = explicit(0x0010_0020, 'LO', Buffer.from([0xff, 0x20]));
    for (const [charset, characterSet, text] of [
      ['ISO_IR 144', 'ISO_IR 100', cyrillic],
      ['ISO_IR 192', 'ISO_IR 144', broken],
    ] as const) {
      const edit = dicom.edit(await opened(charset, text), { characterSet });
      const { offset } = (await opened(charset, text)).element(
        text === broken ? 'PatientID' : 'PatientName',
      ) as dicom.DicomElement;
      expect(await failure(() => edit.toBuffer())).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument: 'options.characterSet', offset },
      });
      // Unless it is replaced.
      expect((await reopened(edit.set('PatientName', 'A').remove('PatientID'))).get('PatientName')).toEqual({
        Alphabetic: 'A',
      });
    }
    const edit = dicom.edit(await opened('ISO_IR 144'), { characterSet: 'ISO_IR 100' });
    expect(await failure(() => edit.set('SpecificCharacterSet', 'ISO_IR 192'))).toMatchObject({
      details: { argument: 'where' },
    });
  });
});
