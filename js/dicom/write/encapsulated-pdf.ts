import { type Output, outputOf } from '../../output';
import { bytes, limitLength } from '../../validate';
import { EXPLICIT_LITTLE_ENDIAN } from '../transfer-syntax';
import { type DicomAttributes, NewFile, type NewFileOptions } from './new-file';
import { pictureFault } from './picture-size';

const ENCAPSULATED_PDF = '1.2.840.10008.5.1.4.1.1.104.1';

/** What follows from the document. */
const OWN = ['SOPClassUID', 'MIMETypeOfEncapsulatedDocument', 'EncapsulatedDocument', 'EncapsulatedDocumentLength'];

/** The longest value of an element. */
const LONGEST = 0xffff_fffe;

/**
 * Wraps a PDF, such as one that `pdf.render` has made, as an Encapsulated PDF of a patient's study.
 *
 * What it must have and was not given is filled in as by {@link secondaryCapture}; Modality is DOC, Series Number and
 * Instance Number 1, Burned In Annotation YES, since documents name their patients. A title (`DocumentTitle`), what kind of
 * document it is (`ConceptNameCodeSequence`) and which eye it is about (`ImageLaterality`) are worth giving.
 *
 * @param pdf the file; leave it as it is until the result is written
 * @param attributes patient, study, series, … by keyword; see {@link DicomAttributes}. Texts are in UTF-8 unless
 *   `SpecificCharacterSet` says otherwise
 * @param options when it is made
 * @returns the file, to be written with `toBuffer`, `toFile` or `toStream`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (an attribute its VR does not allow, or that follows from the document),
 *   `ERR_MALFORMED_INPUT` (no PDF), `ERR_LIMIT_EXCEEDED` (more than 4,294,967,294 bytes)
 * @see PS3.3 A.45.1, C.24
 *
 * @example
 * const report = dicom.encapsulatedPdf(await pdf.render(letter), {
 *   PatientName: 'Doe^Jane',
 *   PatientID: 'P-1042',
 *   DocumentTitle: 'Spectacle prescription',
 *   'ConceptNameCodeSequence.CodeValue': '57133-1',
 *   'ConceptNameCodeSequence.CodingSchemeDesignator': 'LN',
 *   'ConceptNameCodeSequence.CodeMeaning': 'Referral note',
 * });
 * await report.toFile('/studies/letter.dcm');
 */
export function encapsulatedPdf(pdf: Uint8Array, attributes?: DicomAttributes, options?: NewFileOptions): Output {
  const document = bytes(pdf, 'pdf');
  limitLength(document.length, 'pdf', LONGEST);
  if (!Buffer.from(document.buffer, document.byteOffset, Math.min(5, document.length)).equals(Buffer.from('%PDF-'))) {
    throw pictureFault('pdf', 'not a PDF');
  }
  const file = new NewFile(attributes, OWN, options);
  file.completeStudy();
  file.completeTime('ContentDate', 'ContentTime', true);
  file.complete({
    SOPClassUID: ENCAPSULATED_PDF,
    AcquisitionDateTime: null,
    Modality: 'DOC',
    ConversionType: 'WSD',
    Manufacturer: null,
    SeriesNumber: 1,
    InstanceNumber: 1,
    BurnedInAnnotation: 'YES',
    DocumentTitle: null,
    ConceptNameCodeSequence: [],
    MIMETypeOfEncapsulatedDocument: 'application/pdf',
    EncapsulatedDocument: document,
    EncapsulatedDocumentLength: document.length,
  });
  return outputOf(async function* () {
    yield* file.head(ENCAPSULATED_PDF, EXPLICIT_LITTLE_ENDIAN);
  });
}
