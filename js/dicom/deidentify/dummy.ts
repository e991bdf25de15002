/** What stands in place of values that must not be empty (PS3.15 E.1.1, action D). */

import { type DicomVr, SQ, vrNumber } from '../vr';
import { type Encoding, element, item, padded } from '../write/element';

/** By VR: text that is valid and says nothing. */
const DUMMIES: Partial<Record<DicomVr, string>> = {
  AE: 'REMOVED',
  AS: '000D',
  CS: 'REMOVED',
  DA: '19000101',
  DS: '0',
  DT: '19000101000000',
  IS: '0',
  LO: 'REMOVED',
  LT: 'REMOVED',
  PN: 'REMOVED',
  SH: 'REMOVED',
  ST: 'REMOVED',
  TM: '000000',
  UC: 'REMOVED',
  UR: 'about:blank',
  UT: 'REMOVED',
};

/** Bytes of one number of zero; of bytes as few as there may be. */
const ZEROS: Partial<Record<DicomVr, number>> = {
  AT: 4,
  FD: 8,
  FL: 4,
  OD: 8,
  OF: 4,
  OL: 4,
  OV: 8,
  SL: 4,
  SV: 8,
  UL: 4,
  UV: 8,
};

/** The dummy value of a VR, in any transfer syntax; of numbers as many zeros as said. None for SQ and UI. */
export function dummyValue(vr: DicomVr, zeros = 1): Buffer {
  const text = DUMMIES[vr];
  return text === undefined ? Buffer.alloc((ZEROS[vr] ?? 2) * zeros) : textBytes(text);
}

/** A text in the default repertoire as its bytes. */
const textBytes = (text: string): Buffer => padded(Buffer.from(text, 'latin1'), ' ');

/** An element of a dummy item: its tag, VR, and text (of UI none is needed), number of zeros (else one dummy value) or items. */
type Dummy = readonly [tag: number, vr: DicomVr, value?: string | number | readonly (readonly Dummy[])[]];

const code = (value: string, scheme: string, meaning: string): readonly Dummy[] => [
  [0x0008_0100, 'SH', value],
  [0x0008_0102, 'SH', scheme],
  [0x0008_0104, 'LO', meaning],
];
const NOBODY = [code('REMOVED', '99REMOVED', 'Removed')];

/** The sequences with action D that a dummy item takes the place of. In others the items are de-identified. */
const ITEMS = new Map<number, readonly (readonly Dummy[])[]>([
  // Institution Code Sequence, Person Identification Code Sequence
  [0x0008_0082, NOBODY],
  [0x0040_1101, NOBODY],
  // Operator Identification Sequence
  [
    0x0008_1072,
    [
      [
        [0x0008_0080, 'LO'],
        [0x0040_1101, 'SQ', NOBODY],
      ],
    ],
  ],
  // Flow Identifier Sequence
  [0x0034_0001, [[[0x0034_0002, 'OB']]]],
  // Verifying Observer Sequence
  [
    0x0040_a073,
    [
      [
        [0x0040_a027, 'LO'],
        [0x0040_a030, 'DT'],
        [0x0040_a075, 'PN'],
        [0x0040_a088, 'SQ', []],
      ],
    ],
  ],
  // Content Sequence
  [
    0x0040_a730,
    [
      [
        [0x0040_a010, 'CS', 'CONTAINS'],
        [0x0040_a040, 'CS', 'TEXT'],
        [0x0040_a043, 'SQ', [code('121106', 'DCM', 'Comment')]],
        [0x0040_a160, 'UT'],
      ],
    ],
  ],
  // Waveform Annotation Sequence
  [
    0x0040_b020,
    [
      [
        [0x0040_a0b0, 'US', 2],
        [0x0070_0006, 'ST'],
      ],
    ],
  ],
  // Graphic Annotation Sequence, with a Text Object Sequence
  [
    0x0070_0001,
    [
      [
        [0x0070_0002, 'CS'],
        [
          0x0070_0008,
          'SQ',
          [
            [
              [0x0070_0004, 'CS', 'DISPLAY'],
              [0x0070_0006, 'ST'],
              [0x0070_0014, 'FL', 2],
              [0x0070_0015, 'CS', 'N'],
            ],
          ],
        ],
      ],
    ],
  ],
]);

/** The dummy items of a sequence, encoded; `undefined` where it keeps its own. */
export function dummyItems(encoding: Encoding, tag: number): Buffer | undefined {
  const items = ITEMS.get(tag);
  return items && encodedItems(encoding, items);
}

/** Items one after the other. */
export function encodedItems(encoding: Encoding, items: readonly (readonly Dummy[])[]): Buffer {
  return Buffer.concat(
    items.flatMap((dummies) =>
      item(
        encoding,
        dummies.flatMap((dummy) => encoded(encoding, dummy)),
      ),
    ),
  );
}

function encoded(encoding: Encoding, [tag, vr, value]: Dummy): Uint8Array[] {
  if (typeof value === 'object') return element(encoding, tag, SQ, [encodedItems(encoding, value)]);
  const bytes = typeof value === 'string' ? textBytes(value) : dummyValue(vr, value);
  return element(encoding, tag, vrNumber(vr), [bytes]);
}

/** A code as it stands in an item of a code sequence. */
export const codeItem = code;

/** An empty page: what is valid as PDF, and shows nothing. */
export const EMPTY_PDF = emptyPdf();

function emptyPdf(): Buffer {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, number) => {
    const at = text.length;
    text += `${number + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const xref = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  text += `trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${xref}\n%%EOF\n`;
  return padded(Buffer.from(text, 'latin1'), ' ');
}
