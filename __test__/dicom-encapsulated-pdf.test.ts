import { dicom, pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';

const stored = async (output: dicom.DicomOutput) => dicom.open(await output.toBuffer());

describe.each(backends)('an Encapsulated PDF on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('holds a PDF of our own, to the byte', async () => {
    const letter = await pdf.render({ title: 'Referral', content: ['Dear colleague'] });
    const file = await stored(
      dicom.encapsulatedPdf(letter, {
        PatientName: 'Doe^Jane',
        DocumentTitle: 'Überweisung',
        ImageLaterality: 'R',
        'ConceptNameCodeSequence.CodeValue': '57133-1',
        'ConceptNameCodeSequence.CodingSchemeDesignator': 'LN',
        'ConceptNameCodeSequence.CodeMeaning': 'Referral note',
      }),
    );
    const length = file.get('EncapsulatedDocumentLength') as number;
    expect(length).toBe(letter.length);
    expect(((await file.bytes('EncapsulatedDocument')) as Buffer).subarray(0, length).equals(letter)).toBe(true);
    expect(file.get('DocumentTitle')).toBe('Überweisung');
    expect(file.get('ConceptNameCodeSequence.CodeMeaning')).toBe('Referral note');
    expect(file.get('SOPClassUID')).toBe('1.2.840.10008.5.1.4.1.1.104.1');
    expect(file.get('MediaStorageSOPClassUID')).toBe('1.2.840.10008.5.1.4.1.1.104.1');
  });

  it('has an even number of bytes, and what it must have', async () => {
    const file = await stored(dicom.encapsulatedPdf(Buffer.from('%PDF-1.4 odd')));
    const odd = await stored(dicom.encapsulatedPdf(Buffer.from('%PDF-1.4 odd!')));
    expect([file.element('EncapsulatedDocument')?.length, odd.element('EncapsulatedDocument')?.length]).toEqual([
      12, 14,
    ]);
    expect(odd.get('EncapsulatedDocumentLength')).toBe(13);
    expect([file.get('Modality'), file.get('BurnedInAnnotation'), file.get('SeriesNumber')]).toEqual(['DOC', 'YES', 1]);
    expect(file.get('ConceptNameCodeSequence')).toBeNull();
  });

  it('refuses what is no PDF, and attributes that follow from it', async () => {
    for (const [value, code] of [
      [Buffer.from('%PD'), 'ERR_MALFORMED_INPUT'],
      [Buffer.alloc(0), 'ERR_MALFORMED_INPUT'],
      ['%PDF-1.4', 'ERR_INVALID_ARGUMENT'],
    ] as const) {
      const refused = await failure(() => dicom.encapsulatedPdf(value as never));
      expect(refused).toMatchObject({ code, details: { argument: 'pdf' } });
    }
    const attributes = { MIMETypeOfEncapsulatedDocument: 'text/plain' };
    expect(await failure(() => dicom.encapsulatedPdf(Buffer.from('%PDF-1.4'), attributes))).toMatchObject({
      details: { argument: 'attributes.MIMETypeOfEncapsulatedDocument' },
    });
  });
});
