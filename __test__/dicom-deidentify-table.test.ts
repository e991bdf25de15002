/** The tables of PS3.15 Annex E as they are generated, against what is known of the standard. */
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type * as attributeTableModule from '../js/dicom/deidentify/attribute-table';
import type * as attributesModule from '../js/dicom/deidentify/attributes';
import type * as contentModule from '../js/dicom/deidentify/content-item';
import type * as contentTableModule from '../js/dicom/deidentify/content-table';
import type * as rulesModule from '../js/dicom/deidentify/rules';
import type * as safePrivateModule from '../js/dicom/deidentify/safe-private';
import type * as safeTableModule from '../js/dicom/deidentify/safe-private-table';
import type * as typeModule from '../js/dicom/deidentify/type';

const require = createRequire(import.meta.url);
const load = (name: string) => require(`../dist/dicom/deidentify/${name}.js`);
const { ATTRIBUTES } = load('attribute-table') as typeof attributeTableModule;
const { attributeRow } = load('attributes') as typeof attributesModule;
const { CONTENT_ITEMS } = load('content-table') as typeof contentTableModule;
const { contentRow } = load('content-item') as typeof contentModule;
const { settled } = load('rules') as typeof rulesModule;
const { safePrivate } = load('safe-private') as typeof safePrivateModule;
const { SAFE_PRIVATE } = load('safe-private-table') as typeof safeTableModule;
const { typeOf } = load('type') as typeof typeModule;

const CT = '1.2.840.10008.5.1.4.1.1.2';
const ENHANCED_CT = '1.2.840.10008.5.1.4.1.1.2.1';
const RT_PLAN = '1.2.840.10008.5.1.4.1.1.481.5';
const SEGMENTATION = '1.2.840.10008.5.1.4.1.1.66.4';

describe('table E.1-1', () => {
  const rows = ATTRIBUTES.trim()
    .split(/\s+/)
    .filter((word) => !word.endsWith(':'));

  it('has the rows of edition 2026c: 652 attributes, curves, overlays twice; private ones have their own rule', () => {
    expect(rows.length).toBe(655);
  });

  // Counted in the 2026c list of dicom-anonymizer 2.1.0, to which curves and overlays add three times X.
  it.each(Object.entries({ X: 415, D: 93, U: 55, Z: 42, 'X/D': 23, 'X/Z': 11, 'X/Z/D': 8, 'Z/D': 6, 'X/Z/U*': 2 }))(
    'says %s as often as the standard',
    (action, count) => {
      expect(rows.filter((row) => row.split('=')[1]?.split('.')[0] === action).length).toBe(count);
    },
  );

  it.each<[string, number, string, string]>([
    ["Patient's Name", 0x0010_0010, 'Z', ''],
    ["Patient's Birth Date", 0x0010_0030, 'Z', ''],
    ["Patient's Age", 0x0010_1010, 'X', 'p'],
    ['Allergies', 0x0010_2110, 'X', 'PD'],
    ['SOP Instance UID', 0x0008_0018, 'U', 'u'],
    ['Device UID', 0x0018_1002, 'U', 'uv'],
    ['Station AE Title', 0x0008_0055, 'X', 'V'],
    ['Date of Last Calibration', 0x0018_1200, 'X', 'vt'],
    ['Institution Name', 0x0008_0080, 'X/Z/D', 'i'],
    ['Source Image Sequence', 0x0008_2112, 'X/Z/U*', 'u'],
    ['Content Sequence', 0x0040_a730, 'D', 'S'],
    ['Graphic Annotation Sequence', 0x0070_0001, 'D', 'G'],
    ['Encapsulated Document', 0x0042_0011, 'D', ''],
    ['Display URI, new in 2026c', 0x0040_e012, 'X', ''],
    ['curve data', 0x5012_3000, 'X', 'G'],
    ['the data of an overlay', 0x601e_3000, 'X', 'G'],
  ])('says of %s', (_, tag, action, options) => {
    expect(attributeRow(tag)).toEqual({ action, options });
  });

  it.each([0x0008_0060, 0x0028_0010, 0x6000_0010, 0x7fe0_0010])('says nothing of %i', (tag) => {
    expect(attributeRow(tag)).toBeUndefined();
  });
});

describe('an action of several', () => {
  it.each<[attributesModule.ActionCode, string]>([
    ['X', 'XXX'],
    ['U', 'UUU'],
    ['X/Z', 'ZZX'],
    ['X/D', 'DDX'],
    ['Z/D', 'DZZ'],
    ['X/Z/D', 'DZX'],
    ['X/Z/U*', 'UUX'],
  ])('%s is settled by Types 1, 2 and 3 as %s', (action, want) => {
    expect((['1', '2', '3'] as const).map((type) => settled(action, type)).join('')).toBe(want);
  });

  it.each<[string, number, string, number | undefined, string]>([
    ['Acquisition DateTime of CT', 0x0008_002a, CT, undefined, '3'],
    ['Acquisition DateTime of Enhanced CT', 0x0008_002a, ENHANCED_CT, undefined, '1'],
    ['Device Serial Number of CT', 0x0018_1000, CT, undefined, '3'],
    ['Device Serial Number of Enhanced CT', 0x0018_1000, ENHANCED_CT, undefined, '1'],
    ['Patient ID of CT', 0x0010_0020, CT, undefined, '2'],
    ['RT Plan Date', 0x300a_0006, RT_PLAN, undefined, '2'],
    ["Operators' Name of an RT plan", 0x0008_1070, RT_PLAN, undefined, '2'],
    ['Source Image Sequence of a derivation', 0x0008_2112, SEGMENTATION, 0x0008_9124, '2'],
    ['Institution Name of an operator', 0x0008_0080, CT, 0x0008_1072, '1'],
    ['what the standard has in no such item', 0x0008_0080, CT, 0x0008_1140, '3'],
    ['anything of an unknown SOP class', 0x0008_0080, '1.2.3', undefined, '1'],
  ])('%s has its Type', (_, tag, sopClass, sequence, want) => {
    expect(typeOf(tag, sopClass, sequence)).toBe(want);
  });
});

describe('tables E.3.4-1 and E.3.10-1', () => {
  it('have as many rows as the standard', () => {
    expect(CONTENT_ITEMS.trim().split(/\s+/).length).toBe(211);
    expect(SAFE_PRIVATE.match(/\b[0-9a-f]{6}\b/g)?.length).toBe(479);
  });

  it('say what becomes of a content item', () => {
    expect(contentRow({ scheme: 'DCM', code: '121029', type: 'PNAME' })).toEqual({ action: 'D', options: '' });
    expect(contentRow({ scheme: 'DCM', code: '121032', type: 'CODE' })).toEqual({ action: 'X', options: 'p' });
    expect(contentRow({ scheme: 'NCDR', code: '76', type: 'PNAME' })).toEqual({ action: 'D', options: '' });
    expect(contentRow({ scheme: 'DCM', code: '121029', type: 'TEXT' })).toBeUndefined();
  });

  it('say which private elements are safe, whatever their block; the caller may add others', () => {
    const isSafe = safePrivate([{ group: 0x0009, creator: 'ACME', element: 0x05 }]);
    // SUV Factor of Philips.
    expect(isSafe('Philips PET Private Group', 0x7053_1000)).toBe(true);
    expect(isSafe('Philips PET Private Group', 0x7053_2200)).toBe(true);
    expect(isSafe('Philips PET Private Group', 0x7053_1001)).toBe(false);
    expect(isSafe('GEIIS PACS', 0x0903_1010)).toBe(true);
    expect(isSafe('ACME', 0x0009_1105)).toBe(true);
    expect(isSafe('ACME', 0x0009_1106)).toBe(false);
    expect(isSafe('OTHER', 0x0009_1105)).toBe(false);
  });
});
