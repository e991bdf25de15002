/** Texts in all character sets of PS3.3 C.12.1.1.2, and names in their groups. */
import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { explicit, item, sequence } from './dicom-bytes';
import { elementOf } from './dicom-element';
import { read } from './dicom-golden';

describe.each(backends)('texts on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('reads person names into their groups', async () => {
    const { '00100010': patientName } = await dicom.parse(read('pydicom/charset_files/chrH32.dcm'));
    expect(patientName).toEqual({
      vr: 'PN',
      Value: [{ Alphabetic: 'ﾔﾏﾀﾞ^ﾀﾛｳ', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' }],
    });
  });

  // PS3.3 C.12.1.1.2; expected by Python's codecs, which pydicom uses, where no comment says otherwise.
  it.each([
    ['no character set is Latin-1', '', '\xfc', 'ü'],
    ['ISO_IR 100', 'ISO_IR 100', '\xe4', 'ä'],
    ['ISO_IR 101', 'ISO_IR 101', '\xb1', 'ą'],
    ['ISO_IR 109', 'ISO_IR 109', '\xa1', 'Ħ'],
    ['ISO_IR 110', 'ISO_IR 110', '\xa2', 'ĸ'],
    ['ISO_IR 144', 'ISO_IR 144', '\xb6', 'Ж'],
    ['ISO_IR 127', 'ISO_IR 127', '\xc7', 'ا'],
    ['ISO_IR 126', 'ISO_IR 126', '\xe1', 'α'],
    ['ISO_IR 138', 'ISO_IR 138', '\xe0', 'א'],
    ['ISO_IR 148', 'ISO_IR 148', '\xf0', 'ğ'],
    ['ISO_IR 203', 'ISO_IR 203', '\xa4', '€'],
    ['ISO_IR 13', 'ISO_IR 13', '\xb1', 'ｱ'],
    ['ISO_IR 166', 'ISO_IR 166', '\xa1\xe0', 'กเ'],
    ['ISO_IR 192', 'ISO_IR 192', '\xe7\x8e\x8b', '王'],
    ['GB18030', 'GB18030', '\xcd\xf5\x81\x30\x84\x34', '王¢'],
    ['GBK, whose second byte may be a backslash', 'GBK', '\x81\x5c', '乗'],
    ['ISO 2022 IR 87', '\\ISO 2022 IR 87', '\x1b$B;3\x1b(B', '山'],
    ['ISO 2022 IR 159', '\\ISO 2022 IR 159', '\x1b$(D0!\x1b(B', '丂'],
    ['ISO 2022 IR 149', '\\ISO 2022 IR 149', '\x1b$)C\xfb\xf3', '洪'],
    ['ISO 2022 IR 58', '\\ISO 2022 IR 58', '\x1b$)A\xcd\xf5', '王'],
    ["a spelling that is not the standard's", 'ISO-IR 144', '\xb6', 'Ж'],
    ['an unknown character set as Latin-1', 'KOI8-R', '\xe4', 'ä'],
    // PS3.5 6.1.2.5.3: a control character brings back the first set.
    ['the reset at a line end', 'ISO_IR 144\\ISO 2022 IR 126', '\x1b-F\xe1\r\n\xb6', 'α\r\nЖ'],
    ['an undefined byte as U+FFFD', 'ISO_IR 192', 'a\xffb', 'a\ufffdb'],
    ['half a character as U+FFFD', '\\ISO 2022 IR 149', '\x1b$)C\xfb', '\ufffd'],
    ['an unknown escape sequence as it is', '\\ISO 2022 IR 87', '\x1bZa', '\x1bZa'],
  ])('decodes %s', async (_, charset, bytes, text) => {
    expect((await elementOf('LT', Buffer.from(bytes, 'latin1'), charset)).Value).toEqual([text]);
  });

  it('reads the items of a sequence in their own character set, or else in that of what holds them', async () => {
    const name = explicit(0x0010_0010, 'PN', Buffer.from([0xb6]));
    const dataSet = Buffer.concat([
      explicit(0x0008_0005, 'CS', 'ISO_IR 144'),
      sequence(0x0008_1120, [
        item(name),
        item(Buffer.concat([explicit(0x0008_0005, 'CS', 'ISO_IR 100'), name])),
        item(Buffer.concat([explicit(0x0008_0005, 'CS', ''), name])),
      ]),
    ]);
    const items = (await dicom.parse(dataSet))['00081120']?.Value as dicom.DicomJson[];
    expect(items.map((entry) => entry['00100010']?.Value)).toEqual([
      [{ Alphabetic: 'Ж' }],
      [{ Alphabetic: '¶' }],
      [{ Alphabetic: '¶' }],
    ]);
  });
});
