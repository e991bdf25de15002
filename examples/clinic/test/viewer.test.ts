/** What the page of a study makes of samples and records, in this process: its scripts are modules like any other. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dicom } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { measurementsOf } from '../web/src/viewer/measurements';
import { fullWindow, type Grey, greyOf, numbersOf, paint } from '../web/src/viewer/pixels';

const golden = join(import.meta.dirname, '../../../__test__/golden/dicom');

/** A frame as the page shows it, in grey. */
async function shown(file: dicom.DicomFile, metadata: dicom.DicomJson, window?: { center: number; width: number }) {
  const grey = greyOf(metadata, 1) as Grey;
  const { pixels } = await file.frame(0);
  const samples = pixels.buffer.slice(pixels.byteOffset, pixels.byteOffset + pixels.byteLength);
  const numbers = numbersOf(samples, grey);
  const colors = new Uint8ClampedArray(4 * numbers.length);
  paint(numbers, grey, window ?? grey.window ?? fullWindow(numbers, grey), colors);
  // Grey, and nothing of it transparent.
  expect(numbers.every((_, at) => colors[4 * at + 1] === colors[4 * at] && colors[4 * at + 3] === 255)).toBe(true);
  return { grey, greys: Uint8Array.from(numbers, (_, at) => colors[4 * at] as number) };
}

describe('grey under the mouse', () => {
  it.each([
    'CT_small.dcm',
    'MR_small.dcm',
    'MR_small_RLE.dcm',
    'MR_small_bigendian.dcm',
    'JPEG2000.dcm',
    'image_dfl.dcm',
    'liver_1frame.dcm',
  ])('is what the clinic renders, of %s', async (name) => {
    await using file = await dicom.open(join(golden, 'pydicom/test_files', name));
    const metadata = file.toJSON({ pixelData: true, bulkDataUri: () => '' });
    const grey = greyOf(metadata, 1);
    if (file.image?.bitsAllocated === 1) {
      expect(grey).toBeUndefined();
      return;
    }
    expect(grey).toBeDefined();
    for (const window of [
      undefined,
      { center: 40, width: 400 },
      { center: 600.5, width: 1 },
      { center: -3, width: 17.25 },
    ]) {
      const { greys } = await shown(file, metadata, window);
      const expected = await file.frame(0, { output: 'display', ...(window && { window }) });
      expect(Buffer.from(greys).equals(expected.pixels as Uint8Array)).toBe(true);
    }
  });

  it('is turned round where the least value is white', async () => {
    await using file = await dicom.open(join(golden, 'pydicom/test_files/CT_small.dcm'));
    const turned = { ...file.toJSON({ pixelData: true, bulkDataUri: () => '' }) };
    const window = { center: 40, width: 400 };
    const { greys } = await shown(file, turned, window);
    turned['00280004'] = { vr: 'CS', Value: ['MONOCHROME1'] };
    const { greys: inverted } = await shown(file, turned, window);
    expect(inverted).toEqual(greys.map((value) => 255 - value));
  });

  it('is left to the clinic where it is no straight line, or no grey', async () => {
    await using file = await dicom.open(join(golden, 'pydicom/test_files/CT_small.dcm'));
    const metadata = file.toJSON({ pixelData: true, bulkDataUri: () => '' });
    for (const [tag, element] of Object.entries<dicom.DicomJsonElement>({
      '00280004': { vr: 'CS', Value: ['RGB'] },
      '00280100': { vr: 'US', Value: [32] },
      '00283000': { vr: 'SQ', Value: [{}] },
      '00283010': { vr: 'SQ', Value: [{}] },
      '00281056': { vr: 'CS', Value: ['SIGMOID'] },
    })) {
      expect(greyOf({ ...metadata, [tag]: element }, 1)).toBeUndefined();
    }
  });

  it('goes by the frame in an image whose frames differ, else by what they share', () => {
    const group = (center: number): dicom.DicomJson => ({
      '00289132': {
        vr: 'SQ',
        Value: [{ '00281050': { vr: 'DS', Value: [center] }, '00281051': { vr: 'DS', Value: [10] } }],
      },
    });
    const metadata: dicom.DicomJson = {
      '00280004': { vr: 'CS', Value: ['MONOCHROME2'] },
      '00280100': { vr: 'US', Value: [16] },
      '52009229': { vr: 'SQ', Value: [group(1)] },
      '52009230': { vr: 'SQ', Value: [{}, group(2)] },
      '7FE00010': { vr: 'OW', BulkDataURI: '' },
    };
    expect([1, 2].map((number) => greyOf(metadata, number)?.window?.center)).toEqual([1, 2]);
  });
});

describe('an eye record', () => {
  const measured = async (name: string) => {
    await using file = await dicom.open(join(golden, 'ophthalmic', `${name}.dcm`));
    const { sides, rows } = measurementsOf(dicom.ophthalmic(file) as dicom.OphthalmicRecord);
    return [sides.map(([, side]) => side), ...rows.map(({ label, unit, cells }) => [label, unit, ...cells])];
  };

  it('has a row a measurement and a column an eye, with units and signs', async () => {
    expect(await measured('lensometry_ele')).toEqual([
      ['Right', 'Left'],
      ['Sphere', 'D', '−2.25', '−1.50'],
      ['Cylinder', 'D', '−0.75', '−1.25'],
      ['Axis', '°', '175', '10'],
      ['Addition, near', 'D', '+2.00 at 40 cm', '+2.00'],
      ['Addition, intermediate', 'D', undefined, '+1.00'],
      ['Prism, horizontal', 'Δ', '1 base in', undefined],
      ['Prism, vertical', 'Δ', '0.5 base up', undefined],
      ['Lens', '', 'progressive', undefined],
    ]);
    expect(await measured('visual_acuity')).toEqual([
      ['Right', 'Left', 'Both'],
      ['Acuity', 'decimal', '0.8 −1', '1', '1.25'],
    ]);
    expect(await measured('keratometry')).toEqual([
      ['Right', 'Left'],
      ['Steep meridian', '', ['7.65 mm', '44.12 D', '92°'], ['7.70 mm', '43.83 D', '90°']],
      ['Flat meridian', '', ['7.81 mm', '43.21 D', '2°'], ['7.83 mm', '43.10 D', '180°']],
    ]);
  });

  it('writes a 0 that was measured, and nothing for what was not', async () => {
    const refraction = await measured('subjective_refraction');
    expect(refraction).toContainEqual(['Sphere', 'D', '−2.25', '0.00', undefined]);
    expect(refraction).toContainEqual(['Prism, vertical', 'Δ', '0 base up', undefined, undefined]);
  });

  it('says something of every kind there is', async () => {
    for (const name of readdirSync(join(golden, 'ophthalmic'))) {
      const [, ...rows] = await measured(name.slice(0, -4));
      expect([name, rows.length > 0]).toEqual([name, true]);
    }
  });
});
