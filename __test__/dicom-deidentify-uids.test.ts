import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { CT, deidentified, EXPLICIT_LITTLE, fileOf, item, sequence, text } from './dicom-deidentify-bytes';

const UID = /^2\.25\.[1-9]\d{36,38}$/;

describe.each(backends)('de-identified on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('UIDs are replaced everywhere alike, in the data set, items and file meta information; those of the standard stay', async () => {
    const { file, bytes } = await deidentified(
      fileOf(
        CT,
        text(0x0008_0018, 'UI', '1.2.3.4.5'),
        sequence(0x0008_1115, [
          item(
            Buffer.concat([
              sequence(0x0008_1199, [
                item(Buffer.concat([text(0x0008_1150, 'UI', CT), text(0x0008_1155, 'UI', '1.2.3.4.5')])),
              ]),
              text(0x0020_000e, 'UI', '1.2.3.4.6'),
            ]),
          ),
        ]),
        text(0x0008_3010, 'UI', '1.2.3.4.5\\1.2.840.10008.1.4.1.1\\\\1.2.3.4.6'),
      ),
    );
    const uid = file.get('SOPInstanceUID');
    expect(uid).toMatch(UID);
    expect(file.get('MediaStorageSOPInstanceUID')).toBe(uid);
    const series = file.get('ReferencedSeriesSequence.SeriesInstanceUID');
    expect(series).toMatch(UID);
    expect(series).not.toBe(uid);
    expect(file.get('ReferencedSeriesSequence.ReferencedSOPSequence.ReferencedSOPInstanceUID')).toBe(uid);
    expect(file.get('ReferencedSeriesSequence.ReferencedSOPSequence.ReferencedSOPClassUID')).toBe(CT);
    expect(file.get('IrradiationEventUID')).toEqual([uid, '1.2.840.10008.1.4.1.1', null, series]);
    expect(bytes.includes('1.2.3.4.')).toBe(false);
  });

  it('a UID is a UUID of version 8 as a decimal number', async () => {
    const { file } = await deidentified(fileOf(CT, text(0x0008_0018, 'UI', '1.2.3.4.5')));
    // printf 'uid\0001.2.3.4.5' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0707… = 4a73eb08e2532d5bf34ae765a194b629…
    const uuid = '4a73eb08-e253-8d5b-b34a-e765a194b629';
    expect(file.get('SOPInstanceUID')).toBe(`2.25.${BigInt(`0x${uuid.replaceAll('-', '')}`)}`);
  });

  it('what stands before the file meta information goes, and of that all but what it must have', async () => {
    const data = Buffer.concat([
      Buffer.alloc(128, 'SECRET'),
      Buffer.from('DICM'),
      text(0x0002_0003, 'UI', '1.2.3.4.5'),
      text(0x0002_0010, 'UI', EXPLICIT_LITTLE),
      text(0x0002_0012, 'UI', '1.9.9.9'),
      text(0x0002_0013, 'SH', 'SECRET'),
      text(0x0002_0016, 'AE', 'SECRET'),
      text(0x0002_0026, 'UR', 'SECRET'),
      text(0x0002_0100, 'UI', '1.9.9.9'),
      text(0x0002_0102, 'OB', 'SECRET'),
      text(0x0008_0016, 'UI', CT),
    ]);
    const { bytes, file } = await deidentified(data);
    expect(bytes.subarray(0, 132)).toEqual(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]));
    expect(bytes.includes('SECRET')).toBe(false);
    expect(bytes.includes('1.9.9.9')).toBe(false);
    expect([...file.meta].map(({ tag }) => tag)).toEqual([
      '00020001',
      '00020002',
      '00020003',
      '00020010',
      '00020012',
      '00020013',
    ]);
    expect(file.get('MediaStorageSOPInstanceUID')).toMatch(UID);
  });

  it('what is no UID does not stay in the file meta information', async () => {
    const data = Buffer.concat([
      Buffer.alloc(128),
      Buffer.from('DICM'),
      text(0x0002_0001, 'OB', 'SECRET'),
      text(0x0002_0002, 'UI', 'SECRET'),
      text(0x0002_0003, 'UI', 'SECRET'),
      text(0x0002_0010, 'UI', '1.2.840.10008.1.2.1 SECRET'),
      text(0x0002_0010, 'UI', '1.2.840.10008.1.2.1 SECRET'),
      text(0x0008_0060, 'CS', 'CT'),
    ]);
    const { bytes, file } = await deidentified(data);
    expect(bytes.includes('SECRET')).toBe(false);
    expect(file.transferSyntax).toBe(EXPLICIT_LITTLE);
    expect(file.get('Modality')).toBe('CT');
    expect(file.get('FileMetaInformationVersion')).toEqual(Buffer.from([0, 1]));
  });
});
