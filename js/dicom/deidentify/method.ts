/** What a file says of how it was de-identified (PS3.3 C.7.1.1, C.7.2.3; PS3.15 E.1.1). */
import type { Encoding } from '../write/element';
import { codeItem, encodedItems } from './dummy';
import type { Checked } from './options';

/** De-identification Method (0012,0063). */
export const METHOD = 'PS3.15 2026c Annex E, by Clinicore';

/** The codes of PS3.16 CID 7050, with the option of which each says that it was chosen. */
const CODES: readonly (readonly [value: string, meaning: string, isChosen: (options: Checked) => boolean])[] = [
  ['113100', 'Basic Application Confidentiality Profile', () => true],
  ['113101', 'Clean Pixel Data Option', ({ cleanPixelData }) => cleanPixelData !== undefined],
  ['113103', 'Clean Graphics Option', ({ cleanGraphics }) => cleanGraphics],
  ['113104', 'Clean Structured Content Option', ({ cleanStructuredContent }) => cleanStructuredContent],
  ['113105', 'Clean Descriptors Option', ({ cleanDescriptors }) => cleanDescriptors !== undefined],
  ['113106', 'Retain Longitudinal Temporal Information Full Dates Option', ({ retainDates }) => retainDates === 'full'],
  [
    '113107',
    'Retain Longitudinal Temporal Information Modified Dates Option',
    ({ retainDates }) => retainDates === 'modified',
  ],
  ['113108', 'Retain Patient Characteristics Option', (options) => options.retainPatientCharacteristics],
  ['113109', 'Retain Device Identity Option', ({ retainDeviceIdentity }) => retainDeviceIdentity],
  ['113110', 'Retain UIDs Option', ({ retainUids }) => retainUids],
  ['113111', 'Retain Safe Private Option', ({ retainSafePrivate }) => retainSafePrivate !== undefined],
  ['113112', 'Retain Institution Identity Option', ({ retainInstitutionIdentity }) => retainInstitutionIdentity],
];

/** The items of De-identification Method Code Sequence (0012,0064). */
export function methodCodes(encoding: Encoding, options: Checked): Buffer {
  const chosen = CODES.filter(([, , isChosen]) => isChosen(options));
  return encodedItems(
    encoding,
    chosen.map(([value, meaning]) => codeItem(value, 'DCM', meaning)),
  );
}

/** Longitudinal Temporal Information Modified (0028,0303). */
export const temporalInformation = ({ retainDates }: Checked): string =>
  retainDates === 'full' ? 'UNMODIFIED' : retainDates === 'modified' ? 'MODIFIED' : 'REMOVED';
